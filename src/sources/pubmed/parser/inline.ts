import type { RichText } from "../../../content/index.js";
import type { XmlNode } from "../../../upstream/index.js";
import { formula, isFormula } from "./formula.js";
import { subscript, superscript } from "./script.js";

const KEPT = new Set(["b", "i", "sup", "sub", "u"]);

/**
 * The text of an element whose words may be marked up, white space collapsed; null when there is none.
 *
 * Markup stands in the middle of sentences and at their start, so all descendants are read in document order.
 */
export function inlineText(node: XmlNode | undefined): string | null {
  return node ? collapse(textOf(node)) || null : null;
}

/** The same with its inline markup as HTML: `b i sup sub u` and nothing else. */
export function inlineHtml(node: XmlNode | undefined): string | null {
  return node ? collapse(htmlOf(node)) || null : null;
}

/** Both forms, or null when the element is missing or empty. */
export function richText(node: XmlNode | undefined): RichText | null {
  const text = inlineText(node);
  return text === null ? null : { html: inlineHtml(node) ?? "", text };
}

/** White space as one blank: line feeds and non-breaking spaces occur inside texts. */
export function collapse(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function textOf(node: XmlNode): string {
  if (isFormula(node)) return formula(node);
  const text = node.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
  if (node.name === "sup") return superscript(text);
  return node.name === "sub" ? subscript(text) : text;
}

function htmlOf(node: XmlNode): string {
  if (isFormula(node)) return escapeHtml(formula(node));
  const html = node.children.map((child) => (typeof child === "string" ? escapeHtml(child) : htmlOf(child))).join("");
  return KEPT.has(node.name) && html !== "" ? `<${node.name}>${html}</${node.name}>` : html;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "&quot;");
}
