import { setTimeout as sleep } from "node:timers/promises";
import { Language } from "../../content/index.js";
import { Breather } from "./breather.js";
import type { TopicCollection } from "./collection.js";
import { TopicSearchIndex } from "./search-index.js";
import type { Snapshot } from "./snapshot.js";
import { openCollector } from "./young-garbage.js";

/** After new topics, what they are asked for at once goes first. */
const PREPARE_AFTER_MS = 1_000;

/** After so much of the snapshot was read for nobody, what it left behind is collected; else the heap grows by it. */
const COLLECT_BYTES = 1_000_000;

interface State {
  /** The snapshot that `building` reads, or has read. */
  snapshot: Snapshot | null;
  building: Promise<TopicSearchIndex> | null;
  ready: TopicSearchIndex | null;
  /** Whether a question waits for `building`. */
  isAwaited: boolean;
}

/**
 * The search indexes of the topics that are served, one per language. They are built behind the answers, or at once when
 * somebody searches before that.
 */
export class TopicSearch {
  private readonly states = new Map<Language, State>();
  private readonly collect = openCollector();
  private readonly end = new AbortController();

  constructor(private readonly collection: TopicCollection) {}

  /**
   * The index of the topics that are served now, or of the ones before while a new one is being built.
   * @throws UpstreamError "unavailable" before the topics are loaded
   */
  async index(language: Language): Promise<TopicSearchIndex> {
    const state = this.stateOf(language);
    const building = this.current(state, language);
    if (state.ready) return state.ready;
    state.isAwaited = true;
    return building;
  }

  /** Builds the indexes of the topics that are served now, in idle time. An index costs some megabytes. */
  prepare(): void {
    this.buildAll().catch(() => undefined);
  }

  /** Gives up what is being built for nobody. */
  close(): void {
    this.end.abort();
  }

  private async buildAll(): Promise<void> {
    await sleep(PREPARE_AFTER_MS, undefined, { ref: false, signal: this.end.signal });
    for (const language of Object.values(Language)) await this.current(this.stateOf(language), language);
  }

  private stateOf(language: Language): State {
    const state = this.states.get(language) ?? { snapshot: null, building: null, ready: null, isAwaited: false };
    this.states.set(language, state);
    return state;
  }

  private current(state: State, language: Language): Promise<TopicSearchIndex> {
    if (state.building !== null && state.snapshot === this.collection.snapshot()) return state.building;
    state.isAwaited = false;
    const building = this.build(state, language);
    state.building = building;
    building.catch(() => {
      state.building = null;
    });
    return building;
  }

  private async build(state: State, language: Language): Promise<TopicSearchIndex> {
    const snapshot = this.collection.snapshot();
    state.snapshot = snapshot;
    const index = new TopicSearchIndex(language);
    const breather = new Breather(() => state.isAwaited, this.end.signal);
    let uncollected = 0;
    for (const card of snapshot.cards) {
      if (card.language !== language) continue;
      // When new topics were loaded meanwhile, this snapshot is closed: start over with those.
      if ((await breather.breathe()) && this.collection.snapshot() !== snapshot) return this.build(state, language);
      index.add(card, this.collection.read(card));
      uncollected += card.length;
      if (state.isAwaited || uncollected < COLLECT_BYTES) continue;
      this.collect();
      uncollected = 0;
    }
    state.ready = index;
    return index;
  }
}
