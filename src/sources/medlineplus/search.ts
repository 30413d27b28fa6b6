import { setImmediate as turn } from "node:timers/promises";
import type { Language } from "../../content/index.js";
import type { TopicCollection } from "./collection.js";
import { TopicSearchIndex } from "./search-index.js";
import type { Snapshot } from "./snapshot.js";

/** Longest that building an index may keep other questions waiting at a time, milliseconds. */
const LONGEST_TURN_MS = 8;

interface State {
  /** The snapshot that `building` reads, or has read. */
  snapshot: Snapshot | null;
  building: Promise<TopicSearchIndex> | null;
  ready: TopicSearchIndex | null;
}

/** The search indexes of the topics that are served, one per language, each built when it is first asked. */
export class TopicSearch {
  private readonly states = new Map<Language, State>();

  constructor(private readonly collection: TopicCollection) {}

  /**
   * The index of the topics that are served now, or of the ones before while a new one is being built.
   * @throws UpstreamError "unavailable" before the topics are loaded
   */
  async index(language: Language): Promise<TopicSearchIndex> {
    const state = this.states.get(language) ?? { snapshot: null, building: null, ready: null };
    this.states.set(language, state);
    if (state.building === null || state.snapshot !== this.collection.snapshot()) {
      state.building = this.build(state, language);
      state.building.catch(() => {
        state.building = null;
      });
    }
    return state.ready ?? state.building;
  }

  private async build(state: State, language: Language): Promise<TopicSearchIndex> {
    const snapshot = this.collection.snapshot();
    state.snapshot = snapshot;
    const index = new TopicSearchIndex(language);
    let since = performance.now();
    for (const card of snapshot.cards) {
      if (card.language !== language) continue;
      if (performance.now() - since > LONGEST_TURN_MS) {
        await turn();
        since = performance.now();
        // New topics were loaded meanwhile, and this snapshot is closed: start over with those.
        if (this.collection.snapshot() !== snapshot) return this.build(state, language);
      }
      index.add(card, this.collection.read(card));
    }
    state.ready = index;
    return index;
  }
}
