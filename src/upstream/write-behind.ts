import { setTimeout as sleep } from "node:timers/promises";
import type { Store, StoreEntry } from "./store.js";

/** Most characters written in one go: some milliseconds of work, so that questions are answered in between. */
const CHARACTERS_AT_ONCE = 250_000;
/** A store that is too slow for what comes loses the oldest of what waits, as a cache may. */
const MOST_WAITING_CHARACTERS = 32_000_000;
/** Entries that come within this time are written together: a transaction for each would cost more than what it writes. */
const GATHERING_MS = 50;

/**
 * A store that takes entries at once and writes them between other work, a portion at a time. What waits to be written
 * is found as if it were there already; `close` writes it all.
 */
export class WriteBehind implements Store {
  private readonly waiting = new Map<string, StoreEntry>();
  private characters = 0;
  private writing: Promise<void> | null = null;
  private isHurried = false;
  private hurry: () => void = () => undefined;

  /** @param gatheringMs how long a portion that is not full waits for more, in milliseconds */
  constructor(
    private readonly store: Store,
    private readonly gatheringMs = GATHERING_MS,
  ) {}

  async getMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    const missing = keys.filter((key) => !this.waiting.has(key));
    if (missing.length === 0) return keys.map((key) => this.waiting.get(key)?.value);
    const waiting = keys.map((key) => this.waiting.get(key)?.value);
    const stored = (await this.store.getMany(missing)).values();
    return waiting.map((value) => value ?? stored.next().value);
  }

  async setMany(entries: readonly StoreEntry[]): Promise<void> {
    for (const entry of entries) {
      this.drop(entry.key);
      this.waiting.set(entry.key, entry);
      this.characters += entry.value.length;
    }
    for (const [key] of this.waiting) {
      if (this.characters <= MOST_WAITING_CHARACTERS) break;
      this.drop(key);
    }
    if (this.characters >= CHARACTERS_AT_ONCE) this.hurry();
    this.writing ??= this.writeAll().finally(() => {
      this.writing = null;
    });
  }

  async deleteMany(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.drop(key);
    // A portion that is being written may hold these keys.
    await this.allWritten();
    await this.store.deleteMany(keys);
  }

  async close(): Promise<void> {
    while (this.writing) await this.allWritten();
    await this.store.close();
  }

  private async allWritten(): Promise<void> {
    this.isHurried = true;
    this.hurry();
    await this.writing;
    this.isHurried = false;
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.size > 0) {
      if (this.characters < CHARACTERS_AT_ONCE && !this.isHurried) await this.gather();
      await new Promise((resolve) => setImmediate(resolve));
      const portion = this.portion();
      await this.store.setMany(portion);
      // What came meanwhile for the same key waits for its own turn.
      for (const entry of portion) if (this.waiting.get(entry.key) === entry) this.drop(entry.key);
    }
  }

  /** Waits for more to come, until there is enough or somebody cannot wait. */
  private async gather(): Promise<void> {
    if (this.gatheringMs === 0) return;
    const ending = new AbortController();
    this.hurry = () => ending.abort();
    await sleep(this.gatheringMs, undefined, { signal: ending.signal }).catch(() => undefined);
    this.hurry = () => undefined;
  }

  private portion(): StoreEntry[] {
    const portion: StoreEntry[] = [];
    let characters = 0;
    for (const entry of this.waiting.values()) {
      if (characters >= CHARACTERS_AT_ONCE) break;
      characters += entry.value.length;
      portion.push(entry);
    }
    return portion;
  }

  private drop(key: string): void {
    const entry = this.waiting.get(key);
    if (!entry) return;
    this.waiting.delete(key);
    this.characters -= entry.value.length;
  }
}
