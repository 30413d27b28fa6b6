import { type CslItem, pagesInFull, yearOf } from "./csl.js";
import { nameInverted } from "./names.js";

const TYPES = { "article-journal": "JOUR", chapter: "CHAP", webpage: "ELEC", report: "RPRT" } as const;

/** A record for reference managers (RIS): a tag and a value a line, CRLF as the format asks. */
export function ris(item: CslItem): string {
  const [start, end] = item.page ? pagesInFull(item.page).split("-") : [];
  const [year, month, day] = item.issued?.["date-parts"][0] ?? [];
  const date = [year, month, day].map((part) => part?.toString().padStart(2, "0") ?? "").join("/");
  const lines: [string, string | undefined][] = [
    ["TY", TYPES[item.type]],
    ...(item.author ?? []).map((name): [string, string] => ["AU", nameInverted(name)]),
    ["TI", item.title],
    ["T2", item["container-title"]],
    ["JA", item["container-title-short"]],
    ...(item.editor ?? []).map((name): [string, string] => ["ED", nameInverted(name)]),
    ["PY", yearOf(item)?.toString()],
    ["DA", year === undefined ? undefined : `${date}/`],
    ["VL", item.volume],
    ["IS", item.issue],
    ["SP", start],
    ["EP", end],
    ["PB", item.publisher],
    ["CY", item["publisher-place"]],
    ["ET", item.edition],
    ["SN", item.ISSN ?? item.ISBN],
    ["DO", item.DOI],
    ["AN", item.PMID],
    ["C2", item.PMCID],
    ["LA", item.language],
    ["UR", item.URL],
    ["N1", item.status],
    ["DB", item.source],
  ];
  const filled = lines.filter(([, value]) => value);
  // One value is one line: a line feed inside would start a tag of its own.
  return [...filled.map(([tag, value]) => `${tag}  - ${value?.replace(/\s+/g, " ")}`), "ER  - ", ""].join("\r\n");
}
