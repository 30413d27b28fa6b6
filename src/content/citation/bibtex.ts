import { type CslItem, type CslName, pagesInFull, yearOf } from "./csl.js";
import { nameInverted } from "./names.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const ENTRIES = { "article-journal": "article", chapter: "incollection", webpage: "misc", report: "misc" } as const;

/** An entry for BibTeX. Letters beyond ASCII stay as they are, which BibLaTeX and current BibTeX read. */
export function bibtex(item: CslItem): string {
  const container = item.type === "article-journal" ? "journal" : "booktitle";
  const month = item.issued?.["date-parts"][0]?.[1];
  const fields: [string, string | undefined][] = [
    ["author", namesOf(item.author)],
    // A second pair of braces keeps capitals as they are.
    ["title", item.title && `{${escaped(item.title)}}`],
    [container, item["container-title"] && escaped(item["container-title"])],
    ["editor", namesOf(item.editor)],
    ["year", yearOf(item)?.toString()],
    ["volume", item.volume && escaped(item.volume)],
    ["number", item.issue && escaped(item.issue)],
    ["pages", item.page && escaped(pagesInFull(item.page)).replace("-", "--")],
    ["publisher", item.publisher && escaped(item.publisher)],
    ["address", item["publisher-place"] && escaped(item["publisher-place"])],
    ["edition", item.edition && escaped(item.edition)],
    ["isbn", item.ISBN],
    ["issn", item.ISSN],
    ["doi", item.DOI && escaped(item.DOI)],
    ["pmid", item.PMID],
    ["url", item.URL && escaped(item.URL)],
    ["note", item.status && escaped(item.status)],
  ];
  const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`);
  if (month !== undefined) lines.push(`  month = ${MONTHS[month - 1]}`);
  return `@${ENTRIES[item.type]}{${keyOf(item)},\n${lines.join(",\n")}\n}\n`;
}

function namesOf(names: readonly CslName[] | undefined): string | undefined {
  // A group in braces is one name, whatever words it has.
  return names
    ?.map((name) => (name.literal ? `{${escaped(name.literal)}}` : escaped(nameInverted(name, "given-last"))))
    .join(" and ");
}

/** First author, year and id, in letters that every BibTeX takes. */
function keyOf(item: CslItem): string {
  const name = item.author?.[0]?.family ?? item.author?.[0]?.literal ?? "";
  const plain = `${name}${yearOf(item) ?? ""}_${item.id}`.normalize("NFD").replace(/[^A-Za-z0-9_-]/g, "");
  return plain.replace(/^_/, "");
}

function escaped(text: string): string {
  return text.replace(
    /[\\{}&%$#_~^]/g,
    (sign) =>
      ({ "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" })[sign] ?? `\\${sign}`,
  );
}
