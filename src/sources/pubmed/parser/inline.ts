import type { RichText } from "../../../content/index.js";
import { collapseSpace, type XmlNode } from "../../../upstream/index.js";
import { formula, isFormula } from "./formula.js";
import { subscript, superscript } from "./script.js";

const KEPT = new Set(["b", "i", "sup", "sub", "u"]);

/**
 * The text of an element whose words may be marked up, white space collapsed; null when there is none.
 *
 * Markup stands in the middle of sentences and at their start, so all descendants are read in document order.
 */
export function inlineText(node: XmlNode | undefined): string | null {
  return node ? collapseSpace(textOf(node)) || null : null;
}

/** The same with its inline markup as HTML: `b i sup sub u` and nothing else. */
export function inlineHtml(node: XmlNode | undefined): string | null {
  return node ? collapseSpace(htmlOf(node)) || null : null;
}

/** Both forms, or null when the element is missing or empty. */
export function richText(node: XmlNode | undefined): RichText | null {
  const text = inlineText(node);
  return text === null ? null : { html: inlineHtml(node) ?? "", text };
}

function textOf(node: XmlNode): string {
  if (isFormula(node)) return formula(node);
  let text = "";
  for (const child of node.children) text += typeof child === "string" ? child : textOf(child);
  if (node.name === "sup") return superscript(text);
  return node.name === "sub" ? subscript(text) : text;
}

function htmlOf(node: XmlNode): string {
  if (isFormula(node)) return escapeHtml(formula(node));
  let html = "";
  for (const child of node.children) html += typeof child === "string" ? escapeHtml(child) : htmlOf(child);
  return KEPT.has(node.name) && html !== "" ? `<${node.name}>${html}</${node.name}>` : html;
}

function escapeHtml(text: string): string {
  if (!/[&<>"]/.test(text)) return text;
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "&quot;");
}
