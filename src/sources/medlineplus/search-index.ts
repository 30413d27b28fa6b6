import MiniSearch, { type SearchOptions, type SearchResult } from "minisearch";
import type { Language } from "../../content/index.js";
import { isEmptyWord, stemOf, wordsOf } from "./search-words.js";
import type { TopicCard } from "./snapshot-format.js";
import { Spelling } from "./spelling.js";
import type { StoredTopic } from "./stored-topic.js";
import { normalized } from "./topic-index.js";

interface SearchDocument {
  id: string;
  title: string;
  names: string;
  mesh: string;
  summary: string;
}

/** A topic that was found. */
export interface TopicHit {
  topicId: string;
  score: number;
  /** The words of the topic that matched, as `wordsOf` gives them, and stems. */
  terms: string[];
}

export interface TopicHits {
  hits: TopicHit[];
  suggestion: string | null;
}

const WEIGHTS = { title: 8, names: 5, mesh: 3, summary: 1 };
const SHORTEST_PREFIX = 3;
const SHORTEST_FUZZY = 4;
const LONGEST_FUZZY = 30;
/** Letters by which a word may differ from the one that is meant. */
const MOST_FUZZY = 2;
/** A question has few words; more than these are not looked at, so that no query costs more than a few milliseconds. */
const MOST_WORDS = 10;
/** Words that no topic has cost most. */
const MOST_UNKNOWN_WORDS = 3;

/** The full text of all topics of one language. */
export class TopicSearchIndex {
  private readonly engine: MiniSearch<SearchDocument>;
  private readonly spelling = new Spelling();
  private readonly terms = new Set<string>();
  private readonly titles = new Map<string, string>();
  private readonly names = new Map<string, Set<string>>();

  constructor(private readonly language: Language) {
    this.engine = new MiniSearch<SearchDocument>({
      fields: Object.keys(WEIGHTS),
      tokenize: wordsOf,
      // A word stands in the index as it is and by its stem: the stem finds its other forms, the word its beginnings.
      processTerm: (word) => this.termsOf(word),
      searchOptions: { processTerm: (word) => stemOf(word, language), boost: WEIGHTS },
    });
  }

  add(card: TopicCard, topic: StoredTopic): void {
    const id = card.topicId;
    const mesh = topic.meshHeadings.map((heading) => heading.descriptor.name).join("\n");
    const summary = topic.summary?.text ?? topic.metaDescription ?? "";
    this.titles.set(id, normalized(card.title));
    this.names.set(id, new Set(card.names.map(normalized)));
    this.spelling.add(`${card.title} ${card.names.join(" ")}`, 20);
    this.spelling.add(summary, 1);
    this.engine.add({ id, title: card.title, names: card.names.join("\n"), mesh, summary });
  }

  /**
   * Topics that have all words of a query, best first: the topic of that title, then of that other name, then those
   * with the words in their titles. When no topic has all words, those that have some.
   * @param accepts which topics count; all when it is left out
   */
  find(query: string, accepts?: (topicId: string) => boolean): TopicHits {
    const words = [...new Set(wordsOf(query))];
    const telling = words.filter((word) => !isEmptyWord(word, this.language));
    const text = this.affordable(telling.length > 0 ? telling : words).join(" ");
    const options = this.optionsFor(accepts);
    const all = this.engine.search(text, { ...options, combineWith: "AND" });
    const found = all.length > 0 ? all : this.engine.search(text, { ...options, combineWith: "OR" });
    const inTitle = this.engine.search(text, { ...options, combineWith: "AND", fields: ["title"] });
    const suggestion = this.spelling.correct(query, (word) => this.isKnown(word, words.at(-1)), MOST_UNKNOWN_WORDS);
    return { hits: this.ranked(found, inTitle, normalized(query)), suggestion };
  }

  private affordable(words: readonly string[]): string[] {
    let unknown = 0;
    return words
      .filter((word) => this.terms.has(stemOf(word, this.language)) || ++unknown <= MOST_UNKNOWN_WORDS)
      .slice(0, MOST_WORDS);
  }

  private optionsFor(accepts: ((topicId: string) => boolean) | undefined): SearchOptions {
    return {
      prefix: (stem, index, stems) =>
        stem.length >= SHORTEST_PREFIX && (index === stems.length - 1 || !this.terms.has(stem)),
      // Only words that no topic has are looked for by likeness: it is dear, and known words are meant as they stand.
      fuzzy: (stem) =>
        stem.length >= SHORTEST_FUZZY && stem.length <= LONGEST_FUZZY && !this.terms.has(stem) ? 0.25 : false,
      maxFuzzy: MOST_FUZZY,
      ...(accepts ? { filter: ({ id }: SearchResult) => accepts(String(id)) } : {}),
    };
  }

  private ranked(found: SearchResult[], inTitle: SearchResult[], query: string): TopicHit[] {
    const withTitle = new Set(inTitle.map(({ id }) => String(id)));
    const tierOf = (topicId: string): number => {
      if (this.titles.get(topicId) === query) return 0;
      if (this.names.get(topicId)?.has(query)) return 1;
      return withTitle.has(topicId) ? 2 : 3;
    };
    return found
      .map(({ id, score, terms }) => ({ topicId: String(id), score, terms, tier: tierOf(String(id)) }))
      .sort((one, other) => one.tier - other.tier || other.score - one.score)
      .map(({ topicId, score, terms }) => ({ topicId, score, terms }));
  }

  /** The last word may be on its way: it is known when some word starts with it. */
  private isKnown(word: string, last: string | undefined): boolean {
    if (isEmptyWord(word, this.language) || this.terms.has(word) || this.terms.has(stemOf(word, this.language)))
      return true;
    return (
      word === last && this.engine.search(word, { prefix: true, fuzzy: false, processTerm: (term) => term }).length > 0
    );
  }

  private termsOf(word: string): string[] {
    if (isEmptyWord(word, this.language)) return [];
    const stem = stemOf(word, this.language);
    const terms = stem === word ? [word] : [word, stem];
    for (const term of terms) this.terms.add(term);
    return terms;
  }
}
