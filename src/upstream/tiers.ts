import { LRUCache } from "lru-cache";
import { type Entry, readEntry, writeEntry } from "./entry.js";
import type { Platform } from "./platform.js";

/** What is kept of one kind of record: parsed in memory within a bound of bytes, and as text in the store behind. */
export class Tiers<T> {
  private readonly memory: LRUCache<string, Entry<T>>;
  private readonly entries = new WeakMap<object, Entry<T>>();

  /** @param prefix parts this kind's keys in the store from those of all others */
  constructor(
    private readonly platform: Platform,
    private readonly prefix: string,
  ) {
    this.memory = new LRUCache({
      maxSize: platform.memoryBytes,
      maxEntrySize: Math.ceil(platform.memoryBytes / 4),
      sizeCalculation: (entry) => entry.bytes,
    });
  }

  /** What memory holds, however old. */
  get(id: string): Entry<T> | undefined {
    return this.memory.get(id);
  }

  /** The entry that a value came from, as long as the value itself lives. */
  entryOf(value: object): Entry<T> | undefined {
    return this.entries.get(value);
  }

  /** The newest copies in either tier, in the order of their ids; those that only the store had are in memory then. */
  async find(ids: readonly string[]): Promise<(Entry<T> | undefined)[]> {
    const texts = await this.platform.store.getMany(ids.map((id) => this.prefix + id));
    return ids.map((id, index) => {
      const held = this.memory.peek(id);
      const text = texts[index];
      const stored = text === undefined ? null : readEntry<T>(text);
      if (!stored || (held && held.storedAt >= stored.storedAt)) return held;
      this.remember(id, stored);
      return stored;
    });
  }

  keep(landed: readonly [string, Entry<T>][]): void {
    if (landed.length === 0) return;
    const stored = landed.map(([id, entry]) => {
      const { text, expiresAt } = writeEntry(entry);
      this.remember(id, entry);
      return { key: this.prefix + id, value: text, expiresAt };
    });
    this.platform.store.setMany(stored).catch(() => undefined);
  }

  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.memory.delete(id);
    await this.platform.store.deleteMany(ids.map((id) => this.prefix + id));
  }

  private remember(id: string, entry: Entry<T>): void {
    this.memory.set(id, entry);
    if (entry.value !== null && typeof entry.value === "object") this.entries.set(entry.value, entry);
  }
}
