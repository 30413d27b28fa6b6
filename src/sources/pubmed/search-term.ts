import { badInput, quoted } from "../../content/index.js";
import { type PubmedField, phrase, searchWords } from "./plain-words.js";
import type { ArticleFilter } from "./search-filter.js";

/** Longest search that a person may type, and longest term in PubMed's own syntax, in characters. */
const LONGEST_QUERY = 1_000;
const LONGEST_ADVANCED = 4_000;
const MOST_VALUES = 20;

/** What was asked: people's words, or a term in PubMed's own syntax. */
export interface SearchWords {
  query?: string | null;
  advanced?: string | null;
}

/**
 * The PubMed term for a search. Nothing in it but the `advanced` argument can be read as syntax that somebody typed.
 *
 * PubMed reads a term from left to right, so each part is closed in parentheses, and what must not hold comes last.
 * @throws BAD_USER_INPUT for words that cannot be searched for, or a filter that cannot hold
 */
export function toTerm(words: SearchWords, filter: ArticleFilter = {}): string {
  const base = baseTerm(words);
  const required = requirements(filter);
  const excluded = exclusions(filter);
  if (required.length + excluded.length === 0) return base;
  const term = [`(${base})`, ...required].join(" AND ");
  return [term, ...excluded].join(" NOT ");
}

/** A term narrowed to one period of publication; both ends are partial dates, and included. */
export function within(term: string, from: string, to: string): string {
  return `(${term}) AND ${dateRange(from, to)}`;
}

function baseTerm({ query, advanced }: SearchWords): string {
  const right = "exactly one of `query` and `advanced`";
  if (query != null && advanced != null) throw badInput("advanced", "`query` is given too", right);
  if (advanced != null) return checkedSyntax(advanced);
  if (query == null) throw badInput("query", "nothing to search for is given", right);
  checkLength("query", query, LONGEST_QUERY);
  const term = searchWords(query);
  // Punctuation alone would be dropped by PubMed, which would then list everything that passes the filter.
  if (!/[\p{L}\p{N}]/u.test(term)) throw badInput("query", `${quoted(query)} has no word in it`, "words to search for");
  return term;
}

/** A term in PubMed's syntax is passed on as it is, if its marks are paired: PubMed's own refusal would not say why. */
function checkedSyntax(advanced: string): string {
  checkLength("advanced", advanced, LONGEST_ADVANCED);
  const term = advanced.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, " ").trim();
  const right = "a PubMed search such as `asthma[mh] AND review[pt]`, with every quotation mark and bracket closed";
  if (!/[\p{L}\p{N}]/u.test(term)) throw badInput("advanced", `${quoted(advanced)} has no word in it`, right);
  const wrong = unpaired(term);
  if (wrong) throw badInput("advanced", wrong, right);
  return term;
}

function unpaired(term: string): string | null {
  const open: string[] = [];
  let isQuoted = false;
  for (const sign of term) {
    if (sign === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (sign === "(" || sign === "[") open.push(sign);
    if (sign === ")" && open.pop() !== "(") return "a `)` closes nothing";
    if (sign === "]" && open.pop() !== "[") return "a `]` closes nothing";
  }
  if (isQuoted) return "a quotation mark is not closed";
  return open.length > 0 ? `a \`${open.at(-1)}\` is not closed` : null;
}

function requirements(filter: ArticleFilter): string[] {
  const { publishedFrom, publishedTo } = filter;
  const parts = [
    anyOf("publicationTypes", filter.publicationTypes, "pt"),
    anyOf("languages", filter.languages, "la"),
    anyOf("journals", filter.journals, "ta"),
    anyOf("authors", filter.authors, "au"),
    ...(phrases("meshHeadings", filter.meshHeadings, "mh") ?? []),
  ].filter((part) => part !== null);
  if (publishedFrom || publishedTo) parts.push(period(publishedFrom ?? null, publishedTo ?? null));
  if (filter.hasAbstract === true) parts.push("hasabstract");
  if (filter.freeFullText === true) parts.push("free full text[sb]");
  if (filter.humansOnly === true) parts.push("humans[mh]");
  return parts;
}

function exclusions(filter: ArticleFilter): string[] {
  return [
    ...(filter.hasAbstract === false ? ["hasabstract"] : []),
    ...(filter.freeFullText === false ? ["free full text[sb]"] : []),
  ];
}

function anyOf(name: string, values: readonly string[] | null | undefined, tag: PubmedField): string | null {
  const parts = phrases(name, values, tag);
  if (!parts || parts.length === 0) return null;
  return parts.length === 1 ? (parts[0] ?? null) : `(${parts.join(" OR ")})`;
}

function phrases(name: string, values: readonly string[] | null | undefined, tag: PubmedField): string[] | null {
  if (!values) return null;
  const argument = `filter.${name}`;
  if (values.length > MOST_VALUES)
    throw badInput(argument, `${values.length} values are too many`, `at most ${MOST_VALUES}`);
  return values.map((value) => {
    checkLength(argument, value, 300);
    const part = phrase(value, tag);
    if (!/[\p{L}\p{N}]/u.test(part.slice(0, part.lastIndexOf("["))))
      throw badInput(argument, `${quoted(value)} has no word in it`, "names");
    return part;
  });
}

function period(from: string | null, to: string | null): string {
  for (const [name, date] of [
    ["publishedFrom", from],
    ["publishedTo", to],
  ] as const) {
    if (date && /[A-Z]/.test(date))
      throw badInput(`filter.${name}`, `${quoted(date)} is a season`, "a year, a month or a day");
  }
  // The end of a year or a month is its last day: texts of unequal length are compared by what they have in common.
  if (from && to && from.slice(0, to.length) > to)
    throw badInput("filter.publishedTo", `${quoted(to)} is before ${quoted(from)}`, "a later date");
  return dateRange(from ?? "1000", to ?? "3000");
}

function dateRange(from: string, to: string): string {
  return `${from.replaceAll("-", "/")}:${to.replaceAll("-", "/")}[dp]`;
}

function checkLength(argument: string, text: string, longest: number): void {
  if (text.length > longest) throw badInput(argument, `it has ${text.length} characters`, `at most ${longest}`);
}
