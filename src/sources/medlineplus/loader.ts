import { Language, type License, type Provenance, toProvenance } from "../../content/index.js";
import { type Call, createUpstream, type Platform, type SourceHealth, type Upstream } from "../../upstream/index.js";
import { isOnMedlinePlus, topicPageAt } from "./addresses.js";
import type { TopicName } from "./arguments.js";
import { TopicsClient } from "./client.js";
import { SOURCE, TopicCollection } from "./collection.js";
import { type CodeQuestion, Connect } from "./connect.js";
import type { TopicsProgress } from "./conversion.js";
import type { HealthTopicGroup } from "./group-types.js";
import { linkedPmids } from "./linked-pmids.js";
import { outdatable, TopicsRefresher } from "./refresh.js";
import { TopicSearch } from "./search.js";
import type { TopicHits } from "./search-index.js";
import { SharedSnapshots } from "./shared-snapshots.js";
import { SnapshotFolder } from "./snapshot-folder.js";
import type { TopicCard } from "./snapshot-format.js";
import { suggestNames } from "./suggest.js";
import type { HealthTopic } from "./types.js";

export interface MedlinePlusSettings {
  /** Without a trailing slash. */
  baseUrl: string;
  /** The address of the MedlinePlus Connect service. */
  connectUrl: string;
  /** The folder that keeps the snapshot of the topics between runs. */
  dataFolder: string;
  /** How often a newer topics file is looked for. Default 12, as MedlinePlus asks. */
  refreshHours?: number;
  /** Told while a topics file is read. */
  progress?: TopicsProgress | undefined;
}

const DEFAULT_REFRESH_HOURS = 12;
const HOUR_MS = 3_600_000;
const LICENSE: License = {
  name: "Public domain",
  url: "https://medlineplus.gov/about/using/usingcontent/",
  mayRepublish: true,
};

/** The health topics of MedlinePlus: all in reach without asking anybody, once they are loaded. */
export class MedlinePlus {
  private readonly searches: TopicSearch;

  constructor(
    private readonly platform: Platform,
    private readonly collection: TopicCollection,
    private readonly refresher: TopicsRefresher,
    private readonly upstream: Upstream,
    private readonly connect: Connect,
  ) {
    this.searches = new TopicSearch(collection);
    collection.onSwap = () => this.searches.prepare();
  }

  /** Resolves when topics can be served, or when they cannot be had for now; then loading goes on behind. */
  start(): Promise<void> {
    return this.refresher.start();
  }

  async close(): Promise<void> {
    this.searches.close();
    await this.refresher.close();
    this.collection.close();
    await Promise.all([this.upstream.close(), this.connect.close()]);
  }

  ready(): boolean {
    return this.collection.isReady();
  }

  /**
   * The PMIDs that the pages of all topics link to, each once. Read in idle time.
   * @throws the signal's reason, and UpstreamError "unavailable" when there are no topics or others take their place
   */
  linkedPmids(signal: AbortSignal): Promise<string[]> {
    return linkedPmids(this.collection, signal);
  }

  /** The day on which the file that is being served was made, or null before there is one. */
  dataVersion(): string | null {
    const facts = this.collection.facts();
    return facts && (facts.generatedOn ?? facts.fileDate);
  }

  /** How the topics file and the code look-up are doing. */
  health(): SourceHealth[] {
    return [{ ...this.upstream.health(), dataVersion: this.dataVersion() }, this.connect.health()];
  }

  /** Every look-up throws UpstreamError "unavailable" before the topics are loaded. */
  byId(topicId: string, call: Call): HealthTopic | null {
    return this.one(this.collection.index().byId(topicId), call);
  }

  bySlug(slug: string, language: Language, call: Call): HealthTopic | null {
    return this.one(this.collection.index().bySlug(slug, language), call);
  }

  /** The topic whose page is at this address, in any of MedlinePlus's forms. */
  byUrl(url: string, call: Call): HealthTopic | null {
    const page = isOnMedlinePlus(url) ? topicPageAt(url) : null;
    return page && this.bySlug(page.slug, page.language, call);
  }

  /** Topics with this title, else with this other name or index term. */
  byName(name: string, language: Language, call: Call): HealthTopic[] {
    return this.many(this.collection.index().byName(name, language), call);
  }

  /** English topics: Spanish ones have no MeSH headings. */
  byMeshDescriptor(descriptorId: string, call: Call): HealthTopic[] {
    return this.many(this.collection.index().byMeshDescriptor(descriptorId), call);
  }

  /** Topics of this language that link to an encyclopedia entry, such as `article/001488`. */
  byEncyclopediaArticle(articleId: string, language: Language, call: Call): HealthTopic[] {
    return this.many(this.collection.index().byEncyclopediaArticle(articleId, language), call);
  }

  byTopicName(name: TopicName, language: Language, call: Call): HealthTopic | null {
    if ("topicId" in name) return this.byId(name.topicId, call);
    return "slug" in name ? this.bySlug(name.slug, language, call) : this.byUrl(name.url, call);
  }

