import type { XmlNode } from "../../../upstream/index.js";
import { subscript, superscript } from "./script.js";

/** Whether an element is MathML's `math`, under whatever prefix. */
export function isFormula(node: XmlNode): boolean {
  return localName(node) === "math";
}

/**
 * A formula as one line of text. Scripts, fractions and roots keep their meaning; layout and the copy of the source in
 * an `annotation` are left out.
 */
export function formula(node: XmlNode): string {
  const parts = node.elements();
  const [first = "", second = "", third = ""] = parts.map(formula);
  switch (localName(node)) {
    case "annotation":
    case "annotation-xml":
      return "";
    case "msup":
    case "mover":
      return first + superscript(second);
    case "msub":
    case "munder":
      return first + subscript(second);
    case "msubsup":
    case "munderover":
      return first + subscript(second) + superscript(third);
    case "mfrac":
      return `${grouped(first)}/${grouped(second)}`;
    case "msqrt":
      return `√${grouped(inOrder(node))}`;
    default:
      return inOrder(node);
  }
}

/** White space between the tags of a formula is layout; within a token it is collapsed. */
function inOrder(node: XmlNode): string {
  const isToken = node.elements().length === 0;
  return node.children
    .map((child) => (typeof child === "string" ? (isToken ? child.trim() : child.replace(/\s+/g, "")) : formula(child)))
    .join("");
}

function grouped(text: string): string {
  return /^[\p{L}\p{N}.]*$/u.test(text) ? text : `(${text})`;
}

function localName(node: XmlNode): string {
  return node.name.slice(node.name.indexOf(":") + 1);
}
