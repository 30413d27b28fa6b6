import {
  type Call,
  type CopyFacts,
  createAnswers,
  createRecords,
  createUpstream,
  type Eventual,
  type LifetimeSettings,
  type Platform,
  type SourceHealth,
  type UpstreamCall,
  type UpstreamError,
  whenThere,
} from "../../upstream/index.js";
import { fetchTrials } from "./batch.js";
import { ClinicalTrialsClient } from "./client.js";
import { isNctId } from "./nct-id.js";
import { isEmpty, type PageQuestion, type TrialQuestion, unordered } from "./question.js";
import { emptyTally, type Tally } from "./tally.js";
import type { ClinicalTrial } from "./types.js";
import { DataVersion } from "./version.js";

const HOUR_MS = 3_600_000;

/** Until the registry's data set changes, at most a day; then shown while a newer copy is fetched, for a week. */
const LIFETIMES = { freshMs: 24 * HOUR_MS, staleMs: 7 * 24 * HOUR_MS, absentMs: 6 * HOUR_MS };

// The registry publishes no limit; its robots.txt asks for one request a second, and bursts are borne when few run at
// once. The window is as long as a page of twenty topics with a search each needs, so that such a page does not wait for
// what it did not use before; on average it is still one a second.
const QUOTA = { requests: 24, windowMs: 24_000, concurrency: 3 };

/** A hundred whole records are 1 to 2 MB; single records above 1 MB exist. */
const LARGEST_BODY = 20_000_000;

/** An address of `/studies` with more numbers than this grows too long. */
const LARGEST_BATCH = 100;

export interface ClinicalTrialsSettings {
  /** The API's base address, without a trailing slash. */
  baseUrl: string;
  /** What the operator has set of how long studies are kept. */
  lifetimes?: LifetimeSettings;
}

/** One page of a search as it is kept: the records on it are kept one by one, as any other record. */
export interface SearchPage {
  nctIds: string[];
  nextToken: string | null;
  totalCount: number | null;
}

/** Questions as texts. Those about a topic outlive a request; to write one down takes longer than to find its answer. */
const texts = new WeakMap<object, string>();

function textOf(question: object): string {
  let text = texts.get(question);
  if (text === undefined) {
    text = JSON.stringify(question);
    texts.set(question, text);
  }
  return text;
}

const NOTHING: SearchPage = { nctIds: [], nextToken: null, totalCount: 0 };

/** The registry of clinical studies, cached and paced. One per process. */
export interface ClinicalTrials {
  /** The study with this number, or with one that was merged into it; null when there is none. */
  load(nctId: string, call: Call): Eventual<ClinicalTrial | null>;
  /** Studies in the order of their numbers; what could not be had is its error, in its place. */
  loadMany(nctIds: readonly string[], call: Call): Eventual<(ClinicalTrial | null | UpstreamError)[]>;
  /** One page of a search, as the registry deals them out. */
  search(question: PageQuestion, call: Call): Eventual<SearchPage>;
  /** The number of studies that a question finds. */
  count(question: TrialQuestion, call: Call): Promise<number>;
  /** Counts of values among the first thousand studies that a question finds. */
  tally(question: TrialQuestion, call: Call): Eventual<Tally>;
  /** How the copy of a record that is being shown stands to the registry. */
  copyOf(trial: ClinicalTrial): CopyFacts;
  /** The version of the registry's data set, null until it is known. */
  dataVersion(): string | null;
  health(): SourceHealth;
  close(): Promise<void>;
}

export function createClinicalTrials(
  platform: Platform,
  { baseUrl, lifetimes }: ClinicalTrialsSettings,
): ClinicalTrials {
  const upstream = createUpstream(platform, {
    source: "clinicaltrials",
    baseUrl,
    quota: QUOTA,
    maxBodyBytes: LARGEST_BODY,
    lifetimes,
  });
  const client = new ClinicalTrialsClient(upstream);
  const version = new DataVersion(platform, upstream, client);
  const kept = { version: 1, lifetimes: LIFETIMES, dataVersion: () => version.current() };
  const answers = <Q extends object, A extends object>(
    kind: string,
    fetch: (question: Q, call: UpstreamCall) => Promise<A>,
  ) =>
    createAnswers<Q, A>(platform, upstream, {
      ...kept,
      kind,
      keyOf: textOf,
      fetch: (question, call) => version.beside(fetch(question, call), call.ending.signal),
    });

  const trials = createRecords<ClinicalTrial>(platform, upstream, {
    ...kept,
    kind: "trial",
    maxBatch: LARGEST_BATCH,
    fetchMany: (nctIds, call, held) => version.beside(fetchTrials(client, nctIds, call, held), call.ending.signal),
  });
  const searches = answers("search", async (question: PageQuestion, call): Promise<SearchPage> => {
    const page = await version.beside(client.fetchPage(question, call), call.ending.signal);
    for (const trial of page.trials) trials.put(trial.nctId, trial);
    const nctIds = page.trials.map(({ nctId }) => nctId);
    return { nctIds, nextToken: page.nextPageToken, totalCount: page.totalCount };
  });
  const counts = answers("count", async (question: TrialQuestion, call) => ({
    count: await client.fetchCount(question, call),
  }));
  const tallies = answers("tally", (question: TrialQuestion, call) => client.fetchTally(question, call));

  return {
    // One malformed number makes the registry refuse the whole batch, and with it the studies of other askers.
    load: (nctId, call) => (isNctId(nctId) ? trials.load(nctId, call) : null),
    loadMany: (nctIds, call) => {
      if (nctIds.every(isNctId)) return trials.loadMany(nctIds, call);
      const wellFormed = nctIds.filter(isNctId);
      return whenThere(trials.loadMany(wellFormed, call), (found) => {
        const byId = new Map(wellFormed.map((nctId, index) => [nctId, found[index] ?? null]));
        return nctIds.map((nctId) => byId.get(nctId) ?? null);
      });
    },
    search: (question, call) => (isEmpty(question) ? NOTHING : searches.load(question, call)),
    count: async (question, call) => (isEmpty(question) ? 0 : (await counts.load(unordered(question), call)).count),
    tally: (question, call) => (isEmpty(question) ? emptyTally() : tallies.load(unordered(question), call)),
    copyOf: (trial) => trials.copyOf(trial),
    dataVersion: () => version.current(),
    health: () => upstream.health(),
    close: () => {
      version.close();
      return upstream.close();
    },
  };
}
