/** What an element means for the structure of a page; null for one that is only content. */
export type Mark = "article" | "main" | "side" | "wrapper" | "body" | "summary" | "title" | "heading" | "skipped";

const BY_NAME: ReadonlyMap<string, Mark> = new Map<string, Mark>([
  ["article", "article"],
  ["aside", "side"],
  ["section", "wrapper"],
  ["h1", "title"],
  ["h2", "heading"],
  ...["script", "style", "noscript", "button", "form", "iframe", "svg", "template", "object"].map(
    // The sentence on sharing features, for readers without scripts, stands inside the article.
    (name): [string, Mark] => [name, "skipped"],
  ),
]);

const BY_ID: ReadonlyMap<string, Mark> = new Map<string, Mark>([
  ["d-article", "article"],
  ["ency_summary", "summary"],
]);

const BY_CLASS: ReadonlyMap<string, Mark> = new Map<string, Mark>([
  ["main", "main"],
  // Pages of the older layout.
  ["main-single", "main"],
  ["side", "side"],
  ["section", "wrapper"],
  ["side-section", "wrapper"],
  ["section-body", "body"],
  ["page-actions", "skipped"],
  ["share-buttons", "skipped"],
  ["section-button", "skipped"],
  ["sm-live-area", "skipped"],
  ["js-disabled-message", "skipped"],
]);

/** The mark of an element, by its name, else its id, else the first of its classes that is known. */
export function markOf(name: string, attributes: Readonly<Record<string, string>>): Mark | null {
  const mark = BY_NAME.get(name) ?? (attributes.id === undefined ? undefined : BY_ID.get(attributes.id));
  if (mark !== undefined) return mark;
  for (const token of attributes.class?.split(/\s+/) ?? []) {
    const found = BY_CLASS.get(token);
    if (found !== undefined) return found;
  }
  return null;
}
