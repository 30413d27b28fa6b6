import { join } from "node:path";
import { clinicalTrialsHandler } from "./clinicaltrials.js";
import { connectHandler } from "./connect.js";
import { type BundledAnswer, type BundledControls, type BundledServer, listenBundled } from "./http.js";
import { medlineplusHandler } from "./medlineplus.js";
import { pubmedHandler } from "./pubmed.js";

export type { BundledControls, BundledLogEntry, BundledServer } from "./http.js";

/** The four loopback servers that stand in for the upstreams. */
export interface BundledSources {
  medlineplus: BundledServer;
  connect: BundledServer;
  pubmed: BundledServer;
  clinicaltrials: BundledServer;
  /** Base addresses, in the form of the gateway's own settings. */
  urls: { medlineplus: string; medlineplusConnect: string; pubmed: string; clinicaltrials: string };
  /** Records that can be served; topics and articles count each language. */
  counts: { topics: number; encyclopediaArticles: number; journalArticles: number; clinicalTrials: number };
  close(): Promise<void>;
}

export interface BundledOptions {
  /** Folder with the sample data, one folder per source. */
  fixtures: string;
  /** The clock that dates the bulk files and the relative searches. */
  now?: () => Date;
  controls?: Partial<Record<"medlineplus" | "connect" | "pubmed" | "clinicaltrials", Partial<BundledControls>>>;
}

/** Starts all four servers on free ports of 127.0.0.1. Rejects when the sample data cannot be read. */
export async function startBundledSources(options: BundledOptions): Promise<BundledSources> {
  const { fixtures, now = () => new Date(), controls = {} } = options;
  const [topics, connectAnswer, citations, trials] = await Promise.all([
    medlineplusHandler(fixtures, now),
    connectHandler(fixtures, now),
    pubmedHandler(join(fixtures, "pubmed"), now),
    clinicalTrialsHandler(join(fixtures, "clinicaltrials"), now),
  ]);
  const [medlineplus, connect, pubmed, clinicaltrials] = await Promise.all([
    listenBundled("MedlinePlus", topics.handler, { controls: controls.medlineplus ?? {} }),
    listenBundled("MedlinePlus Connect", connectAnswer, { controls: controls.connect ?? {}, basePath: "/service" }),
    listenBundled("PubMed", citations.handler, {
      controls: controls.pubmed ?? {},
      basePath: "/entrez/eutils",
      overQuota: tooManyCallsToPubmed,
    }),
    listenBundled("ClinicalTrials.gov", trials.handler, {
      controls: controls.clinicaltrials ?? {},
      basePath: "/api/v2",
    }),
  ]);
  const servers = [medlineplus, connect, pubmed, clinicaltrials];
  return {
    medlineplus,
    connect,
    pubmed,
    clinicaltrials,
    urls: {
      medlineplus: medlineplus.url,
      medlineplusConnect: connect.url,
      pubmed: pubmed.url,
      clinicaltrials: clinicaltrials.url,
    },
    counts: {
      topics: topics.topics,
      encyclopediaArticles: topics.encyclopediaArticles,
      journalArticles: citations.count,
      clinicalTrials: trials.count,
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

/** NCBI names the caller's address as its key when none was given, and counts the refused call. */
function tooManyCallsToPubmed(seen: number, limit: number): BundledAnswer {
  return {
    status: 429,
    headers: { "content-type": "application/json", "retry-after": "2" },
    body: JSON.stringify({
      error: "API rate limit exceeded",
      "api-key": "127.0.0.1",
      count: String(seen),
      limit: String(limit),
    }),
  };
}
