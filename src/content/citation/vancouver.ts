import { type CslItem, monthAndDay, pagesInFull, pagesInShort, yearOf } from "./csl.js";
import { namesUpTo } from "./names.js";

/** The style of NLM and the ICMJE: `Doe JA, Roe B. Title. J Ex. 2020 Jan 24;8(2):66-70. doi: 10.1000/x.` */
export function vancouver(item: CslItem): string {
  return item.type === "article-journal" ? inJournal(item) : inBookOrOnline(item);
}

function inJournal(item: CslItem): string {
  const date = [yearOf(item), monthAndDay(item)].filter(Boolean).join(" ");
  return sentences(
    namesUpTo(item.author ?? [], 6),
    titleOf(item),
    item["container-title-short"] ?? item["container-title"],
    `${date}${placeInJournal(item, item.page && pagesInShort(item.page))}`,
    item.DOI ? `doi: ${item.DOI}` : item.PMID && `PMID: ${item.PMID}`,
  );
}

function inBookOrOnline(item: CslItem): string {
  const editors =
    item.editor && item.editor.length > 0
      ? `${namesUpTo(item.editor, 6)}, editor${item.editor.length > 1 ? "s" : ""}`
      : "";
  const book = item["container-title"] ? `In: ${sentences(editors, `${item["container-title"]} [Internet]`)}` : "";
  const publisher = [item["publisher-place"], item.publisher].filter(Boolean).join(": ");
  return sentences(
    namesUpTo(item.author ?? [], 6),
    item["container-title"] ? titleOf(item) : `${titleOf(item)} [Internet]`,
    book,
    [publisher, [yearOf(item), monthAndDay(item)].filter(Boolean).join(" ")].filter(Boolean).join("; "),
    item.URL && `Available from: ${item.URL}`,
  );
}

/** The style of the American Medical Association: three names of more than six, and no month. */
export function ama(item: CslItem): string {
  if (item.type !== "article-journal")
    return inBookOrOnline(item)
      .replace(/ \[Internet\]/g, "")
      .replace("Available from: ", "");
  return sentences(
    namesUpTo(item.author ?? [], 6, 3),
    titleOf(item),
    item["container-title-short"] ?? item["container-title"],
    `${yearOf(item) ?? ""}${placeInJournal(item, item.page && pagesInFull(item.page))}`,
    item.DOI ? `doi:${item.DOI}` : item.PMID && `PMID: ${item.PMID}`,
  );
}

function placeInJournal({ volume, issue }: CslItem, pages: string | undefined): string {
  const place = `${volume ?? ""}${issue ? `(${issue})` : ""}`;
  return `${place && `;${place}`}${pages ? `:${pages}` : ""}`;
}

function titleOf({ title, status }: CslItem): string {
  return [title ?? "[Title not available]", status && `[${status}]`].filter(Boolean).join(" ");
}

/** Parts as sentences: each ends with one mark, but no full stop follows the slash of an address. */
function sentences(...parts: (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part !== "")
    .map((part) => (/[.?!/]$/.test(part ?? "") ? part : `${part}.`))
    .join(" ");
}
