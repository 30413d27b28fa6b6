import { searchable } from "./ascii.js";
import type { Collection, Matches } from "./collection.js";
import { dateRange, isWithin, rangeBefore } from "./dates.js";
import type { Field } from "./query-fields.js";
import type { PubmedRecord } from "./record.js";
import { keyOf } from "./record-keys.js";

const LANGUAGES: Readonly<Record<string, string>> = {
  chinese: "chi",
  dutch: "dut",
  english: "eng",
  french: "fre",
  german: "ger",
  italian: "ita",
  japanese: "jpn",
  korean: "kor",
  polish: "pol",
  portuguese: "por",
  russian: "rus",
  spanish: "spa",
  turkish: "tur",
};

/** Names of ready-made filters that mean the same. */
const SUBSETS: Readonly<Record<string, string>> = {
  "loattrfree full text": "free full text",
  ffrft: "free full text",
  "loattrfull text": "full text",
  fft: "full text",
  "systematic review": "systematic",
  "has abstract": "hasabstract",
  "pubmed pmc all": "pubmed pmc",
  inprocess: "in process",
};

function keyFor(field: Field, text: string): string {
  const plain = keyOf(text);
  if (field.kind !== "key") return plain;
  if (field.filed === "languages") return LANGUAGES[plain] ?? plain;
  if (field.filed === "subsets") return SUBSETS[plain] ?? plain;
  if (/mesh/i.test(field.filed)) return text.split("/").map(keyOf).join("/");
  return plain;
}

function marked(collection: Collection, positions: Iterable<number>): Matches {
  const matches = new Uint8Array(collection.records.length);
  for (const position of positions) matches[position] = 1;
  return matches;
}

function byKey(collection: Collection, field: Field & { kind: "key" }, text: string): Matches {
  const wanted = keyFor(field, text);
  if (!text.trim().endsWith("*")) return marked(collection, collection.filed(field.filed, wanted));
  const keys = Array.from(collection.keys(field.filed)).filter((key) => key.startsWith(wanted));
  return marked(
    collection,
    keys.flatMap((key) => collection.filed(field.filed, key)),
  );
}

/** `smith` finds every Smith and `smith j` also Smith JA, as initials are cut off on the right. */
function byAuthor(collection: Collection, field: Field & { kind: "author" }, text: string): Matches {
  const wanted = keyOf(text);
  const matches = (name: string) =>
    name === wanted || (name.startsWith(wanted) && (wanted.includes(" ") || name[wanted.length] === " "));
  return collection.matching(`${field.name}:${wanted}`, ({ keys: { authors } }) => {
    // Every author is filed under three spellings, one after the other.
    if (field.only === "first") return authors.slice(0, 3).some(matches);
    return (field.only === "last" ? authors.slice(-3) : authors).some(matches);
  });
}

function byWords(collection: Collection, field: Field & { kind: "words" }, text: string): Matches {
  const phrase = searchable(text);
  const wanted = text.trim().endsWith("*") ? phrase.trimEnd() : phrase;
  return collection.matching(
    `${field.name}:${wanted}`,
    (record) => wanted !== "" && field.parts.some((part) => record[part].includes(wanted)),
  );
}

/**
 * "last 1 year" ends on the newest entry of the sample and not today: the sample stands still,
 * and a search that finds something on the day it was made should find it ever after.
 */
function newestEntry(collection: Collection): number {
  return collection.records[0]?.entrez ?? 0;
}

const RELATIVE = /^last (\d+) ?(day|week|month|year|d|w|m|y)/i;

function rangeOf(collection: Collection, text: string, until: string | undefined) {
  const relative = RELATIVE.exec(text.trim());
  if (!relative) return dateRange(text, until ?? text);
  const unit = (relative[2] ?? "").toLowerCase();
  const amount = Number(relative[1]) * (unit.startsWith("w") ? 7 : 1);
  return rangeBefore(newestEntry(collection), amount, unit);
}

/** The records dated within a number of days before the newest entry. */
export function withinLastDays(collection: Collection, field: Field, days: number): Matches {
  return searchTerm(collection, field, `last ${days} days`, undefined) ?? new Uint8Array(collection.records.length);
}

/** The records in which one field has one value; null when the value cannot stand in that field. */
export function searchTerm(
  collection: Collection,
  field: Field,
  text: string,
  until: string | undefined,
): Matches | null {
  if (field.kind === "key") return byKey(collection, field, text);
  if (field.kind === "author") return byAuthor(collection, field, text);
  if (field.kind === "words") return byWords(collection, field, text);
  if (field.kind === "pmid") {
    const pmids = new Set(text.split(/[\s,]+/));
    return collection.matching(`pmid:${text}`, (record) => pmids.has(record.pmid));
  }
  const range = rangeOf(collection, text, until);
  if (!range) return null;
  const inRange = (record: PubmedRecord) => field.dates(record).some((date) => isWithin(date, range));
  return collection.matching(`${field.name}:${range.from}:${range.to}`, inRange);
}

export function hasAny(matches: Matches): boolean {
  return matches.includes(1);
}
