import type { Language, RichText } from "../../content/index.js";
import { stemOf, wordsOf } from "./search-words.js";

const BEFORE = 60;
const LENGTH = 220;

/**
 * A piece of a text around the first word that was found, the found words marked in its HTML.
 * @param terms the words and stems that were found
 */
export function toSnippet(text: string, terms: readonly string[], language: Language): RichText {
  const flat = text.replace(/\s+/g, " ").trim();
  const found = new Set(terms);
  const isFound = (word: string): boolean =>
    wordsOf(word).some((part) => found.has(part) || found.has(stemOf(part, language)));
  const piece = pieceAround(flat, firstPlace(flat, isFound));
  const html = piece
    .split(/([\p{L}\p{N}\p{M}]+)/u)
    .map((part, index) => (index % 2 === 1 && isFound(part) ? `<mark>${part}</mark>` : escaped(part)))
    .join("");
  return { html, text: piece };
}

function firstPlace(text: string, isFound: (word: string) => boolean): number {
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) if (isFound(match[0])) return match.index;
  return 0;
}

/** Cut at spaces, so that no word and no letter of two code units is torn. */
function pieceAround(text: string, place: number): string {
  const from = place <= BEFORE ? 0 : text.indexOf(" ", place - BEFORE) + 1;
  const end = from + LENGTH >= text.length ? text.length : Math.max(text.lastIndexOf(" ", from + LENGTH), place);
  return `${from > 0 ? "… " : ""}${text.slice(from, end)}${end < text.length ? " …" : ""}`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
