import { type LifetimeSettings, openPracticeUpstream, type Platform, type SourceHealth } from "../upstream/index.js";
import {
  CLINICAL_TRIALS_RESOLVERS,
  type ClinicalTrials,
  createClinicalTrials,
  practiseClinicalTrials,
} from "./clinicaltrials/index.js";
import {
  createEncyclopedia,
  type Encyclopedia,
  type EncyclopediaLicense,
  EncyclopediaResolver,
  practiseEncyclopedia,
} from "./encyclopedia/index.js";
import { createMedlinePlus, type MedlinePlus, medlineplusResolvers, type TopicsProgress } from "./medlineplus/index.js";
import { createPubmed, type Pubmed, practisePubmed, pubmedResolvers } from "./pubmed/index.js";

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

export type { MedlinePlus, TopicsProgress };

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

/** Every connection takes a quarter of a megabyte, which the process would keep. */
const PRACTICE_CONCURRENCY = 2;

/** Sources to practise on, with the upstream inside this process that they ask; the topics are those that are there already. */
export interface PracticeSources {
  sources: Sources;
  close(): Promise<void>;
}

/** Creates a second set of sources that ask nobody outside. Rejects where loopback cannot be listened on. */
export async function openPracticeSources(
  platform: Omit<Platform, "isPractice">,
  medlineplus: MedlinePlus,
  encyclopediaSettings: SourcesSettings["encyclopedia"],
): Promise<PracticeSources> {
  const upstream = await openPracticeUpstream([practiseEncyclopedia, practisePubmed, practiseClinicalTrials]);
  const own = { ...platform, isPractice: true };
  const baseUrl = upstream.url;
  const encyclopedia = createEncyclopedia(own, {
    baseUrl,
    ...encyclopediaSettings,
    pageConcurrency: PRACTICE_CONCURRENCY,
  });
  const pubmed = createPubmed(own, { baseUrl, apiKey: null, contactEmail: null, toolName: TOOL_NAME });
  const clinicaltrials = createClinicalTrials(own, { baseUrl });
  return {
    sources: { medlineplus, encyclopedia, pubmed, clinicaltrials },
    close: async () => {
      await Promise.all([encyclopedia.close(), pubmed.close(), clinicaltrials.close()]);
      upstream.close();
    },
  };
}