  /** In the order of their titles, as all lists of topics. */
  byGroup(groupId: string, language: Language, call: Call): HealthTopic[] {
    return this.many(this.inGroup(groupId, language), call);
  }

  /** What is known of a group's topics without reading their records. */
  inGroup(groupId: string, language: Language): readonly TopicCard[] {
    return this.collection.index().byGroup(groupId, language);
  }

  groups(language: Language, call: Call): HealthTopicGroup[] {
    this.lives(call);
    return this.collection.index().groups(language);
  }

  group(groupId: string, language: Language): HealthTopicGroup | null {
    return this.collection.index().group(groupId, language) ?? null;
  }

  /** What is known of every topic of a language without reading its record. */
  all(language: Language): readonly TopicCard[] {
    return this.collection.index().all(language);
  }

  /** The whole topics of cards, in their order. */
  many(cards: readonly TopicCard[], call: Call): HealthTopic[] {
    this.lives(call);
    return cards.map((card) => this.served(card, call));
  }

  /** Related topics of the same language; the file can name some that it does not hold. */
  related(topic: HealthTopic, call: Call): HealthTopic[] {
    const index = this.collection.index();
    return this.many(
      topic.relatedTopicIds.flatMap((topicId) => index.byId(topicId) ?? []),
      call,
    );
  }

  translation(topic: HealthTopic, call: Call): HealthTopic | null {
    return topic.translationTopicId === null ? null : this.byId(topic.translationTopicId, call);
  }

  /** Topics of a language, and of a group if one is named, that have these words; best first. */
  async search(words: string, language: Language, groupId: string | null, call: Call): Promise<TopicHits> {
    this.lives(call);
    const index = await this.searches.index(language);
    if (groupId === null) return index.find(words);
    const members = new Set(this.inGroup(groupId, language).map((card) => card.topicId));
    return index.find(words, (topicId) => members.has(topicId));
  }

  /** Titles and other names that start like this, with their topics. */
  suggest(prefix: string, language: Language, most: number, call: Call): { text: string; topic: HealthTopic }[] {
    const names = suggestNames(this.all(language), prefix, most);
    return names.map(({ text, card }) => ({ text, topic: this.served(card, call) }));
  }

  /** The topics for a code of a health record, best first; pages that are no topics (of medicines, of tests) are left out. */
  async byCode(question: CodeQuestion, call: Call): Promise<HealthTopic[]> {
    const pages = await this.connect.pages(question, call);
    return pages.flatMap((url) => this.byUrl(url, call) ?? []);
  }

  provenance(topic: HealthTopic): Provenance {
    const facts = {
      source: SOURCE,
      url: topic.url,
      // The file says when it was made and when a topic first appeared, but of no topic when it was last changed.
      sourceUpdatedOn: null,
      attribution: "Courtesy of MedlinePlus from the National Library of Medicine",
      license: LICENSE,
    };
    return toProvenance(facts, this.collection.copyFacts(this.platform.clock.now()));
  }

  private one(card: TopicCard | undefined, call: Call): HealthTopic | null {
    if (card) return this.served(card, call);
    call.report.of(SOURCE).absent++;
    this.lives(call);
    return null;
  }

  private served(card: TopicCard, call: Call): HealthTopic {
    const now = this.platform.clock.now();
    const { freshness, ageMs } = this.collection.copyFacts(now);
    const report = call.report.of(SOURCE);
    if (!call.rehearsal && !call.isPractice) this.upstream.statistics.hits++;
    if (freshness === "FRESH") report.fresh++;
    else report[freshness === "STALE" ? "stale" : "staleAfterError"]++;
    if (freshness !== "FRESH") report.oldestStaleMs = Math.max(report.oldestStaleMs, ageMs);
    this.lives(call);
    return this.collection.topic(card);
  }

  /** An answer is good for as long as the topics are fresh, also when it says that there is none. */
  private lives(call: Call): void {
    call.report.lives(this.collection.freshForMs(this.platform.clock.now()));
  }
}

/** The health topics of this process. `start` it before it is asked. */
export function createMedlinePlus(platform: Platform, settings: MedlinePlusSettings): MedlinePlus {
  const { clock, log } = platform;
  const { baseUrl, dataFolder, refreshHours = DEFAULT_REFRESH_HOURS, progress } = settings;
  const upstream = createUpstream(platform, {
    source: SOURCE,
    baseUrl,
    quota: { requests: 20, windowMs: 60_000, concurrency: 1 },
  });
  const collection = new TopicCollection(platform.memoryBytes);
  const folder = new SnapshotFolder(dataFolder, baseUrl, log);
  const load = { client: new TopicsClient(upstream, clock), folder, log, baseUrl, now: () => clock.now(), progress };
  const refreshMs = refreshHours * HOUR_MS;
  const files = platform.shared?.files;
  const shared = files ? new SharedSnapshots({ files, folder, log, name: "topics" }) : null;
  const refresher = new TopicsRefresher({ platform, collection, folder, load, refreshMs, shared });
  platform.invalidations?.add(SOURCE, outdatable(refresher, clock.now()));
  return new MedlinePlus(platform, collection, refresher, upstream, new Connect(platform, settings.connectUrl));
}
