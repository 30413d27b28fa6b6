import type { Language } from "../../content/index.js";
import { questionOfArguments, TrialSort } from "../../sources/clinicaltrials/index.js";
import { searchTopics } from "../../sources/medlineplus/index.js";
import { connectionOfTerm, toTerm } from "../../sources/pubmed/index.js";
import { UpstreamError } from "../../upstream/index.js";
import type { UnifiedContext } from "../context.js";
import { encyclopediaLinksOf } from "../topic-encyclopedia.js";
import { type SearchRecord, SearchSource } from "./types.js";

/** What one source found, best first. */
export interface Found {
  records: (typeof SearchRecord)[];
  totalCount: number | null;
  suggestion?: string | null;
}

export interface SourceQuestion {
  query: string;
  language: Language;
  first: number;
}

/** Entries are looked for among the links of this many topics. */
const TOPICS_FOR_ENTRIES = 20;

type Asker = (question: SourceQuestion, context: UnifiedContext) => Promise<Found>;

/** How each source is searched. */
export const ASKERS: Readonly<Record<SearchSource, Asker>> = {
  [SearchSource.HEALTH_TOPICS]: async ({ query, language, first }, { medlineplus, call }) => {
    const question = { query, language, group: null };
    const { nodes, totalCount, suggestion } = await searchTopics(medlineplus, question, { first, after: null }, call);
    return { records: nodes, totalCount, suggestion };
  },
  [SearchSource.ENCYCLOPEDIA]: async ({ query, language, first }, { medlineplus, call }) => {
    const page = { first: TOPICS_FOR_ENTRIES, after: null };
    const { nodes } = await searchTopics(medlineplus, { query, language, group: null }, page, call);
    const words = foldedWords(query);
    const fitting = nodes.flatMap(encyclopediaLinksOf).filter(({ title }) => {
      const inTitle = new Set(foldedWords(title));
      return words.some((word) => inTitle.has(word));
    });
    const distinct = [...new Map(fitting.map((link) => [link.id, link])).values()];
    return { records: distinct.slice(0, first) as Found["records"], totalCount: distinct.length };
  },
  [SearchSource.JOURNAL_ARTICLES]: async ({ query, first }, context) => {
    const found = await connectionOfTerm({ term: toTerm({ query }), words: query }, { first }, context);
    const records = await context.pubmed.loadMany(found.pmids, context.call);
    return { records: records.filter(isRecord), totalCount: found.totalCount };
  },
  [SearchSource.CLINICAL_TRIALS]: async ({ query, first }, { clinicaltrials, call }) => {
    const question = questionOfArguments({ term: query, sort: TrialSort.RELEVANCE });
    const { nctIds, totalCount } = await clinicaltrials.search({ ...question, token: null, size: first }, call);
    const records = await clinicaltrials.loadMany(nctIds, call);
    return { records: records.filter(isRecord), totalCount };
  },
};

function isRecord<T extends object>(record: T | UpstreamError | null): record is T {
  if (record instanceof UpstreamError) throw record;
  return record !== null;
}

function foldedWords(text: string): string[] {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2);
}
