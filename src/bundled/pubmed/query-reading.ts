import type { Collection, Matches } from "./collection.js";
import { ALL_FIELDS, AUTHOR, type Field, fieldOf, JOURNAL, MESH_TERMS, SUBSET } from "./query-fields.js";
import { type Operator, parseQuery, type QueryNode, type QueryTerm } from "./query-parser.js";
import { hasAny, searchTerm } from "./term-search.js";

/** What the service tells about a query beside its hits. */
export interface QueryNotes {
  translations: { from: string; to: string }[];
  phrasesNotFound: string[];
  fieldsNotFound: string[];
  phrasesIgnored: string[];
  quotedPhrasesNotFound: string[];
  outputMessages: string[];
}

/** Part of a query after the search. `matches` is null when the part was dropped because nothing has its words. */
export interface Reading {
  matches: Matches | null;
  translation: string;
  /** The operator that holds the translation together, if any: what decides on parentheses. */
  operator: Operator | null;
}

export const emptyNotes = (): QueryNotes => ({
  translations: [],
  phrasesNotFound: [],
  fieldsNotFound: [],
  phrasesIgnored: [],
  quotedPhrasesNotFound: [],
  outputMessages: [],
});

const STOP_WORDS = new Set(
  "a an and are as at be by for from in is it of on or that the their this to was were with".split(" "),
);
const LONGEST_PHRASE = 6;

/** The service knows every publication type, language and filter, so none of them is ever "not found". */
function isClosedList(field: Field): boolean {
  return field.kind === "key" && ["publicationTypes", "languages", "subsets"].includes(field.filed);
}

function combine(operator: Operator, left: Matches, right: Matches): Matches {
  if (operator === "AND") return left.map((value, position) => value & (right[position] ?? 0));
  if (operator === "OR") return left.map((value, position) => value | (right[position] ?? 0));
  return left.map((value, position) => value & ~(right[position] ?? 0));
}

/** Joins two parts, left to right. A dropped part leaves the other as it is. */
export function joinReadings(operator: Operator, left: Reading, right: Reading): Reading {
  if (!right.matches) return left;
  if (!left.matches) return right;
  const inParentheses = (part: Reading) =>
    part.operator && part.operator !== operator ? `(${part.translation})` : part.translation;
  // What stands right of an operator was in parentheses of its own, unless it is a single term.
  const rightText = right.operator ? `(${right.translation})` : right.translation;
  return {
    matches: combine(operator, left.matches, right.matches),
    translation: `${inParentheses(left)} ${operator} ${rightText}`,
    operator,
  };
}

/** Reads and answers one query. `earlierSet` gives the hits of `#1`, a set of the same history. */
export class QueryReader {
  readonly notes = emptyNotes();

  constructor(
    private readonly collection: Collection,
    private readonly defaultField: Field | undefined,
    private readonly earlierSet: (key: string) => Matches | undefined,
  ) {}

  /** Throws MalformedQuery. */
  read(term: string): Reading {
    const node = parseQuery(term);
    return node ? this.readNode(node) : { matches: null, translation: "", operator: null };
  }

  private readNode(node: QueryNode): Reading {
    if (node.kind === "group") return joinReadings(node.operator, this.readNode(node.left), this.readNode(node.right));
    const earlier = /^#(\d+)$/.exec(node.text);
    const set = earlier && this.earlierSet(earlier[1] ?? "");
    if (set) return { matches: set, translation: `(${node.text})`, operator: null };
    const field = this.fieldFor(node);
    if (field) return this.tagged(node, field);
    return node.quoted ? this.quoted(node) : this.mapped(node.text);
  }

  private fieldFor(term: QueryTerm): Field | undefined {
    if (term.tag === undefined) return this.defaultField;
    const field = fieldOf(term.tag);
    if (!field) this.notes.fieldsNotFound.push(term.tag);
    return field;
  }

  private single(field: Field, text: string, until?: string): Reading {
    const matches = searchTerm(this.collection, field, text, until);
    const value = until === undefined ? `"${text.toLowerCase()}"` : `${text}:${until}`;
    return { matches, translation: `${value}[${field.name}]`, operator: null };
  }

