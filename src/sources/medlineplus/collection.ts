import { LRUCache } from "lru-cache";
import { type CopyFacts, UpstreamError } from "../../upstream/index.js";
import { toHealthTopic } from "./model.js";
import type { Snapshot } from "./snapshot.js";
import type { SnapshotFacts, TopicCard } from "./snapshot-format.js";
import type { StoredTopic } from "./stored-topic.js";
import { TopicIndex } from "./topic-index.js";
import type { HealthTopic } from "./types.js";

/** The name of this source in errors, reports and provenance. */
export const SOURCE = "medlineplus";

/** A parsed topic takes about this many bytes for one of its JSON text. */
const PARSED_BYTES_PER_BYTE = 3;

/** Within this time since MedlinePlus was last asked for a newer file, the topics are fresh. */
const FRESH_MS = 24 * 3_600_000;

interface Held {
  snapshot: Snapshot;
  index: TopicIndex;
}

/** The topics that are being served: one snapshot at a time, exchanged at once and whole. */
export class TopicCollection {
  private held: Held | null = null;
  private readonly parsed: LRUCache<string, HealthTopic>;
  private checkedAt = 0;
  private hasFailed = false;
  private hasSucceeded = false;
  private failure: UpstreamError | null = null;
  private isClosed = false;
  /** Called when other topics are served than before. */
  onSwap: () => void = () => undefined;
  /** Called when a record turns out to be damaged. */
  onDamage: (error: unknown) => void = () => undefined;

  constructor(memoryBytes: number) {
    this.parsed = new LRUCache({ maxSize: Math.max(1, memoryBytes) });
  }

  isReady(): boolean {
    return this.held !== null;
  }

  facts(): SnapshotFacts | null {
    return this.held?.snapshot.facts ?? null;
  }

  /** Serves this snapshot from when it resolves on. It is closed when another takes its place. */
  async swap(snapshot: Snapshot): Promise<void> {
    const index = await TopicIndex.of(snapshot);
    if (this.isClosed) return snapshot.close();
    const old = this.held;
    this.held = { snapshot, index };
    this.checkedAt = snapshot.facts.retrievedAt;
    this.parsed.clear();
    old?.snapshot.close();
    this.onSwap();
  }

  /** @throws UpstreamError with the reason why no topics could be loaded yet */
  index(): TopicIndex {
    return this.present().index;
  }

  /** @throws UpstreamError with the reason why no topics could be loaded yet */
  snapshot(): Snapshot {
    return this.present().snapshot;
  }

  /** @throws UpstreamError "unavailable" when the record is damaged */
  topic(card: TopicCard): HealthTopic {
    const index = this.index();
    const known = this.parsed.get(card.topicId);
    if (known) return known;
    const topic = Object.freeze(toHealthTopic(this.read(card), index));
    this.parsed.set(card.topicId, topic, { size: card.length * PARSED_BYTES_PER_BYTE });
    return topic;
  }

  /** @throws UpstreamError "unavailable" when the record is damaged */
  read(card: TopicCard): StoredTopic {
    const { snapshot } = this.present();
    try {
      return snapshot.read(card);
    } catch (cause) {
      this.onDamage(cause);
      throw new UpstreamError(SOURCE, "unavailable", `topic ${card.topicId} cannot be read`, { cause });
    }
  }

  /** Notes that MedlinePlus was asked for a newer file: with success, or in vain. */
  checked(at: number, succeeded: boolean): void {
    this.hasFailed = !succeeded;
    this.hasSucceeded ||= succeeded;
    if (succeeded) this.checkedAt = at;
  }

  /** Notes why there are no topics, or no newer ones. */
  failed(reason: UpstreamError): void {
    this.failure = reason;
  }

  copyFacts(now: number): CopyFacts {
    const storedAt = this.facts()?.retrievedAt ?? now;
    // What an earlier process left behind is not fresh when this one has only ever asked in vain.
    const isFresh = now < this.checkedAt + FRESH_MS && (this.hasSucceeded || !this.hasFailed);
    const freshness = isFresh ? "FRESH" : this.hasFailed ? "STALE_AFTER_ERROR" : "STALE";
    return { storedAt, ageMs: Math.max(0, now - storedAt), freshness };
  }

  /** For how long the topics surely stay fresh, milliseconds; 0 when there are none, and until they are checked. */
  freshForMs(now: number): number {
    return this.hasSucceeded ? Math.max(0, this.checkedAt + FRESH_MS - now) : 0;
  }

  close(): void {
    this.isClosed = true;
    this.held?.snapshot.close();
    this.held = null;
  }

  private present(): Held {
    if (this.held) return this.held;
    const { failure = "unavailable", message = "not yet", retryAfterSeconds = null } = this.failure ?? {};
    throw new UpstreamError(SOURCE, failure, `the topics are not loaded: ${message}`, {
      retryable: true,
      ...(retryAfterSeconds !== null && { retryAfterSeconds }),
    });
  }
}
