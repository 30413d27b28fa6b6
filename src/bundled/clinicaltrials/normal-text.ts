/** Words of a text as the index keeps them: lower case, without accents, singular, one blank between. */
export function normalText(text: string): string {
  const folded = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return folded
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map(singular)
    .join(" ");
}

/** Stands in for the service's stemming: only English plurals are folded. */
function singular(word: string): string {
  if (word.length < 4 || !word.endsWith("s") || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** Several values as one searchable string: each is fenced, so that a phrase cannot run from one into the next. */
export const fenced = (values: readonly string[]): string => `| ${values.map(normalText).join(" | ")} |`;
