import { registerEnumType } from "type-graphql";
import { apa } from "./apa.js";
import { bibtex } from "./bibtex.js";
import type { CslItem } from "./csl.js";
import { ris } from "./ris.js";
import { ama, vancouver } from "./vancouver.js";

export { type CslDate, type CslItem, type CslName, pagesInFull, toCslDate } from "./csl.js";

/** How a reference is written. */
export enum CitationStyle {
  VANCOUVER = "VANCOUVER",
  APA = "APA",
  AMA = "AMA",
  BIBTEX = "BIBTEX",
  RIS = "RIS",
  CSL_JSON = "CSL_JSON",
}

registerEnumType(CitationStyle, {
  name: "CitationStyle",
  description: "How a reference to a record is written: for people to read, or for a reference manager.",
  valuesConfig: {
    VANCOUVER: { description: "NLM and ICMJE: `Doe JA, Roe B. Title. J Ex. 2020 Jan 24;8(2):66-70.`" },
    APA: { description: "American Psychological Association, 7th edition, without italics." },
    AMA: { description: "American Medical Association, 11th edition, without italics." },
    BIBTEX: { description: "An entry for BibTeX and BibLaTeX." },
    RIS: { description: "A record for EndNote, Zotero and other reference managers." },
    CSL_JSON: { description: "The record as JSON for style processors that read CSL." },
  },
});

const WRITERS: Record<CitationStyle, (item: CslItem) => string> = {
  [CitationStyle.VANCOUVER]: vancouver,
  [CitationStyle.APA]: apa,
  [CitationStyle.AMA]: ama,
  [CitationStyle.BIBTEX]: bibtex,
  [CitationStyle.RIS]: ris,
  [CitationStyle.CSL_JSON]: (item) => JSON.stringify(item),
};

/** A reference in one style. */
export function formatCitation(item: CslItem, style: CitationStyle): string {
  return WRITERS[style](item);
}
