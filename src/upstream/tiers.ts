import { LRUCache } from "lru-cache";
import { type Entry, readEntry, writeEntry } from "./entry.js";
import type { Platform } from "./platform.js";

/** What is kept of one kind of record: parsed in memory within a bound of bytes, and as text in the store behind. */
export class Tiers<T> {
  private readonly memory: LRUCache<string, Entry<T>>;
  private readonly entries = new WeakMap<object, Entry<T>>();
  /** Told of ids once the store has their new entries. */
  whenKept: (ids: readonly string[]) => void = () => undefined;

  /** @param prefix parts this kind's keys in the store from those of all others */
  constructor(
    private readonly platform: Platform,
    private readonly prefix: string,
  ) {
    this.memory = new LRUCache({
      maxSize: platform.memoryBytes,
      maxEntrySize: Math.ceil(platform.memoryBytes / 4),
      sizeCalculation: (entry) => entry.bytes,
      // Where others write into the store too, memory is believed for a short time only. What is past it stays at hand.
      ttl: platform.shared?.memoryMs ?? 0,
      noDeleteOnStaleGet: true,
    });
  }

  /** What memory holds, however old its record is. */
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
      const held = this.memory.peek(id, { allowStale: true });
      const text = texts[index];
      const stored = text === undefined ? null : readEntry<T>(text);
      const newest = stored && !(held && held.storedAt >= stored.storedAt) ? stored : held;
      if (newest && (newest === stored || this.platform.shared)) this.remember(id, newest);
      return newest;
    });
  }

  keep(landed: readonly [string, Entry<T>][]): void {
    if (landed.length === 0) return;
    const stored = landed.map(([id, entry]) => {
      const { text, expiresAt } = writeEntry(entry);
      this.remember(id, entry);
      return { key: this.prefix + id, value: text, expiresAt };
    });
    this.platform.store.setMany(stored).then(
      () => this.whenKept(landed.map(([id]) => id)),
      () => undefined,
    );
  }

  /** Has the store looked at before memory is believed again. */
  expire(ids: readonly string[]): void {
    for (const id of ids) {
      const held = this.memory.peek(id);
      if (held) this.memory.set(id, held, { ttl: 1 });
    }
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
