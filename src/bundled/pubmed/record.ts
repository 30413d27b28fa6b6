import { plainText, searchable, toAsciiXml } from "./ascii.js";
import { type DateNumber, dateIn, historyDate } from "./dates.js";
import { keysOf, type RecordKeys } from "./record-keys.js";
import { elements, first, withoutReferences } from "./scan.js";

/** One citation as the search sees it, and the bytes that efetch sends. */
export interface PubmedRecord {
  pmid: string;
  xml: Buffer;
  /** Searchable words; see searchable(). */
  title: string;
  abstract: string;
  affiliations: string;
  everythingElse: string;
  keys: RecordKeys;
  firstAuthor: string;
  journal: string;
  printed: DateNumber;
  electronic: DateNumber;
  entrez: DateNumber;
  created: DateNumber;
  revised: DateNumber;
  indexed: DateNumber;
  /** The date a reader would call the date of publication; the only one fit for sorting. */
  sortDate: DateNumber;
}

function textOf(xml: string, name: string): string {
  return elements(xml, name)
    .map((element) => plainText(element.inner))
    .join(" | ");
}

function readDates(head: string) {
  const isBook = head.startsWith("<PubmedBookArticle");
  const printed = dateIn(first(head, "PubDate"));
  const electronic = dateIn(isBook ? first(head, "ContributionDate") : first(head, "ArticleDate"));
  const entrez = historyDate(head, "entrez") || historyDate(head, "pubmed");
  return {
    printed,
    electronic,
    entrez,
    created: historyDate(head, "pubmed") || entrez,
    indexed: historyDate(head, "medline"),
    revised: dateIn(first(head, "DateRevised")) || entrez,
    sortDate: electronic || printed || entrez,
  };
}

/** Reads one stored `PubmedArticle` or `PubmedBookArticle`; null when it has no PMID. */
export function readRecord(stored: string): PubmedRecord | null {
  const start = stored.search(/<Pubmed(?:Book)?Article[\s>]/);
  // Files are indented for their readers; the service sends elements without anything between them.
  const xml =
    start < 0
      ? ""
      : stored
          .slice(start)
          .trim()
          .replace(/>\s*\n\s*</g, "><");
  const head = withoutReferences(xml);
  const pmid = first(head, "PMID").trim();
  if (!/^[1-9]\d*$/.test(pmid)) return null;
  const keys = keysOf(head);
  return {
    pmid,
    xml: Buffer.from(toAsciiXml(xml), "latin1"),
    title: searchable(`${textOf(head, "ArticleTitle")} | ${textOf(head, "VernacularTitle")}`),
    abstract: searchable(textOf(head, "AbstractText")),
    affiliations: searchable(textOf(head, "Affiliation")),
    everythingElse: searchable([...new Set(Object.values(keys).flat())].join(" | ")),
    keys,
    firstAuthor: keys.authors[0] ?? "",
    journal: keys.journals[0] ?? "",
    ...readDates(head),
  };
}
