/**
 * Turning people's words into parts of a PubMed term that cannot be read as PubMed's syntax.
 *
 * In a term, `[ ]` tag a field, `"` makes a phrase, `( )` group, `:` makes a range, `*` cuts a word short, `#1` names an
 * earlier search, and AND, OR and NOT in capitals combine. None of these leaves this file inside anybody's words.
 */

/** Joiners, soft hyphens and direction marks stand inside words without being seen. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}]/gu;
/** Controls, separators, lone surrogates and what no character was assigned to. */
const UNUSABLE = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const SYNTAX = /["[\](){}:*#|&~\\^<>=;“”„‟«»‹›「」『』【】〔〕]/g;
const OPERATORS = /(?<!\S)(?:AND|OR|NOT)(?!\S)/g;

/**
 * Words with everything that PubMed would read as syntax taken out; "" when nothing is left. Letters and digits in full
 * width become plain ones first, so that `［mh］` is no way around.
 */
export function plainWords(text: string): string {
  const visible = text.normalize("NFKC").replace(INVISIBLE, "").replace(UNUSABLE, " ");
  return visible.replace(SYNTAX, " ").replace(OPERATORS, " ").replace(/\s+/g, " ").trim();
}

/** Words as a phrase that is looked for as it stands, optionally in one field: `"heart failure"[ti]`. */
export function phrase(text: string, tag?: PubmedField): string {
  const words = plainWords(text);
  return words === "" ? "" : `"${words}"${tag ? `[${tag}]` : ""}`;
}

/**
 * People's words as a term: pairs of quotation marks still make phrases, everything else is read by PubMed's own
 * mapping to subjects, journals and authors.
 */
export function searchWords(text: string): string {
  const parts = text
    .normalize("NFKC")
    .replace(/[“”„‟«»]/g, '"')
    .split('"');
  const isPaired = parts.length % 2 === 1;
  return parts
    .map((part, index) => (isPaired && index % 2 === 1 ? phrase(part) : plainWords(part)))
    .filter((part) => part !== "")
    .join(" ");
}

/** Fields of PubMed that terms of this gateway are built with. */
export type PubmedField =
  | "au"
  | "dp"
  | "la"
  | "majr"
  | "majr:noexp"
  | "mh"
  | "mh:noexp"
  | "pt"
  | "sb"
  | "si"
  | "ta"
  | "ti"
  | "tiab";
