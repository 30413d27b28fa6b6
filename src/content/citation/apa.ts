import { type CslItem, type CslName, pagesInFull, yearOf } from "./csl.js";
import { nameWithDots } from "./names.js";

/** The style of the American Psychological Association, 7th edition, as plain text without italics. */
export function apa(item: CslItem): string {
  const names = listOf(item.author ?? []);
  const date = `(${yearOf(item) ?? "n.d."}).`;
  const title = ended(
    [item.title ?? "[Title not available]", item.status && `[${item.status}]`].filter(Boolean).join(" "),
  );
  // Without authors the title takes their place.
  const start = names === "" ? [title, date] : [ended(names), date, title];
  return [...start, containerOf(item), linkOf(item)].filter(Boolean).join(" ");
}

/** Up to twenty names; of more, the first nineteen and the last. */
function listOf(names: readonly CslName[]): string {
  const printed = names.map(nameWithDots);
  if (printed.length > 20) return `${printed.slice(0, 19).join(", ")}, . . . ${printed.at(-1)}`;
  return joined(printed, ",");
}

/** Names with `&` before the last. @param comma what stands before it: inverted names take a comma even for two */
function joined(names: readonly string[], comma: string): string {
  const last = names.at(-1) ?? "";
  if (names.length < 2) return last;
  return `${names.slice(0, -1).join(", ")}${names.length > 2 ? "," : comma} & ${last}`;
}

function containerOf(item: CslItem): string {
  const container = item["container-title"];
  if (item.type === "article-journal") {
    const volume = `${item.volume ?? ""}${item.issue ? `(${item.issue})` : ""}`;
    const parts = [container, volume, item.page && pagesInFull(item.page).replace("-", "–")];
    return ended(parts.filter(Boolean).join(", "));
  }
  const editors = (item.editor ?? []).map((name) => nameWithDots(name).replace(/^([^,]+), (.+)$/, "$2 $1"));
  const who = editors.length === 0 ? "" : `${joined(editors, "")} (Ed${editors.length > 1 ? "s" : ""}.), `;
  const book = container ? ended(`In ${who}${container}`) : "";
  return [book, item.publisher && ended(item.publisher)].filter(Boolean).join(" ");
}

function linkOf({ DOI, URL }: CslItem): string | undefined {
  return DOI ? `https://doi.org/${DOI}` : URL;
}

function ended(text: string): string {
  return text === "" || /[.?!]$/.test(text) ? text : `${text}.`;
}
