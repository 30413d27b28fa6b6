import { badInput } from "../../content/index.js";

/** Longest text that a caller may search for, and the most words in it: beyond, the registry finds it too complicated. */
const LONGEST_TEXT = 1000;
const MOST_WORDS = 100;

/** Words that mean something to Essie when they are written in capitals. */
const CONJUNCTIONS = new Set(["AND", "OR", "NOT"]);
const OPERATORS = new Set([
  ...["AREA", "RANGE", "COVERAGE", "EXPANSION", "SEARCH", "DISTANCE", "CONTEXT", "TILT", "CONCEPT"],
  ...["ALL", "MISSING", "MIN", "MAX"],
]);

/**
 * A caller's text as an Essie expression that means these words and phrases, and nothing else.
 *
 * The registry reads search texts as expressions: `[ ] ( ) , " : \` and words such as `AREA` or `ALL` change the question
 * or break it. So the expression is rebuilt from what is left when everything but words and pairs of quotation marks
 * is gone. Essie ignores punctuation between words anyway, so nothing that could be found is lost.
 *
 * @throws BAD_USER_INPUT for a text that is empty, longer than 1000 characters or 100 words, or without any word
 */
export function toEssieText(text: string, argument: string): string {
  const expected = `1 to ${LONGEST_TEXT} characters with at least one word`;
  if (text.length > LONGEST_TEXT) throw badInput(argument, `${text.length} characters are too many`, expected);
  const parts = visible(text).split('"');
  // An odd number of quotation marks: the last one has no partner, and what follows it is plain words.
  const lastPhrase = parts.length % 2 === 0 ? parts.length - 2 : parts.length - 1;
  const expression = parts
    .map((part, index) => (index % 2 === 1 && index < lastPhrase ? toEssiePhrase(part) : toWords(part)))
    .filter((part) => part !== "")
    .join(" ");
  if (expression === "") throw badInput(argument, "it has no word to search for", expected);
  if (expression.split(" ").length > MOST_WORDS)
    throw badInput(argument, "it has too many words", `${MOST_WORDS} words`);
  return expression;
}

/** A text as one phrase in quotation marks; empty when it has no word. */
export function toEssiePhrase(text: string): string {
  const words = wordsOf(visible(text)).join(" ");
  return words === "" ? "" : `"${words}"`;
}

/** The studies that match any of these phrases, such as the MeSH headings of a topic. */
export function toEssieAlternatives(phrases: readonly string[]): string {
  return [...new Set(phrases.map(toEssiePhrase))].filter((phrase) => phrase !== "").join(" OR ");
}

/**
 * The registration numbers of a text that consists of nothing else, or null.
 *
 * The registry ignores every filter when a search text is nothing but numbers, so such a text must travel as a filter.
 */
export function onlyNctIds(expression: string): string[] | null {
  const words = expression.replaceAll('"', " ").split(" ").filter(Boolean);
  const numbers = words.map((word) => /^nct0*([1-9]\d{0,7})$/i.exec(word)?.[1]);
  return numbers.every((number) => number !== undefined)
    ? numbers.map((number) => `NCT${(number ?? "").padStart(8, "0")}`)
    : null;
}

/**
 * An Essie expression of the caller's own, checked so far that it stays within the parentheses put around it.
 * @throws BAD_USER_INPUT for an empty or long text and for quotation marks, brackets and parentheses without partner
 */
export function toEssieExpression(text: string, argument: string): string {
  const expression = visible(text).trim();
  const expected = `an Essie expression of 1 to ${LONGEST_TEXT} characters, such as AREA[Phase]PHASE3 AND "heart attack"`;
  if (expression === "") throw badInput(argument, "it is empty", expected);
  if (text.length > LONGEST_TEXT) throw badInput(argument, `${text.length} characters are too many`, expected);
  if (!isBalanced(expression)) throw badInput(argument, "a quotation mark or bracket has no partner", expected);
  return expression;
}

// A phrase in quotation marks is opaque: brackets inside mean nothing. A backslash takes the next character's meaning.
function isBalanced(expression: string): boolean {
  const bare = expression.replace(/\\[\s\S]/g, "").replace(/"[^"]*"/g, "");
  if (/["\\]/.test(bare)) return false;
  const open: string[] = [];
  for (const character of bare) {
    if (character === "(" || character === "[") open.push(character);
    if (character === ")" && open.pop() !== "(") return false;
    if (character === "]" && open.pop() !== "[") return false;
  }
  return open.length === 0;
}

/** The text without what nobody can see: controls become spaces; zero-width, private and half characters go. */
function visible(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]+/gu, "")
    .normalize("NFC");
}

function toWords(text: string): string {
  return wordsOf(text)
    .map((word) => (CONJUNCTIONS.has(word) ? word.toLowerCase() : OPERATORS.has(word) ? `"${word}"` : word))
    .join(" ");
}

// ALL is leukaemia to some and "every study" to Essie, hence the quotation marks above; "and", "or" and "not" are words
// that its index ignores.
function wordsOf(text: string): string[] {
  return text
    .replace(/[^\p{L}\p{M}\p{N}'’.+&%/_-]+/gu, " ")
    .split(" ")
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}
