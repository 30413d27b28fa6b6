import type { Corpus } from "./corpus.js";
import { readItemsOfForm } from "./parameters.js";
import { findPiece, type PieceNode, pieceNamed } from "./piece-tree.js";
import { badRequest } from "./refusal.js";
import type { Hit } from "./study-search.js";

type Comparison = (one: Hit, other: Hit) => number;

const FORM = /^(?:[a-zA-Z][a-zA-Z0-9\-. ]*|@relevance)(?::(?:asc|desc))?$/;
const MOST_ITEMS = 2;
const DATES = ["NormalizedDate", "PartialDate", "DateTimeMinutes"];
const NUMBERS = ["integer", "number"];

/** Sizes that can be sorted by although no study carries them. */
const COUNTED: Record<string, PieceNode> = { NumArmGroups: pieceNamed("ArmGroup") };

/** Puts hits into the order asked for. Without `sort` they stay as they are: not even by relevance. */
export function sortHits(hits: readonly Hit[], params: URLSearchParams, corpus: Corpus): Hit[] {
  const items = readItemsOfForm(params, "sort", FORM);
  if (items.length > MOST_ITEMS) throw badRequest("Parameter `sort` has incorrect format");
  const comparisons = items.map((item) => comparisonOf(item, corpus));
  return hits.toSorted((one, other) => {
    for (const compare of comparisons) {
      const order = compare(one, other);
      if (order !== 0) return order;
    }
    return one.row - other.row;
  });
}

function comparisonOf(item: string, corpus: Corpus): Comparison {
  const [name = "", direction] = item.split(":");
  if (name === "@relevance") {
    const sign = direction === "asc" ? 1 : -1;
    return (one, other) => sign * (one.relevance - other.relevance);
  }
  const counted = COUNTED[name];
  if (counted !== undefined) return compareBy((row) => corpus.values(counted, row).length, direction === "desc");
  const node = findPiece(name);
  if (node === undefined) throw badRequest(`Parameter 'sort' contains invalid field name: '${name}'`);
  const isDate = DATES.includes(node.type);
  if (!isDate && !NUMBERS.includes(node.type)) throw badRequest(`Unsupported sort field type: ${typeName(node)}`);
  const descending = isDate ? direction !== "asc" : direction === "desc";
  return compareBy((row) => {
    const value = corpus.values(node, row)[0];
    return typeof value === "number" || typeof value === "string" ? value : undefined;
  }, descending);
}

const typeName = (node: PieceNode): string =>
  ["markup", "boolean", "struct"].includes(node.type) ? node.type : "text";

/** Missing values come last in both directions. */
function compareBy(sortKey: (row: number) => string | number | undefined, descending: boolean): Comparison {
  const known = new Map<number, string | number | undefined>();
  const keyOf = (row: number) => {
    if (!known.has(row)) known.set(row, sortKey(row));
    return known.get(row);
  };
  return (one, other) => {
    const first = keyOf(one.row);
    const second = keyOf(other.row);
    if (first === second) return 0;
    if (first === undefined) return 1;
    if (second === undefined) return -1;
    return first < second === descending ? 1 : -1;
  };
}
