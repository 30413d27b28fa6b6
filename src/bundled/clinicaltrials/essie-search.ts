import type { Corpus } from "./corpus.js";
import { matchDistance } from "./distance.js";
import { parseRefusal } from "./essie-lexer.js";
import { type Coverage, type Expression, parseExpression } from "./essie-parser.js";
import { testOfRange, testOfTerms } from "./essie-values.js";
import { normalText } from "./normal-text.js";
import { findPiece, type PieceNode } from "./piece-tree.js";
import { type AreaPart, areaNamed, areaOfPiece } from "./search-areas.js";

/** How well each row matches; zero is no match. */
export type Scores = Float64Array;

interface Scope {
  corpus: Corpus;
  parts: readonly AreaPart[];
  /** The one piece that is searched, when an AREA names one. */
  piece?: PieceNode;
  isSize?: boolean;
  coverage?: Coverage;
  source: string;
}

/** Searches rows by an Essie expression. Throws the service's refusal when it cannot be read. */
export function searchEssie(corpus: Corpus, text: string, parts: readonly AreaPart[], source: string): Scores {
  return score(parseExpression(text, source), { corpus, parts, source });
}

function score(expression: Expression, scope: Scope): Scores {
  switch (expression.kind) {
    case "and":
      return combine(expression.of, scope, (one, other) => (one > 0 && other > 0 ? one + other : 0));
    case "or":
      return combine(expression.of, scope, Math.max);
    case "not":
      return score(expression.of, scope).map((value) => (value > 0 ? 0 : 1));
    case "all":
      return new Float64Array(scope.corpus.size).fill(1);
    case "missing":
      return scoreRows(scope, (row) => (valuesOf(scope, row).length === 0 ? 1 : 0));
    case "terms":
      return scoreTerms(expression.units, scope);
    case "range":
      return scoreValues(scope, testOfRange(scope, expression.from, expression.to));
    case "distance":
      return matchDistance(scope.corpus, expression.argument, scope.source);
    case "area":
      return score(expression.of, scopeOfArea(expression.name, scope));
    case "coverage":
      return score(expression.of, { ...scope, coverage: expression.mode });
    case "search":
      return scoreItems(expression, scope);
  }
}

function combine(of: readonly Expression[], scope: Scope, join: (one: number, other: number) => number): Scores {
  return of
    .map((each) => score(each, scope))
    .reduce((sum, next) => sum.map((value, row) => join(value, next[row] ?? 0)));
}

function scopeOfArea(name: string, scope: Scope): Scope {
  const { piece: _piece, isSize: _isSize, ...outer } = scope;
  const area = areaNamed(name);
  if (area !== undefined) return { ...outer, parts: area.parts };
  const isSize = name.endsWith(":size");
  const piece = findPiece(isSize ? name.slice(0, -":size".length) : name);
  if (piece === undefined) throw parseRefusal(scope.source, `Unknown area name: \`${name}\``);
  return { ...outer, parts: areaOfPiece(piece), piece, isSize };
}

function scoreItems(expression: { name: string; of: Expression }, scope: Scope): Scores {
  const list = findPiece(expression.name);
  if (list === undefined) throw parseRefusal(scope.source, `Unknown area name: \`${expression.name}\``);
  const { corpus, owners } = scope.corpus.itemsOf(list);
  const scores = score(expression.of, { ...scope, corpus });
  const best = new Float64Array(scope.corpus.size);
  for (const [row, owner] of owners.entries()) best[owner] = Math.max(best[owner] ?? 0, scores[row] ?? 0);
  return best;
}

function scoreTerms(units: readonly string[], scope: Scope): Scores {
  const test = testOfTerms(scope, units.join(" "));
  if (test !== undefined) return scoreValues(scope, test);
  const phrases = units.map(normalText).filter((phrase) => phrase !== "");
  if (phrases.length === 0) return new Float64Array(scope.corpus.size);
  const needles = phrases.map((phrase) => needleOf(phrase, scope.coverage));
  const whole = needleOf(phrases.join(" "), scope.coverage);
  if (scope.coverage === "FullMatch") return scoreRows(scope, (row) => weightOf(whole, scope, row));
  return scoreRows(scope, (row) => {
    let sum = 0;
    for (const needle of needles) {
      const weight = weightOf(needle, scope, row);
      if (weight === 0) return 0;
      sum += weight;
    }
    // Words that stand together as they were asked for count as one more hit.
    return sum / needles.length + (needles.length > 1 ? weightOf(whole, scope, row) : 0);
  });
}

function needleOf(phrase: string, coverage: Coverage | undefined): string {
  if (coverage === "FullMatch") return `| ${phrase} |`;
  if (coverage === "StartsWith") return `| ${phrase} `;
  if (coverage === "EndsWith") return ` ${phrase} |`;
  return ` ${phrase} `;
}

function weightOf(needle: string, { corpus, parts }: Scope, row: number): number {
  let best = 0;
  for (const { weight, nodes } of parts) {
    if (weight > best && nodes.some((node) => corpus.column(node)[row]?.includes(needle))) best = weight;
  }
  return best;
}

const valuesOf = ({ corpus, parts }: Scope, row: number) =>
  parts.flatMap(({ nodes }) => nodes.flatMap((node) => corpus.values(node, row)));

function scoreValues(scope: Scope, test: (value: string | number) => boolean): Scores {
  return scoreRows(scope, (row) => {
    const values = valuesOf(scope, row);
    if (scope.isSize) return test(values.length) ? 1 : 0;
    return values.some((value) => typeof value !== "object" && test(typeof value === "number" ? value : String(value)))
      ? 1
      : 0;
  });
}

const scoreRows = ({ corpus }: Scope, scoreOf: (row: number) => number): Scores =>
  Float64Array.from({ length: corpus.size }, (_, row) => scoreOf(row));
