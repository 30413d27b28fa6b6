import type { BundledAnswer } from "../http.js";
import { wantsJson, wholeNumber } from "./answers.js";
import type { Collection, Matches } from "./collection.js";
import { type SearchOutcome, searchFailure, searchFound } from "./esearch-answer.js";
import type { History } from "./history.js";
import { type Field, fieldOf } from "./query-fields.js";
import { MalformedQuery } from "./query-parser.js";
import { joinReadings, QueryReader, type Reading } from "./query-reading.js";
import { inOrder } from "./sorting.js";
import { searchTerm, withinLastDays } from "./term-search.js";

/** PubMed hands out the first 9,999 hits of a search and no more. */
const CEILING = 9_999;

const TOO_FAR =
  "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998. For PubMed, ESearch can only retrieve the first 9,999 records matching the query. To obtain more than 9,999 PubMed records, consider using EDirect that contains additional logic to batch PubMed search results automatically so that an arbitrary number can be retrieved. For details see https://www.ncbi.nlm.nih.gov/books/NBK25499/";

const PUBLICATION_DATE = fieldOf("pdat") as Field;

function marked(collection: Collection, pmids: readonly string[]): Matches {
  const wanted = new Set(pmids);
  return Uint8Array.from(collection.records, ({ pmid }) => (wanted.has(pmid) ? 1 : 0));
}

function limitByDate(collection: Collection, params: URLSearchParams, reading: Reading): Reading {
  const field = fieldOf(params.get("datetype") ?? "pdat") ?? PUBLICATION_DATE;
  const [from, to, days] = [params.get("mindate"), params.get("maxdate"), params.get("reldate")];
  if (from !== null && to !== null) {
    // Both present but empty is a range that nothing lies in, not the absence of a range.
    const matches = searchTerm(collection, field, from, to) ?? new Uint8Array(collection.records.length);
    return joinReadings("AND", reading, { matches, translation: `${from}:${to}[${field.name}]`, operator: null });
  }
  if (days === null || !/^\d+$/.test(days)) return reading;
  const matches = withinLastDays(collection, field, Number(days));
  return joinReadings("AND", reading, { matches, translation: `"last ${days} days"[${field.name}]`, operator: null });
}

function search(collection: Collection, history: History, params: URLSearchParams): SearchOutcome {
  const webEnv = params.get("WebEnv") ?? "";
  const earlierSet = (key: string) => {
    const pmids = history.get(webEnv, key);
    return pmids && marked(collection, pmids);
  };
  const fieldName = params.get("field");
  const reader = new QueryReader(collection, fieldName ? fieldOf(fieldName) : undefined, earlierSet);
  const asked = reader.read(params.get("term") ?? "");
  const earlier = params.get("query_key") ? earlierSet(params.get("query_key") ?? "") : undefined;
  const whole = earlier
    ? joinReadings("AND", asked, { matches: earlier, translation: `#${params.get("query_key")}`, operator: null })
    : asked;
  const limited = whole.matches ? limitByDate(collection, params, whole) : whole;
  const matches = limited.matches ?? new Uint8Array(collection.records.length);
  const sorted = inOrder(collection, matches, params.get("sort"), params.get("term") ?? "", reader.notes);
  if (sorted.length === 0) reader.notes.outputMessages.push("No items found.");
  return { pmids: sorted, translation: limited.translation, notes: reader.notes };
}

function page(outcome: SearchOutcome, params: URLSearchParams): { start: number; pmids: string[] } {
  const start = wholeNumber(params.get("retstart"), 0);
  const asked = wholeNumber(params.get("retmax"), 20);
  if (asked > CEILING) {
    outcome.notes.outputMessages.push(`Restrictions achieved. start and count adjusted to ${start}, ${CEILING}`);
  }
  return { start, pmids: outcome.pmids.slice(start, Math.min(start + asked, CEILING)) };
}

/** Finds PMIDs by a term. */
export function esearch(collection: Collection, history: History, params: URLSearchParams): BundledAnswer {
  const json = wantsJson(params);
  const database = params.get("db") ?? "pubmed";
  if (database !== "pubmed") return searchFailure(json, `Invalid db name specified: ${database}`);
  const [webEnv, queryKey] = [params.get("WebEnv"), params.get("query_key")];
  if (queryKey && !history.get(webEnv ?? "", queryKey)) {
    return searchFailure(json, `Unable to obtain query #${queryKey}`);
  }
  if (!params.get("term")?.trim() && !queryKey) {
    return searchFailure(json, "Empty term and query_key - nothing todo");
  }
  if (wholeNumber(params.get("retstart"), 0) >= CEILING) return searchFailure(json, TOO_FAR);
  try {
    const outcome = search(collection, history, params);
    const stored = params.get("usehistory") === "y" ? history.add(outcome.pmids, webEnv) : undefined;
    return searchFound(json, outcome, page(outcome, params), stored, params.get("rettype") === "count");
  } catch (error) {
    if (!(error instanceof MalformedQuery)) throw error;
    return searchFailure(json, `Search Backend failed: Exception: ${error.message}`);
  }
}
