/** What becomes of an element of a fragment that is not trusted. */
export type ElementRole = "inline" | "paragraph" | "container" | "break" | "dropped" | "unwrapped";

/** An element that is written: its name, and its attributes as they stand in the tag (` href="..."`). */
export interface HtmlElement {
  readonly name: string;
  readonly attributes: string;
}

// A division, a figure and the like hold text of their own as a paragraph does; without a break, words would run together.
const BLOCKS_WITHOUT_MEANING =
  "div section article header footer main aside nav figure figcaption center address details summary form fieldset " +
  "legend pre hr caption dir menu body";

const ROLES: ReadonlyMap<string, ElementRole> = new Map([
  ...roles("inline", "a em strong i b sup sub"),
  ...roles("paragraph", `p h1 h2 h3 h4 h5 h6 ${BLOCKS_WITHOUT_MEANING}`),
  ...roles("container", "ul ol li table thead tbody tfoot tr th td blockquote dl dt dd"),
  ...roles("break", "br"),
  ...roles(
    "dropped",
    "script style noscript iframe object embed applet svg math template head title select datalist textarea button " +
      "audio video canvas map noframes noembed xmp plaintext frameset",
  ),
]);

const OUTPUT_NAMES: ReadonlyMap<string, string> = new Map([
  ["h1", "h2"],
  ["h5", "h4"],
  ["h6", "h4"],
  ["tfoot", "tbody"],
  ...BLOCKS_WITHOUT_MEANING.split(" ").map((name) => [name, "p"] as const),
]);

function roles(role: ElementRole, names: string): (readonly [string, ElementRole])[] {
  return names.split(" ").map((name) => [name, role] as const);
}

/** The role of an element; one that is not known is unwrapped: its content stays, its tag goes. */
export function roleOf(name: string): ElementRole {
  return ROLES.get(name) ?? "unwrapped";
}

/** The name under which an element is written. */
export function outputName(name: string): string {
  return OUTPUT_NAMES.get(name) ?? name;
}

const INLINE: ReadonlySet<string> = new Set(["a", "em", "strong", "i", "b", "sup", "sub"]);

/** Whether an element that is written stands inside a line of text. */
export function isInline(element: HtmlElement): boolean {
  return INLINE.has(element.name);
}

/** Text as it stands between two tags. */
export function escapeText(text: string): string {
  return /[&<>]/.test(text) ? text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;") : text;
}

function escapeAttribute(value: string): string {
  return escapeText(value).replace(/"/g, "&quot;");
}

const LONGEST_ADDRESS = 2000;

/** The absolute address of a link that may be followed, or null: only http, https and mailto are let through. */
export function safeAddress(href: string | undefined, baseUrl: string | undefined): string | null {
  if (href === undefined || href.length > LONGEST_ADDRESS) return null;
  const url = URL.parse(href.trim(), baseUrl);
  if (url === null || !/^(https?|mailto):$/.test(url.protocol)) return null;
  return url.href.length > LONGEST_ADDRESS ? null : url.href;
}

/** The attributes that an element keeps, as they stand in the tag; null when it is nothing without them. */
export function keptAttributes(
  name: string,
  attributes: Readonly<Record<string, string>>,
  baseUrl: string | undefined,
): string | null {
  if (name === "a") {
    const address = safeAddress(attributes.href, baseUrl);
    return address === null ? null : ` href="${escapeAttribute(address)}"`;
  }
  if (name === "td" || name === "th") return span("colspan", attributes) + span("rowspan", attributes);
  return "";
}

function span(name: string, attributes: Readonly<Record<string, string>>): string {
  const value = attributes[name]?.trim() ?? "";
  return /^[1-9]\d{0,2}$/.test(value) && value !== "1" ? ` ${name}="${value}"` : "";
}
