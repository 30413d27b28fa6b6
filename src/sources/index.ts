import type { LifetimeSettings, Platform, SourceHealth } from "../upstream/index.js";
import {
  CLINICAL_TRIALS_RESOLVERS,
  type ClinicalTrials,
  createClinicalTrials,
  warmUpTrialParser,
} from "./clinicaltrials/index.js";
import {
  createEncyclopedia,
  type Encyclopedia,
  type EncyclopediaLicense,
  EncyclopediaResolver,
  warmUpEntryParser,
} from "./encyclopedia/index.js";
import { createMedlinePlus, type MedlinePlus, medlineplusResolvers, type TopicsProgress } from "./medlineplus/index.js";
import { createPubmed, type Pubmed, pubmedResolvers, warmUpArticleParser } from "./pubmed/index.js";

/** Where the sources are and what they have to be told. Addresses have no trailing slash. */
export interface SourcesSettings {
  urls: { medlineplus: string; medlineplusConnect: string; pubmed: string; clinicaltrials: string };
  encyclopedia: {
    text: "full" | "teaser";
    license: EncyclopediaLicense;
    pageConcurrency: number;
    pagesPerSecond: number | null;
  };
  topicsRefreshHours: number;
  dataFolder: string;
  ncbiApiKey: string | null;
  contactEmail: string | null;
  /** Told while a file of health topics is read. */
  topicsProgress?: TopicsProgress | undefined;
  lifetimes: { encyclopedia: LifetimeSettings; pubmed: LifetimeSettings; clinicaltrials: LifetimeSettings };
}

export type { TopicsProgress };

/** All sources of this process: what resolvers find in their context beside the call. */
export interface Sources {
  medlineplus: MedlinePlus;
  encyclopedia: Encyclopedia;
  pubmed: Pubmed;
  clinicaltrials: ClinicalTrials;
}

/** The program's name, as the sources' terms ask for it. */
const TOOL_NAME = "galen";

/** The resolvers of all sources. */
export const sourceResolvers = [
  ...medlineplusResolvers,
  EncyclopediaResolver,
  ...pubmedResolvers,
  ...CLINICAL_TRIALS_RESOLVERS,
] as const;

/** Creates every source, once per process: quotas are counted inside. Nothing is asked yet. */
export function createSources(platform: Platform, settings: SourcesSettings): Sources {
  const { urls, encyclopedia, lifetimes, dataFolder, topicsRefreshHours, ncbiApiKey, contactEmail } = settings;
  return {
    medlineplus: createMedlinePlus(platform, {
      baseUrl: urls.medlineplus,
      connectUrl: urls.medlineplusConnect,
      dataFolder,
      refreshHours: topicsRefreshHours,
      progress: settings.topicsProgress,
    }),
    encyclopedia: createEncyclopedia(platform, {
      baseUrl: urls.medlineplus,
      ...encyclopedia,
      lifetimes: lifetimes.encyclopedia,
    }),
    pubmed: createPubmed(platform, {
      baseUrl: urls.pubmed,
      apiKey: ncbiApiKey,
      contactEmail,
      toolName: TOOL_NAME,
      lifetimes: lifetimes.pubmed,
    }),
    clinicaltrials: createClinicalTrials(platform, {
      baseUrl: urls.clinicaltrials,
      lifetimes: lifetimes.clinicaltrials,
    }),
  };
}

/** How all of them are doing. Asks nobody. */
export function sourcesHealth({ medlineplus, encyclopedia, pubmed, clinicaltrials }: Sources): SourceHealth[] {
  return [...medlineplus.health(), encyclopedia.health(), pubmed.health(), clinicaltrials.health()];
}

/** Lets go of timers and connections. */
export async function closeSources({ medlineplus, encyclopedia, pubmed, clinicaltrials }: Sources): Promise<void> {
  await Promise.all([medlineplus.close(), encyclopedia.close(), pubmed.close(), clinicaltrials.close()]);
}

/** Makes the parsers fast before the first record comes; asks nobody. */
export async function warmUpParsers(): Promise<void> {
  await warmUpEntryParser();
  await warmUpArticleParser();
  await warmUpTrialParser();
}
