import { searchable } from "./ascii.js";
import type { Collection, Matches } from "./collection.js";
import type { QueryNotes } from "./query-reading.js";
import type { PubmedRecord } from "./record.js";

type Compare = (left: PubmedRecord, right: PubmedRecord) => number;

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Weight of a query word in the title, in the abstract and anywhere else. */
const WEIGHTS = { title: 4, abstract: 2, everythingElse: 1 };

function byRelevance(term: string): Compare {
  // Field tags and operators are no words of the question; neither are quotes and brackets.
  const words = searchable(term.replace(/\[[^\]]*\]/g, " ").replace(/\b(?:AND|OR|NOT)\b/g, " "))
    .trim()
    .split(" ");
  const scores = new Map<PubmedRecord, number>();
  const score = (record: PubmedRecord): number => {
    let sum = scores.get(record);
    if (sum === undefined) {
      sum = 0;
      for (const word of new Set(words)) {
        for (const [part, weight] of Object.entries(WEIGHTS)) {
          if (record[part as keyof typeof WEIGHTS].includes(` ${word} `)) sum += weight;
        }
      }
      scores.set(record, sum);
    }
    return sum;
  };
  return (left, right) => score(right) - score(left);
}

const ORDERS: Readonly<Record<string, (term: string) => Compare>> = {
  pub_date: () => (left, right) => right.sortDate - left.sortDate,
  "pub date": () => (left, right) => right.sortDate - left.sortDate,
  author: () => (left, right) => byText(left.firstAuthor || "\uffff", right.firstAuthor || "\uffff"),
  journalname: () => (left, right) => byText(left.journal || "\uffff", right.journal || "\uffff"),
  relevance: byRelevance,
};

/** The hits in the order asked for; newest entry first when none or an unknown one was asked for. */
export function inOrder(
  collection: Collection,
  matches: Matches,
  sort: string | null,
  term: string,
  notes: QueryNotes,
): string[] {
  const hits = collection.records.filter((_record, position) => matches[position] === 1);
  const order = sort ? ORDERS[sort.toLowerCase().replaceAll("+", " ")] : undefined;
  if (sort && !order) notes.outputMessages.push(`Unknown sort schema '${sort}' ignored`);
  if (order) hits.sort(order(term));
  return hits.map((record) => record.pmid);
}
