import { badRequest, type Refusal } from "./refusal.js";

export type Token =
  | { kind: "word" | "phrase"; text: string }
  | { kind: "operator"; text: "AND" | "OR" | "NOT" }
  | { kind: "bare"; text: "ALL" | "MISSING" }
  | { kind: "call"; text: string; argument: string }
  | { kind: "(" | ")"; text: string };

const CALLS = new Set(["AREA", "RANGE", "COVERAGE", "EXPANSION", "SEARCH", "DISTANCE"]);
const RESERVED = new Set(["[", "]", ":"]);
const EXPECTED = "expecting {<EOF>, '(', ',', 'AND', 'OR', 'NOT', StringLiteral, Word}";

/** The refusal of an expression; `source` names what was parsed, such as `advanced filter`. */
export const parseRefusal = (source: string, what: string): Refusal =>
  badRequest(`Error parsing query in ${source}: ${what}`);

/** Splits an Essie expression. Reserved characters outside phrases must be escaped, or they are refused. */
export function tokenize(expression: string, source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    const character = expression.charAt(at);
    if (/[\s,]/.test(character)) {
      at += 1;
    } else if (character === "(" || character === ")") {
      tokens.push({ kind: character, text: character });
      at += 1;
    } else if (character === '"') {
      const phrase = readUntil(expression, at + 1, '"', source);
      tokens.push({ kind: "phrase", text: phrase.text });
      at = phrase.next;
    } else if (RESERVED.has(character)) {
      throw reservedRefusal(source, tokens, character);
    } else {
      const word = readWord(expression, at, source);
      at = word.next;
      tokens.push(word.escaped ? { kind: "word", text: word.text } : tokenOfWord(word.text, expression, at));
      if (tokens.at(-1)?.kind === "call") {
        const argument = readUntil(expression, at + 1, "]", source);
        tokens[tokens.length - 1] = { kind: "call", text: word.text, argument: argument.text };
        at = argument.next;
      }
    }
  }
  return tokens;
}

/** The parser of the service speaks in two lines when the fault comes after something it could read. */
function reservedRefusal(source: string, before: readonly Token[], character: string): Refusal {
  if (before.length === 0) return parseRefusal(source, `extraneous input '${character}' ${EXPECTED}`);
  const read = [...before.map((token) => token.text), character].join(" ");
  return parseRefusal(source, `no viable alternative at input '${read}'\nmismatched input '${character}' ${EXPECTED}`);
}

function tokenOfWord(text: string, expression: string, next: number): Token {
  if (text === "AND" || text === "OR" || text === "NOT") return { kind: "operator", text };
  if (text === "ALL" || text === "MISSING") return { kind: "bare", text };
  if (CALLS.has(text) && expression.charAt(next) === "[") return { kind: "call", text, argument: "" };
  return { kind: "word", text };
}

function readWord(expression: string, from: number, source: string): { text: string; next: number; escaped: boolean } {
  let text = "";
  let escaped = false;
  let at = from;
  while (at < expression.length && !/[\s()"[\],:]/.test(expression.charAt(at))) {
    if (expression.charAt(at) === "\\") {
      escaped = true;
      at += 1;
      if (at === expression.length) throw parseRefusal(source, "no viable alternative at input '\\'");
    }
    text += expression.charAt(at);
    at += 1;
  }
  return { text, next: at, escaped };
}

function readUntil(expression: string, from: number, end: string, source: string): { text: string; next: number } {
  let text = "";
  for (let at = from; at < expression.length; at += 1) {
    const character = expression.charAt(at);
    if (character === end) return { text, next: at + 1 };
    if (character === "\\" && at + 1 < expression.length) at += 1;
    text += expression.charAt(at);
  }
  throw parseRefusal(source, `mismatched input '<EOF>' expecting '${end}'`);
}
