import { fenced } from "./normal-text.js";
import { codesOf, displayName, leavesOf, type PieceNode, pathOf } from "./piece-tree.js";
import { type Json, type JsonObject, valuesAt } from "./study-json.js";

/** Rows to search in: whole studies, or the items of one of their lists. */
export interface Corpus {
  size: number;
  values(node: PieceNode, row: number): Json[];
  /** The searchable text of a piece for every row, made when first asked for. */
  column(node: PieceNode): readonly string[];
  /** One row for each item of a list piece; `owners` gives the study that each belongs to. */
  itemsOf(node: PieceNode): { corpus: Corpus; owners: readonly number[] };
}

export function createCorpus(studies: readonly JsonObject[]): Corpus {
  const corpus = corpusOf(studies.length, (node, row) => valuesAt(studies[row] ?? {}, node.keys));
  const narrowed = new Map<string, { corpus: Corpus; owners: readonly number[] }>();
  return {
    ...corpus,
    itemsOf: (node) => remember(narrowed, node.piece, () => corpusOfItems(corpus, node)),
  };
}

function corpusOfItems(whole: Corpus, list: PieceNode): { corpus: Corpus; owners: readonly number[] } {
  const rows: { owner: number; item: Json }[] = [];
  for (let owner = 0; owner < whole.size; owner += 1) {
    for (const item of whole.values(list, owner)) rows.push({ owner, item });
  }
  const inside = `${pathOf(list)}.`;
  const corpus = corpusOf(rows.length, (node, row) => {
    const { owner = 0, item = {} } = rows[row] ?? {};
    if (!pathOf(node).startsWith(inside)) return whole.values(node, owner);
    return valuesAt(item, node.keys.slice(list.keys.length));
  });
  return { corpus, owners: rows.map((row) => row.owner) };
}

function corpusOf(size: number, values: Corpus["values"]): Corpus {
  const columns = new Map<string, readonly string[]>();
  const column = (node: PieceNode) =>
    remember(columns, node.piece, () => Array.from({ length: size }, (_, row) => rowText(node, row, values)));
  const itemsOf = () => {
    throw new Error("Items of items are not searched");
  };
  return { size, values, column, itemsOf };
}

function rowText(node: PieceNode, row: number, values: Corpus["values"]): string {
  const texts = leavesOf(node).flatMap((leaf) => {
    const found = values(leaf, row).map(String);
    return codesOf(leaf) === undefined ? found : found.flatMap((code) => [code, displayName(code)]);
  });
  return texts.length === 0 ? "" : fenced(texts);
}

function remember<Value>(kept: Map<string, Value>, key: string, make: () => Value): Value {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  return made;
}
