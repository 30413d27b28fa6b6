import { SaxesParser } from "saxes";
import { UnreadableAnswerError } from "./errors.js";

const DEEPEST_NESTING = 200;

/** Whether there is white space to be collapsed: most text has only single blanks, and this is quicker to see. */
const UNEVEN = /\s\s|[^\S ]/;

/** A text with its white space as single blanks, and none around it. */
export function collapseSpace(text: string): string {
  return (UNEVEN.test(text) ? text.replace(/\s+/g, " ") : text).trim();
}

/** An XML element whose text and child elements keep their order, so that inline markup can be read. */
export class XmlNode {
  readonly children: (XmlNode | string)[] = [];

  constructor(
    readonly name: string,
    readonly attributes: Readonly<Record<string, string>>,
  ) {}

  /** The first child element with this name. */
  one(name: string): XmlNode | undefined {
    for (const child of this.children) if (typeof child !== "string" && child.name === name) return child;
    return undefined;
  }

  /** All child elements with this name, in order. */
  all(name: string): XmlNode[] {
    return this.children.filter((child): child is XmlNode => typeof child !== "string" && child.name === name);
  }

  /** All child elements, in order. */
  elements(): XmlNode[] {
    return this.children.filter((child): child is XmlNode => typeof child !== "string");
  }

  /** The element at the end of a path of child names. */
  at(...path: string[]): XmlNode | undefined {
    let node: XmlNode | undefined = this;
    for (const name of path) node = node?.one(name);
    return node;
  }

  /** All text inside, in document order, as it stands. */
  text(): string {
    let text = "";
    for (const child of this.children) text += typeof child === "string" ? child : child.text();
    return text;
  }

  /** All text inside with white space collapsed and trimmed, or null when there is none. */
  words(): string | null {
    return collapseSpace(this.text()) || null;
  }
}

/**
 * Reads a whole XML document into a tree. The DOCTYPE is ignored and never loaded, entities other than XML's own five
 * and character references are refused, so nothing expands and nothing is fetched.
 * @throws UnreadableAnswerError when it is not well formed, has no root element or nests deeper than 200
 */
export function readXml(text: string): XmlNode {
  const parser = new SaxesParser();
  const document = new XmlNode("#document", {});
  const open: XmlNode[] = [document];
  parser.on("error", (error) => {
    throw new UnreadableAnswerError(`XML: ${error.message}`);
  });
  parser.on("opentag", (tag) => {
    const node = new XmlNode(tag.name, tag.attributes as Record<string, string>);
    open.at(-1)?.children.push(node);
    if (open.push(node) > DEEPEST_NESTING) throw new UnreadableAnswerError("XML nests too deeply");
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (chunk) => void (open.length > 1 && open.at(-1)?.children.push(chunk)));
  parser.on("cdata", (chunk) => void open.at(-1)?.children.push(chunk));
  parser.write(text).close();
  const root = document.elements()[0];
  if (!root) throw new UnreadableAnswerError("XML has no root element");
  return root;
}
