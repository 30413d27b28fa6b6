import { type License, type SourceFacts } from "../../content/index.js";
import type { EncyclopediaPage } from "./types.js";

/** Whose texts are served: the real encyclopedia's, or the sample texts that come with this gateway. */
export type EncyclopediaLicense = "adam" | "sample";

const TERMS: Readonly<Record<EncyclopediaLicense, { attribution: string; license: License }>> = {
  adam: {
    attribution:
      "A.D.A.M. Medical Encyclopedia, copyright A.D.A.M., Inc., shown by MedlinePlus from the National Library of Medicine.",
    license: {
      name: "Copyright A.D.A.M., Inc., licensed to the National Library of Medicine for MedlinePlus",
      url: "https://medlineplus.gov/about/using/usingcontent/",
      mayRepublish: false,
    },
  },
  sample: {
    attribution: "Sample text written for this gateway's bundled sources. It is not medical advice.",
    license: { name: "MIT (sample text)", url: null, mayRepublish: true },
  },
};

/** What the source says of one article. */
export function sourceFactsOf(page: EncyclopediaPage, license: EncyclopediaLicense): SourceFacts {
  return { source: "encyclopedia", url: page.url, sourceUpdatedOn: page.reviewedOn, ...TERMS[license] };
}
