import { type ElementRole, type HtmlElement, keptAttributes, outputName, roleOf } from "./html-elements.js";

/**
 * Where text stands that is met inside an element of the source: the elements that will be written around it.
 * Nothing is written when an element opens, only when text comes; so empty elements vanish by themselves.
 */
export interface Frame {
  readonly role: ElementRole;
  /** Lists, items, tables and the like, from the outermost in. */
  readonly containers: readonly HtmlElement[];
  /** The paragraph or heading; never outside a container that was opened within it. */
  readonly paragraph: HtmlElement | null;
  readonly inlines: readonly HtmlElement[];
}

export const ROOT_FRAME: Frame = { role: "unwrapped", containers: [], paragraph: null, inlines: [] };

/** The deepest nesting of lists, tables and quotations that is kept; what lies deeper becomes paragraphs. */
const DEEPEST = 24;

interface PlaceRule {
  parents: readonly string[];
  /** Elements of the same structure that the new one closes, as browsers do. */
  closes: readonly string[];
}

const SECTIONS = ["table", "thead", "tbody"];
const PLACES: Readonly<Record<string, PlaceRule>> = {
  li: { parents: ["ul", "ol"], closes: ["li"] },
  dt: { parents: ["dl"], closes: ["dt", "dd"] },
  dd: { parents: ["dl"], closes: ["dt", "dd"] },
  thead: { parents: ["table"], closes: ["thead", "tbody", "tr", "td", "th"] },
  tbody: { parents: ["table"], closes: ["thead", "tbody", "tr", "td", "th"] },
  tr: { parents: SECTIONS, closes: ["tr", "td", "th"] },
  td: { parents: ["tr"], closes: ["td", "th"] },
  th: { parents: ["tr"], closes: ["td", "th"] },
};
const HOLDS_NO_TEXT: ReadonlySet<string> = new Set(["ul", "ol", "dl", "table", "thead", "tbody", "tr"]);

/** The frame inside an element that opens within `parent`. */
export function openFrame(
  parent: Frame,
  sourceName: string,
  sourceAttributes: Readonly<Record<string, string>>,
  baseUrl: string | undefined,
): Frame {
  const role = parent.role === "dropped" ? "dropped" : roleOf(sourceName);
  const name = outputName(sourceName);
  switch (role) {
    case "inline":
      return { ...parent, role, inlines: inlinesWith(parent, name, keptAttributes(name, sourceAttributes, baseUrl)) };
    case "paragraph":
      return paragraphFrame(parent, name);
    case "container":
      return containerFrame(parent, { name, attributes: keptAttributes(name, sourceAttributes, baseUrl) ?? "" });
    default:
      return { ...parent, role };
  }
}

function inlinesWith(parent: Frame, name: string, attributes: string | null): readonly HtmlElement[] {
  if (attributes === null || (name !== "a" && parent.inlines.some((open) => open.name === name))) return parent.inlines;
  return [...parent.inlines.filter((open) => open.name !== name), { name, attributes }];
}

function paragraphFrame(parent: Frame, name: string): Frame {
  const insideHeading = name === "p" && parent.paragraph !== null && parent.paragraph.name !== "p";
  const paragraph = insideHeading ? parent.paragraph : { name, attributes: "" };
  return { ...parent, role: "paragraph", paragraph };
}

function containerFrame(parent: Frame, element: HtmlElement): Frame {
  const place = parent.containers.length < DEEPEST ? placeFor(element.name, parent.containers) : null;
  if (place === null) return paragraphFrame(parent, "p");
  return { role: "container", containers: [...place, element], paragraph: null, inlines: parent.inlines };
}

/** The containers that an element of this name may be written in, or null when it has no place there. */
function placeFor(name: string, containers: readonly HtmlElement[]): readonly HtmlElement[] | null {
  const rule = PLACES[name];
  if (rule !== undefined) return placeByRule(rule, containers) ?? impliedPlace(name, containers);
  const last = containers.at(-1)?.name;
  // A list that stands straight in a list is meant as part of the item before it.
  if ((name === "ul" || name === "ol") && (last === "ul" || last === "ol")) return [...containers, implied("li")];
  return containersForText(containers);
}

function placeByRule(rule: PlaceRule, containers: readonly HtmlElement[]): readonly HtmlElement[] | null {
  for (let end = containers.length; end > 0; end -= 1) {
    const name = containers[end - 1]?.name ?? "";
    if (rule.parents.includes(name)) return containers.slice(0, end);
    if (!rule.closes.includes(name)) return null;
  }
  return null;
}

function impliedPlace(name: string, containers: readonly HtmlElement[]): readonly HtmlElement[] | null {
  if (name === "li") return [...containersForText(containers), implied("ul")];
  const isCell = name === "td" || name === "th";
  return isCell && SECTIONS.includes(containers.at(-1)?.name ?? "") ? [...containers, implied("tr")] : null;
}

function implied(name: string): HtmlElement {
  return { name, attributes: "" };
}

/** The innermost containers that may hold text: text straight in a table or list is moved out, as browsers do. */
export function containersForText(containers: readonly HtmlElement[]): readonly HtmlElement[] {
  let end = containers.length;
  while (end > 0 && HOLDS_NO_TEXT.has(containers[end - 1]?.name ?? "")) end -= 1;
  return end === containers.length ? containers : containers.slice(0, end);
}

/** The elements around text in this frame, from the outermost in. */
export function pathOf(frame: Frame): readonly HtmlElement[] {
  const containers = containersForText(frame.containers);
  return [...containers, ...(frame.paragraph === null ? [] : [frame.paragraph]), ...frame.inlines];
}
