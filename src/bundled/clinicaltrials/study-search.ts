import { readAggregationFilters } from "./aggregation-filters.js";
import type { Corpus } from "./corpus.js";
import { isNear, readGeoFilter } from "./distance.js";
import { searchEssie } from "./essie-search.js";
import { canonicalNctNumber, NCT_NUMBER, onlyNctNumbers } from "./nct-number.js";
import { QUERY_NAMES, readItems, readItemsOfForm } from "./parameters.js";
import { codesOf, pieceNamed } from "./piece-tree.js";
import { badRequest } from "./refusal.js";
import { areaOfParameter } from "./search-areas.js";
import type { StudyStore } from "./study-store.js";

/** The data set with its index. */
export interface Library {
  store: StudyStore;
  corpus: Corpus;
}

export interface Hit {
  /** Position of the study in the store. */
  row: number;
  relevance: number;
}

const STATUS = pieceNamed("OverallStatus");
const BASIC_PARTS = areaOfParameter("term")?.parts ?? [];
const GEO_DECAY =
  /^func:(gauss|exp|linear),scale:(\d+(\.\d+)?(km|mi)),offset:(\d+(\.\d+)?(km|mi)),decay:(\d+(\.\d+)?)$/;

/** The studies that match every query and filter of a request, in the store's own order. */
export function findStudies(library: Library, params: URLSearchParams): Hit[] {
  const queries = QUERY_NAMES.map((name) => ({ name, text: params.get(`query.${name}`)?.trim() ?? "" })).filter(
    ({ text }) => text !== "",
  );
  let scores = new Float64Array(library.corpus.size).fill(1);
  for (const { name, text } of queries) {
    const found = runQuery(library, name, text);
    scores = scores.map((value, row) => (value > 0 && (found[row] ?? 0) > 0 ? value + (found[row] ?? 0) : 0));
  }
  const passes = readFilters(library, params);
  // A query of NCT numbers alone asks for those studies, whatever the filters beside it say.
  const isById = queries.some(({ text }) => onlyNctNumbers(text) !== undefined);
  const hits: Hit[] = [];
  for (const [row, relevance] of scores.entries()) {
    if (relevance > 0 && (isById || passes(row))) hits.push({ row, relevance });
  }
  return hits;
}

function runQuery(library: Library, name: string, text: string): Float64Array {
  const numbers = onlyNctNumbers(text);
  if (numbers !== undefined) return rowsOfIds(library, numbers);
  // The service names a search by its label on the web page, not by its parameter.
  const area = areaOfParameter(name);
  return searchEssie(library.corpus, text, area?.parts ?? [], area?.uiLabel ?? "");
}

/** Reads all filters first, so that a wrong one is refused even when nothing is left to filter. */
function readFilters(library: Library, params: URLSearchParams): (row: number) => boolean {
  const decay = params.get("geoDecay") ?? "";
  if (decay !== "" && !GEO_DECAY.test(decay)) throw badRequest("Parameter `geoDecay` has incorrect format");
  const { corpus } = library;
  const tests = ["filter", "postFilter"].flatMap((prefix) => readPrefixed(library, params, prefix));
  for (const test of readAggregationFilters(params.get("aggFilters") ?? "")) tests.push((row) => test(corpus, row));
  return (row) => tests.every((test) => test(row));
}

function readPrefixed(library: Library, params: URLSearchParams, prefix: string): ((row: number) => boolean)[] {
  const { corpus } = library;
  const tests: ((row: number) => boolean)[] = [];
  const statuses = readStatuses(params, `${prefix}.overallStatus`);
  if (statuses.length > 0) tests.push((row) => corpus.values(STATUS, row).some((value) => statuses.includes(value)));
  const ids = readItemsOfForm(params, `${prefix}.ids`, NCT_NUMBER).map(canonicalNctNumber);
  if (ids.length > 0) {
    const rows = rowsOfIds(library, ids);
    tests.push((row) => rows[row] === 1);
  }
  const geo = params.get(`${prefix}.geo`) ?? "";
  if (geo !== "") {
    const circle = readGeoFilter(geo, `${prefix}.geo`);
    tests.push((row) => isNear(corpus, row, circle));
  }
  const advanced = params.get(`${prefix}.advanced`)?.trim() ?? "";
  if (advanced !== "") {
    const scores = searchEssie(corpus, advanced, BASIC_PARTS, "advanced filter");
    tests.push((row) => (scores[row] ?? 0) > 0);
  }
  readItemsOfForm(params, `${prefix}.synonyms`, /^[A-Za-z]+:\d+$/);
  return tests;
}

function readStatuses(params: URLSearchParams, name: string): unknown[] {
  const statuses = readItems(params, name);
  const wrong = statuses.find((status) => !codesOf(STATUS)?.includes(status));
  if (wrong === undefined) return statuses;
  const bare = name.slice(name.indexOf(".") + 1);
  throw badRequest(`Invalid value in parameter \`${bare}\`: \`${wrong}\``);
}

function rowsOfIds({ store, corpus }: Library, ids: readonly string[]): Float64Array {
  const rows = new Float64Array(corpus.size);
  for (const id of ids) {
    const row = store.positions.get(store.aliases.get(id) ?? id);
    if (row !== undefined) rows[row] = 1;
  }
  return rows;
}