  private tagged(term: QueryTerm, field: Field): Reading {
    const reading = this.single(field, term.text, term.until);
    const found = reading.matches && hasAny(reading.matches);
    if (found || field.kind === "date" || isClosedList(field)) return reading;
    if (field.kind === "words" && /\S\s+\S/.test(term.text.trim())) {
      if (term.quoted) this.notes.quotedPhrasesNotFound.push(`"${term.text}"[${term.tag ?? field.name}]`);
      return this.everyWord(term.text, field);
    }
    this.notes.phrasesNotFound.push(term.tag === undefined ? term.text : `${term.text}[${term.tag}]`);
    return reading;
  }

  private everyWord(text: string, field: Field): Reading {
    const words = text.split(/\s+/).filter((word) => word !== "" && !STOP_WORDS.has(word.toLowerCase()));
    const readings = words.map((word) => this.single(field, word));
    return readings.reduce((left, right) => joinReadings("AND", left, right), {
      matches: null,
      translation: "",
      operator: null,
    });
  }

  /** A quoted phrase nobody has is searched again without its quotation marks. */
  private quoted(term: QueryTerm): Reading {
    const reading = this.single(ALL_FIELDS, term.text);
    if (reading.matches && hasAny(reading.matches)) return reading;
    this.notes.quotedPhrasesNotFound.push(`"${term.text}"`);
    return this.mapped(term.text);
  }

  /** Words without a field: the longest run that is a heading, a journal or an author, else each word by itself. */
  private mapped(text: string): Reading {
    let result: Reading = { matches: null, translation: "", operator: null };
    const words = text.split(/\s+/).filter(Boolean);
    while (words.length > 0) {
      const reading = this.longestKnown(words) ?? this.oneWord(words.shift() ?? "");
      result = joinReadings("AND", result, reading);
    }
    if (!result.matches) result.translation = words.length === 0 ? `(${text}[All Fields])` : "";
    return result;
  }

  private longestKnown(words: string[]): Reading | null {
    for (let length = Math.min(words.length, LONGEST_PHRASE); length > 0; length -= 1) {
      const phrase = words.slice(0, length).join(" ");
      const known = this.known(phrase);
      if (!known) continue;
      words.splice(0, length);
      this.notes.translations.push({ from: phrase, to: known.translation });
      return known;
    }
    return null;
  }

  private known(phrase: string): Reading | null {
    const heading = this.collection.mesh.headingFor(phrase) ?? phrase;
    for (const [field, text] of [
      [MESH_TERMS, heading],
      [JOURNAL, phrase],
    ] as const) {
      const reading = this.single(field, text);
      if (reading.matches && hasAny(reading.matches)) {
        return joinReadings("OR", reading, this.inAllFields(phrase));
      }
    }
    const isAuthor = /^\S{2,} [a-z]{1,2}$/i.test(phrase);
    const reading = isAuthor ? this.single(AUTHOR, phrase) : this.filter(phrase);
    return reading?.matches && hasAny(reading.matches) ? reading : null;
  }

  private filter(phrase: string): Reading | null {
    return /^hasabstract$/i.test(phrase) ? this.single(SUBSET, phrase) : null;
  }

  private inAllFields(phrase: string): Reading {
    const whole = this.single(ALL_FIELDS, phrase);
    return phrase.includes(" ") ? joinReadings("OR", this.everyWord(phrase, ALL_FIELDS), whole) : whole;
  }

  private oneWord(word: string): Reading {
    const dropped: Reading = { matches: null, translation: "", operator: null };
    if (STOP_WORDS.has(word.toLowerCase())) {
      this.notes.phrasesIgnored.push(word);
      return dropped;
    }
    const reading = this.single(/^\d{7,9}$/.test(word) ? { name: "UID", kind: "pmid" } : ALL_FIELDS, word);
    if (reading.matches && hasAny(reading.matches)) return reading;
    // The service drops a word that nobody has and searches for the rest.
    this.notes.phrasesNotFound.push(word);
    return dropped;
  }
}
