import type { Corpus } from "./corpus.js";
import { readChoice, readItems, readItemsOfForm } from "./parameters.js";
import { codesOf, findPiece, leavesOf, type PieceNode, pathOf, SECTIONS } from "./piece-tree.js";
import { badRequest, Refusal } from "./refusal.js";
import type { Json } from "./study-json.js";
import { idOf, type StudyStore } from "./study-store.js";

const FORM = /^[a-zA-Z][a-zA-Z0-9\-. ]*$/;
const TYPES = ["ENUM", "STRING", "DATE", "INTEGER", "NUMBER", "BOOLEAN"] as const;
const MOST_TOP_VALUES = 10;

/** Body of `/stats/size`: how large the studies are as JSON, in bytes. */
export function sizeStatistics(store: StudyStore): unknown {
  const sizes = store.studies
    .map((study) => ({ id: idOf(study), sizeBytes: Buffer.byteLength(JSON.stringify(study)) }))
    .sort((one, other) => one.sizeBytes - other.sizeBytes);
  const at = (share: number) => sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))]?.sizeBytes ?? 0;
  const sum = sizes.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  const limits = [4_096, 8_192, 16_384, 65_536, Number.POSITIVE_INFINITY];
  return {
    averageSizeBytes: Math.round(sum / Math.max(1, sizes.length)),
    largestStudies: sizes.slice(-5).reverse(),
    percentiles: Object.fromEntries([10, 50, 90, 99].map((percent) => [`${percent}%`, at(percent / 100)])),
    ranges: limits.map((limit, index) => ({
      sizeRange: limit === Number.POSITIVE_INFINITY ? "64 KB and more" : `less than ${limit / 1024} KB`,
      studiesCount: sizes.filter(({ sizeBytes }) => sizeBytes < limit && sizeBytes >= (limits[index - 1] ?? 0)).length,
    })),
    totalStudies: sizes.length,
  };
}

/** Body of `/stats/field/values`: what values the leaf fields have, over all studies. */
export function valueStatistics(corpus: Corpus, params: URLSearchParams): unknown {
  const types = readItems(params, "types").map((type) =>
    readChoice(new URLSearchParams({ types: type }), "types", TYPES),
  );
  const nodes = readNodes(params).filter((node) => types.length === 0 || types.includes(statisticsType(node)));
  return nodes.map((node) => {
    const perStudy = Array.from({ length: corpus.size }, (_, row) => corpus.values(node, row));
    const missingStudiesCount = perStudy.filter((values) => values.length === 0).length;
    return { ...headOf(node), missingStudiesCount, ...describeValues(statisticsType(node), perStudy, corpus) };
  });
}

/** Body of `/stats/field/sizes`: how long the lists of the list fields are. */
export function listSizeStatistics(corpus: Corpus, params: URLSearchParams): unknown {
  return readNodes(params)
    .filter((node) => node.isList)
    .map((node) => {
      const sizes = Array.from({ length: corpus.size }, (_, row) => corpus.values(node, row).length);
      const present = sizes.filter((size) => size > 0);
      const counted = countEach(present);
      return {
        piece: node.piece,
        field: pathOf(node),
        uniqueSizesCount: counted.length,
        ...(present.length > 0 && { minSize: Math.min(...present), maxSize: Math.max(...present) }),
        topSizes: counted.slice(0, MOST_TOP_VALUES).map(([size, studiesCount]) => ({ size, studiesCount })),
      };
    });
}

function readNodes(params: URLSearchParams): PieceNode[] {
  const names = readItemsOfForm(params, "fields", FORM);
  if (params.has("fields") && names.length === 0) throw badRequest("Parameter `fields` has incorrect format");
  if (names.length === 0) return SECTIONS.flatMap(leavesOf);
  return names.map((name) => {
    const node = findPiece(name);
    if (node === undefined) throw new Refusal(404, `Unknown piece name of field path: ${name}`);
    return node;
  });
}

const headOf = (node: PieceNode) => ({ type: statisticsType(node), piece: node.piece, field: pathOf(node) });

function statisticsType(node: PieceNode): (typeof TYPES)[number] {
  if (codesOf(node) !== undefined) return "ENUM";
  if (node.type === "boolean") return "BOOLEAN";
  if (node.type === "integer") return "INTEGER";
  if (node.type === "number") return "NUMBER";
  return node.type.endsWith("Date") || node.type === "DateTimeMinutes" ? "DATE" : "STRING";
}

function describeValues(type: (typeof TYPES)[number], perStudy: Json[][], corpus: Corpus): object {
  const values = perStudy.flat();
  if (type === "BOOLEAN") {
    const trueCount = values.filter((value) => value === true).length;
    return { trueCount, falseCount: values.length - trueCount };
  }
  if (type === "DATE") {
    const dates = values.map(String).sort();
    const formats = new Set(dates.map((date) => "yyyy-MM-dd'T'HH:mm".slice(0, date.length > 10 ? 18 : date.length)));
    return { formats: [...formats], ...(dates.length > 0 && { min: dates[0], max: dates.at(-1) }) };
  }
  if (type === "INTEGER" || type === "NUMBER") {
    const numbers = values.map(Number);
    const sum = numbers.reduce((total, value) => total + value, 0);
    return numbers.length === 0
      ? {}
      : { min: Math.min(...numbers), max: Math.max(...numbers), avg: sum / numbers.length };
  }
  const counted = countEach(perStudy.flatMap((each) => [...new Set(each.map(String))]));
  const topValues = counted.slice(0, MOST_TOP_VALUES).map(([value, studiesCount]) => ({ value, studiesCount }));
  return { uniqueValuesCount: counted.length, topValues, ...(type === "STRING" && longestOf(perStudy, corpus)) };
}

function longestOf(perStudy: readonly Json[][], corpus: Corpus): object {
  const id = findPiece("NCTId");
  let longest = { length: 0, nctId: "", value: "" };
  for (const [row, values] of perStudy.entries()) {
    for (const value of values.map(String)) {
      if (value.length <= longest.length || id === undefined) continue;
      longest = { length: value.length, nctId: String(corpus.values(id, row)[0] ?? ""), value };
    }
  }
  return { longest };
}

function countEach<Value>(values: readonly Value[]): [Value, number][] {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}
