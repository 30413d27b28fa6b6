import {
  type Call,
  type CopyFacts,
  createAnswers,
  createRecords,
  createUpstream,
  type Fetched,
  type Platform,
  type SourceHealth,
  type UpstreamCall,
  UpstreamError,
} from "../../upstream/index.js";
import { LARGEST_BATCH, type LinkName, PubmedClient, type SearchQuestion } from "./client.js";
import type { SearchAnswer } from "./parser/search.js";
import type { JournalArticle } from "./types.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface PubmedSettings {
  /** Address of the E-utilities without a trailing slash. */
  baseUrl: string;
  /** NCBI's key for ten requests a second; without one it is three. */
  apiKey: string | null;
  /** Where NCBI writes when this program misbehaves. */
  contactEmail: string | null;
  /** The program's name in one word. */
  toolName: string;
}

/** PubMed as the rest of the gateway sees it: cached, batched, paced. */
export interface Pubmed {
  /** The record, or null when PubMed has none. @param pmid a valid PMID */
  load(pmid: string, call: Call): JournalArticle | null | Promise<JournalArticle | null>;
  /** Records in the order of their PMIDs; what could not be had is its error, in its place. */
  loadMany(pmids: readonly string[], call: Call): Promise<(JournalArticle | null | UpstreamError)[]>;
  /** One page of a search. */
  search(question: SearchQuestion, call: Call): SearchAnswer | Promise<SearchAnswer>;
  /** The number of hits of a term, at most a day old. */
  count(term: string, call: Call): Promise<number>;
  /** Better spelt words, or null. */
  spelling(words: string, call: Call): Promise<string | null>;
  /** The PMIDs that are tied to a record, best first. */
  links(pmid: string, linkName: LinkName, call: Call): Promise<string[]>;
  copyOf(record: object): CopyFacts;
  /** Milliseconds since the epoch. */
  now(): number;
  health(): SourceHealth;
  close(): Promise<void>;
}

/** One per process: the quota is counted here. */
export function createPubmed(platform: Platform, settings: PubmedSettings): Pubmed {
  const upstream = createUpstream(platform, {
    source: "pubmed",
    baseUrl: settings.baseUrl,
    // NCBI counts 3 (10 with a key) in a second; requests that start evenly at that rate still draw refusals,
    // because they do not arrive evenly. 1.2 seconds draw none.
    quota: { requests: settings.apiKey === null ? 3 : 10, windowMs: 1_200, concurrency: 6 },
    maxBodyBytes: 16_000_000,
  });
  const client = new PubmedClient(upstream, settings);
  const articles = createRecords<JournalArticle>(platform, upstream, {
    kind: "article",
    version: 1,
    maxBatch: LARGEST_BATCH,
    lifetimes: { freshMs: 7 * DAY_MS, staleMs: 30 * DAY_MS, absentMs: 6 * HOUR_MS },
    fetchMany: (pmids, call) => fetchArticles(client, pmids, call),
  });
  const searches = createAnswers<SearchQuestion, SearchAnswer>(platform, upstream, {
    kind: "search",
    version: 1,
    lifetimes: { freshMs: HOUR_MS, staleMs: 12 * HOUR_MS, absentMs: HOUR_MS },
    keyOf: ({ term, sort, start, count }) => JSON.stringify([term, sort, start, count]),
    fetch: (question, call) => client.search(question, call),
  });
  const day = { freshMs: DAY_MS, staleMs: 7 * DAY_MS, absentMs: DAY_MS };
  const counts = createAnswers<{ term: string }, { total: number }>(platform, upstream, {
    kind: "count",
    version: 1,
    lifetimes: day,
    keyOf: ({ term }) => term,
    fetch: async ({ term }, call) => ({ total: await client.count(term, call) }),
  });
  const spellings = createAnswers<{ words: string }, { corrected: string | null }>(platform, upstream, {
    kind: "spelling",
    version: 1,
    lifetimes: { ...day, freshMs: 7 * DAY_MS },
    keyOf: ({ words }) => words,
    fetch: async ({ words }, call) => ({ corrected: await client.spelling(words, call) }),
  });
  const linksUnder = (linkName: LinkName) =>
    createRecords<{ pmids: string[] }>(platform, upstream, {
      kind: linkName,
      version: 1,
      maxBatch: LARGEST_BATCH,
      lifetimes: day,
      fetchMany: async (pmids, call) => {
        const links = await client.links(pmids, linkName, call);
        return new Map(pmids.map((pmid) => [pmid, { value: { pmids: links.get(pmid) ?? [] } }]));
      },
    });
  const links = {
    pubmed_pubmed: linksUnder("pubmed_pubmed"),
    pubmed_pubmed_citedin: linksUnder("pubmed_pubmed_citedin"),
  };
  return {
    load: (pmid, call) => articles.load(pmid, call),
    loadMany: (pmids, call) => articles.loadMany(pmids, call),
    // The cache tells questions apart by their text, so their members are always in this order.
    search: ({ term, sort, start, count }, call) => searches.load({ term, sort, start, count }, call),
    count: async (term, call) => (await counts.load({ term }, call)).total,
    spelling: async (words, call) => (await spellings.load({ words }, call)).corrected,
    links: async (pmid, linkName, call) => (await links[linkName].load(pmid, call))?.pmids ?? [],
    copyOf: (record) => articles.copyOf(record),
    now: () => platform.clock.now(),
    health: () => upstream.health(),
    close: () => upstream.close(),
  };
}

/**
 * A record that cannot be read costs only itself. When it cannot be told which records an unreadable part held, any of
 * the missing may be among them, so none is remembered as absent.
 */
async function fetchArticles(
  client: PubmedClient,
  pmids: readonly string[],
  call: UpstreamCall,
): Promise<Map<string, Fetched<JournalArticle>>> {
  const { articles, unreadable, isDoubtful } = await client.fetchArticles(pmids, call);
  const fetched = new Map<string, Fetched<JournalArticle>>();
  for (const pmid of pmids) {
    const article = articles.get(pmid);
    if (article) fetched.set(pmid, { value: article });
    else if (unreadable.has(pmid) || isDoubtful) fetched.set(pmid, { failed: unreadableRecord(pmid, unreadable) });
  }
  return fetched;
}

function unreadableRecord(pmid: string, unreadable: ReadonlyMap<string, Error>): UpstreamError {
  const cause = unreadable.get(pmid);
  return new UpstreamError("pubmed", "malformed", `record ${pmid} cannot be read`, { cause });
}
