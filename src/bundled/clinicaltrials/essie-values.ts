import { parseRefusal } from "./essie-lexer.js";
import { codesOf, displayName, type PieceNode, pathOf } from "./piece-tree.js";

interface TypedScope {
  piece?: PieceNode;
  isSize?: boolean;
  source: string;
}

type ValueTest = (value: string | number) => boolean;

const HOURS_OF: Record<string, number> = { year: 8_766, month: 730.5, week: 168, day: 24, hour: 1, minute: 1 / 60 };

/** The comparison for a piece that is not text, or undefined when its words are searched. */
export function testOfTerms(scope: TypedScope, text: string): ValueTest | undefined {
  const { piece } = scope;
  if (piece === undefined) return undefined;
  if (isNumber(scope)) return testOfNumbers(scope, text, text);
  if (isDate(piece)) return testOfRange(scope, text, text);
  if (isTime(piece)) return testOfTimes(scope, text, text);
  if (piece.type === "boolean") return (value) => value === text.toLowerCase();
  const codes = codesOf(piece);
  return codes === undefined ? undefined : testOfCode(scope.source, piece, codes, text);
}

/** The comparison of `RANGE[from, to]`; both ends are part of it, MIN and MAX leave an end open. */
export function testOfRange(scope: TypedScope, from: string, to: string): ValueTest {
  const { piece, source } = scope;
  if (isNumber(scope)) return testOfNumbers(scope, from, to);
  if (piece !== undefined && isTime(piece)) return testOfTimes(scope, from, to);
  if (piece === undefined || !isDate(piece)) throw parseRefusal(source, `mismatched input 'RANGE'`);
  const low = from === "MIN" ? "" : dayBounds(from, source).first;
  const high = to === "MAX" ? "~" : dayBounds(to, source).last;
  return (value) => {
    const day = dayBounds(String(value), source).first;
    return low <= day && day <= high;
  };
}

/** The first and last day that a whole or partial date stands for, as texts that sort like dates. */
export function dayBounds(text: string, source: string): { first: string; last: string } {
  const american = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text);
  const iso = american ? `${american[3]}-${american[1]}-${american[2]}` : text.slice(0, 10);
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(iso);
  if (parts === null) throw parseRefusal(source, `mismatched input '${text}'`);
  const [, year, month, day] = parts;
  return { first: `${year}-${month ?? "01"}-${day ?? "01"}`, last: `${year}-${month ?? "12"}-${day ?? "31"}` };
}

const isNumber = ({ piece, isSize }: TypedScope) =>
  isSize === true || piece?.type === "integer" || piece?.type === "number";
const isDate = (piece: PieceNode) => ["NormalizedDate", "PartialDate", "DateTimeMinutes"].includes(piece.type);
const isTime = (piece: PieceNode) => piece.type === "NormalizedTime";

function testOfNumbers(scope: TypedScope, from: string, to: string): ValueTest {
  const read = (text: string) => {
    const value = Number(text);
    if (Number.isNaN(value)) throw parseRefusal(scope.source, `mismatched input '${text}'`);
    return value;
  };
  const low = from === "MIN" ? Number.NEGATIVE_INFINITY : read(from);
  const high = to === "MAX" ? Number.POSITIVE_INFINITY : read(to);
  return (value) => Number(value) >= low && Number(value) <= high;
}

function testOfTimes(scope: TypedScope, from: string, to: string): ValueTest {
  const low = from === "MIN" ? Number.NEGATIVE_INFINITY : hoursOf(from, scope.source);
  const high = to === "MAX" ? Number.POSITIVE_INFINITY : hoursOf(to, scope.source);
  return (value) => {
    const hours = hoursOf(String(value), scope.source);
    return hours >= low && hours <= high;
  };
}

function hoursOf(text: string, source: string): number {
  const parts = /^(\d+)\s*(year|month|week|day|hour|minute)s?$/i.exec(text.trim());
  if (parts === null) throw parseRefusal(source, `mismatched input '${text}'`);
  return Number(parts[1]) * (HOURS_OF[parts[2]?.toLowerCase() ?? ""] ?? 0);
}

function testOfCode(source: string, piece: PieceNode, codes: readonly string[], text: string): ValueTest {
  const asked = text.toLowerCase();
  const code = codes.find((each) => each.toLowerCase() === asked || displayName(each).toLowerCase() === asked);
  if (code === undefined) {
    const allowed = codes.map((each) => `\`${each}\``).join(", ");
    throw parseRefusal(source, `Allowed values for enum field \`${pathOf(piece)}\` are ${allowed}`);
  }
  return (value) => value === code;
}
