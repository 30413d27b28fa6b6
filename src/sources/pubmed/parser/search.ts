import { readXml, UnreadableAnswerError } from "../../../upstream/index.js";
import { isPmid } from "./identifiers.js";

/** What PubMed answered to a search: how many, which, and how it read the words. */
export interface SearchAnswer {
  /** All hits, also those that PubMed does not list. */
  total: number;
  pmids: string[];
  /** The term as PubMed expanded it. */
  translation: string | null;
  /** Words and fields that PubMed did not know and searched without: hits are then broader than the question. */
  droppedPhrases: string[];
  warnings: string[];
}

/** An error that E-utilities report inside an answer that looks like success. */
export class ReportedError extends Error {
  override readonly name = "ReportedError";
}

type Json = Record<string, unknown>;

/**
 * Reads esearch's JSON.
 *
 * Its error texts can hold a bare line feed inside a string, which is not JSON: controls become blanks first. A list of
 * errors does not mean that nothing was found.
 * @throws ReportedError for an error inside the answer
 * @throws UnreadableAnswerError for anything that is no search answer
 */
export function parseSearch(text: string): SearchAnswer {
  const body = readJson(text);
  if (typeof body.error === "string") throw new ReportedError(body.error);
  const result = objectIn(body, "esearchresult");
  const error = result.ERROR ?? result.error;
  if (typeof error === "string") throw new ReportedError(error);
  if (!Array.isArray(result.idlist)) throw new UnreadableAnswerError("no idlist in the answer");
  const errors = remarksIn(result, "errorlist");
  const warnings = remarksIn(result, "warninglist");
  const translation = result.querytranslation;
  return {
    total: countIn(result),
    pmids: stringsIn(result, "idlist").filter(isPmid),
    translation: typeof translation === "string" && translation !== "" ? translation : null,
    droppedPhrases: ["phrasesnotfound", "fieldsnotfound"].flatMap((key) => stringsIn(errors, key)),
    warnings: ["phrasesignored", "quotedphrasesnotfound", "outputmessages"].flatMap((key) => stringsIn(warnings, key)),
  };
}

/** Reads espell's XML: the corrected words, or null when there is nothing to correct. An empty `ERROR` means success. */
export function parseSpelling(xml: string): string | null {
  const root = readXml(xml);
  const error = root.one("ERROR")?.words();
  if (error) throw new ReportedError(error);
  if (root.name !== "eSpellResult") throw new UnreadableAnswerError(`<${root.name}> is no spelling answer`);
  return root.one("CorrectedQuery")?.words() ?? null;
}

/**
 * Reads elink's JSON: for each record the PMIDs under one link name. A record without links has no list at all.
 * @throws ReportedError when a backend failed for all of them or for one
 */
export function parseLinks(text: string, linkName: string): Map<string, string[]> {
  const body = readJson(text);
  const error = body.error ?? body.ERROR;
  if (typeof error === "string") throw new ReportedError(error);
  if (!Array.isArray(body.linksets)) throw new UnreadableAnswerError("no link sets in the answer");
  const links = new Map<string, string[]>();
  for (const set of body.linksets as Json[]) {
    if (typeof set.ERROR === "string") throw new ReportedError(set.ERROR);
    const lists = (Array.isArray(set.linksetdbs) ? (set.linksetdbs as Json[]) : []).filter(
      (list) => list.linkname === linkName,
    );
    for (const pmid of stringsIn(set, "ids"))
      links.set(
        pmid,
        lists.flatMap((list) => stringsIn(list, "links").filter(isPmid)),
      );
  }
  return links;
}

function readJson(text: string): Json {
  const body: unknown = JSON.parse(text.replace(/\p{Cc}+/gu, " "));
  if (isObject(body)) return body;
  throw new UnreadableAnswerError("the answer is no object");
}

function objectIn(parent: Json, key: string): Json {
  const value = parent[key];
  if (isObject(value)) return value;
  throw new UnreadableAnswerError(`no ${key} in the answer`);
}

/** What is said beside the hits: the hits are worth showing without it. */
function remarksIn(result: Json, key: string): Json {
  const value = result[key];
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Numbers come as strings. */
function countIn(result: Json): number {
  const count = result.count === "" ? Number.NaN : Number(wordIn(result.count) ?? Number.NaN);
  if (!Number.isSafeInteger(count) || count < 0) throw new UnreadableAnswerError("no count in the answer");
  return count;
}

function stringsIn(parent: Json, key: string): string[] {
  const list = parent[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item) => wordIn(item) ?? []);
}

/** A text, or a number as its text. */
function wordIn(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
