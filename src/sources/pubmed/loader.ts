import {
  type Answers,
  type Call,
  type CopyFacts,
  createAnswers,
  createRecords,
  createUpstream,
  type Eventual,
  type Fetched,
  type Held,
  type LifetimeSettings,
  type Lifetimes,
  type Platform,
  type Records,
  type SourceHealth,
  type Upstream,
  type UpstreamCall,
  UpstreamError,
} from "../../upstream/index.js";
import { LARGEST_BATCH, type LinkName, PubmedClient, type SearchQuestion } from "./client.js";
import type { SearchAnswer } from "./parser/search.js";
import type { ParsedArticles } from "./parser.js";
import type { JournalArticle } from "./types.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const A_DAY: Lifetimes = { freshMs: DAY_MS, staleMs: 7 * DAY_MS, absentMs: DAY_MS };

export interface PubmedSettings {
  /** Address of the E-utilities without a trailing slash. */
  baseUrl: string;
  /** NCBI's key for ten requests a second; without one it is three. */
  apiKey: string | null;
  /** Where NCBI writes when this program misbehaves. */
  contactEmail: string | null;
  /** The program's name in one word. */
  toolName: string;
  /** What the operator has set of how long records are kept. */
  lifetimes?: LifetimeSettings;
}

/** PubMed as the rest of the gateway sees it: cached, batched, paced. */
export interface Pubmed {
  /** The record, or null when PubMed has none. @param pmid a valid PMID */
  load(pmid: string, call: Call): Eventual<JournalArticle | null>;
  /** Records in the order of their PMIDs; what could not be had is its error, in its place. */
  loadMany(pmids: readonly string[], call: Call): Eventual<(JournalArticle | null | UpstreamError)[]>;
  /** One page of a search. */
  search(question: SearchQuestion, call: Call): Eventual<SearchAnswer>;
  /** The number of hits of a term, at most a day old. */
  count(term: string, call: Call): Promise<number>;
  /** Better spelt words, or null. */
  spelling(words: string, call: Call): Promise<string | null>;
  /** The PMIDs that are tied to a record, best first. */
  links(pmid: string, linkName: LinkName, call: Call): Promise<string[]>;
  /** How the copy of a record that is being shown stands to PubMed. */
  copyOf(record: object): CopyFacts;
  /** The same of the answer to a search. */
  copyOfSearch(answer: SearchAnswer): CopyFacts;
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
    lifetimes: settings.lifetimes,
  });
  const source: Source = { platform, upstream, client: new PubmedClient(upstream, settings) };
  const articles = articlesOf(source);
  const searches = searchesOf(source);
  const counts = countsOf(source);
  const spellings = spellingsOf(source);
  const links = {
    pubmed_pubmed: linksOf(source, "pubmed_pubmed"),
    pubmed_pubmed_citedin: linksOf(source, "pubmed_pubmed_citedin"),
  };
  return {
    load: (pmid, call) => articles.load(pmid, call),
    loadMany: (pmids, call) => articles.loadMany(pmids, call),
    search: (question, call) => searches.load(question, call),
    count: async (term, call) => (await counts.load({ term }, call)).total,
    spelling: async (words, call) => (await spellings.load({ words }, call)).corrected,
    links: async (pmid, linkName, call) => (await links[linkName].load(pmid, call))?.pmids ?? [],
    copyOf: (record) => articles.copyOf(record),
    copyOfSearch: (answer) => searches.copyOf(answer),
    now: () => platform.clock.now(),
    health: () => upstream.health(),
    close: () => upstream.close(),
  };
}

/** What every cache of this source is made of. */
interface Source {
  platform: Platform;
  upstream: Upstream;
  client: PubmedClient;
}

/** Records change slowly, and `revisedOn` tells; one that is not there yet may come any day. */
function articlesOf({ platform, upstream, client }: Source): Records<JournalArticle> {
  return createRecords(platform, upstream, {
    kind: "article",
    version: 1,
    maxBatch: LARGEST_BATCH,
    lifetimes: { freshMs: 7 * DAY_MS, staleMs: 30 * DAY_MS, absentMs: 6 * HOUR_MS },
    fetchMany: (pmids, call, held) => fetchArticles(client, pmids, call, held),
  });
}

/** New articles enter PubMed all day. */
function searchesOf({ platform, upstream, client }: Source): Answers<SearchQuestion, SearchAnswer> {
  return createAnswers(platform, upstream, {
    kind: "search",
    version: 1,
    lifetimes: { freshMs: HOUR_MS, staleMs: 12 * HOUR_MS, absentMs: HOUR_MS },
    keyOf: ({ term, sort, start, count }) => JSON.stringify([term, sort, start, count]),
    fetch: (question, call) => client.search(question, call),
  });
}

/** Counts serve timelines, which nobody reads to the hour. */
function countsOf({ platform, upstream, client }: Source): Answers<{ term: string }, { total: number }> {
  return createAnswers(platform, upstream, {
    kind: "count",
    version: 1,
    lifetimes: A_DAY,
    keyOf: ({ term }) => term,
    fetch: async ({ term }, call) => ({ total: await client.count(term, call) }),
  });
}

function spellingsOf({ platform, upstream, client }: Source): Answers<{ words: string }, { corrected: string | null }> {
  return createAnswers(platform, upstream, {
    kind: "spelling",
    version: 1,
    lifetimes: A_DAY,
    keyOf: ({ words }) => words,
    fetch: async ({ words }, call) => ({ corrected: await client.spelling(words, call) }),
  });
}

function linksOf({ platform, upstream, client }: Source, linkName: LinkName): Records<{ pmids: string[] }> {
  return createRecords(platform, upstream, {
    kind: linkName,
    version: 1,
    maxBatch: LARGEST_BATCH,
    lifetimes: A_DAY,
    fetchMany: async (pmids, call) => {
      const links = await client.links(pmids, linkName, call);
      return new Map(pmids.map((pmid) => [pmid, { value: { pmids: links.get(pmid) ?? [] } }]));
    },
  });
}

/**
 * A record that cannot be read costs only itself. When it cannot be told which records an unreadable part held, any of
 * the missing may be among them, so none is remembered as absent.
 *
 * Answers now and then lack a record that exists. One that was there before and is missing now is asked for once more
 * before it is believed to be gone.
 */
async function fetchArticles(
  client: PubmedClient,
  pmids: readonly string[],
  call: UpstreamCall,
  held: (pmid: string) => Held<JournalArticle> | undefined,
): Promise<Map<string, Fetched<JournalArticle>>> {
  const parsed = await client.fetchArticles(pmids, call);
  const fetched = toFetched(pmids, parsed);
  const lost = pmids.filter((pmid) => !fetched.has(pmid) && held(pmid)?.value != null);
  if (lost.length === 0) return fetched;
  return new Map([...fetched, ...toFetched(lost, await client.fetchArticles(lost, call))]);
}

function toFetched(
  pmids: readonly string[],
  { articles, unreadable, isDoubtful }: ParsedArticles,
): Map<string, Fetched<JournalArticle>> {
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
