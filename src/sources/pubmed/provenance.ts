import type { SourceFacts } from "../../content/index.js";
import type { JournalArticle } from "./types.js";

/**
 * What PubMed says of a record. Citations are free to use; an abstract with a copyright line belongs to its publisher, and
 * the line must be shown with it.
 */
export function factsOf({ url, revisedOn, abstractCopyright }: JournalArticle): SourceFacts {
  const isFree = abstractCopyright === null;
  return {
    source: "pubmed",
    url,
    sourceUpdatedOn: revisedOn,
    attribution: "Courtesy of the U.S. National Library of Medicine (PubMed)",
    license: {
      name: isFree
        ? "NLM citation data, free to use with attribution; an abstract may be its publisher's"
        : "NLM citation data, free to use with attribution; the abstract is its publisher's: show it with its copyright line",
      url: "https://www.nlm.nih.gov/databases/download/terms_and_conditions.html",
      mayRepublish: isFree,
    },
  };
}
