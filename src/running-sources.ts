import { join } from "node:path";
import { type BundledSources, startBundledSources } from "./bundled/index.js";
import type { Config } from "./config.js";
import { ROOT, readVersion } from "./installed.js";
import {
  closeSources,
  createSources,
  type Sources,
  type SourcesSettings,
  type TopicsProgress,
} from "./sources/index.js";
import { joinReplicas, openStore } from "./store.js";
import {
  Invalidations,
  type Log,
  type Observer,
  type Platform,
  type SharedSpending,
  systemClock,
} from "./upstream/index.js";

/** The sources of this process with what they stand on. */
export interface RunningSources {
  sources: Sources;
  /** The sample servers inside this process; null when no upstream needs one. */
  bundled: BundledSources | null;
  /** What the operator has declared outdated. */
  invalidations: Invalidations;
  /** One budget for each client of all replicas; null when there is one process. */
  spending: SharedSpending | null;
  /** Ends what is under way, writes what waits to be written and lets go of everything. */
  close(): Promise<void>;
}

/** Who wants to follow what happens. */
export interface Onlookers {
  observer?: Observer | undefined;
  topicsProgress?: TopicsProgress | undefined;
}

/** Opens the store, starts the sample servers where they are needed and creates the sources. Nothing is asked yet. */
export async function openSources(config: Config, log: Log, onlookers: Onlookers = {}): Promise<RunningSources> {
  const bundled = Object.values(config.upstreams).includes(null)
    ? await startBundledSources({ fixtures: join(ROOT, "fixtures") })
    : null;
  const version = readVersion();
  const local = openStore(config, log);
  const replicas = await joinReplicas(config, local, version, log);
  const store = replicas?.store ?? local;
  const invalidations = new Invalidations(store, () => systemClock.now());
  replicas?.spread(invalidations);
  const platform: Platform = {
    clock: systemClock,
    log,
    store,
    userAgent: userAgentOf(config),
    memoryBytes: config.recordMemoryBytes,
    invalidations,
    ...(replicas ? { shared: replicas.shared } : {}),
    observer: onlookers.observer,
  };
  const sources = createSources(platform, {
    ...sourcesSettings(config, bundled),
    topicsProgress: onlookers.topicsProgress,
  });
  await invalidations.readMarks();
  return {
    sources,
    bundled,
    invalidations,
    spending: replicas?.spending ?? null,
    close: async () => {
      await closeSources(sources);
      await replicas?.close();
      await store.close();
      await bundled?.close();
    },
  };
}

/** How the gateway introduces itself to upstreams, with its operator's address. */
export function userAgentOf({ contactEmail }: Config): string {
  return `galen/${readVersion()}${contactEmail === null ? "" : ` (${contactEmail})`}`;
}

function sourcesSettings(config: Config, bundled: BundledSources | null): SourcesSettings {
  const { encyclopedia, topicsRefreshHours, dataFolder, ncbiApiKey, contactEmail, lifetimes } = config;
  const urls = addressesOf(config, bundled);
  return { urls, encyclopedia, topicsRefreshHours, dataFolder, ncbiApiKey, contactEmail, lifetimes };
}

/** Where each upstream is. */
export function addressesOf({ upstreams }: Config, bundled: BundledSources | null): SourcesSettings["urls"] {
  const address = (name: keyof Config["upstreams"]): string => upstreams[name] ?? bundled?.urls[name] ?? "";
  return {
    medlineplus: address("medlineplus"),
    medlineplusConnect: address("medlineplusConnect"),
    pubmed: address("pubmed"),
    clinicaltrials: address("clinicaltrials"),
  };
}
