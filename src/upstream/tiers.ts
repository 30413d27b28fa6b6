import { LRUCache } from "lru-cache";
import { createTombstone, type Entry, readEntry, writeEntry } from "./entry.js";
import type { Platform } from "./platform.js";

/** What is kept of one kind of record: parsed in memory within a bound of bytes, and as text in the store behind. */
export class Tiers<T> {
  private readonly memory: LRUCache<string, Entry<T>>;
  private readonly entries = new WeakMap<object, Entry<T>>();
  /** Told of ids once the store has their new entries. */
  whenKept: (ids: readonly string[]) => void = () => undefined;

  private outdatedUntil = 0;

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
    const entry = this.memory.get(id);
    return entry && entry.storedAt > this.outdatedUntil ? entry : undefined;
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
      if (!newest || newest.storedAt <= this.outdatedUntil) return undefined;
      if (newest === stored || this.platform.shared) this.remember(id, newest);
      return newest;
    });
  }

  keep(landed: readonly [string, Entry<T>][]): void {
    if (landed.length === 0) return;
    for (const [id, entry] of landed) this.remember(id, entry);
    // Whoever waits for these records goes first: making texts of them takes as long as reading them did.
    setImmediate(() => {
      const held = landed.filter(([id, entry]) => this.memory.peek(id, { allowStale: true }) === entry);
      this.write(landed).catch(() => undefined);
      // Their texts have told how large they are.
      for (const [id, entry] of held) {
        this.memory.delete(id);
        this.remember(id, entry);
      }
    });
  }

  /** Has the store looked at before memory is believed again. */
  expire(ids: readonly string[]): void {
    for (const id of ids) {
      const held = this.memory.peek(id);
      if (held) this.memory.set(id, held, { ttl: 1 });
    }
  }

  /** Forgets ids, here and wherever the store is shared. */
  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.memory.delete(id);
    if (!this.platform.shared) return this.platform.store.deleteMany(ids.map((id) => this.prefix + id));
    // Others may hold copies, and one that is cut off now will look into the store later: they must find something newer.
    const now = this.platform.clock.now();
    await this.write(ids.map((id) => [id, createTombstone<T>(now)]));
  }

  /** Uses nothing any more that was stored until this moment. */
  outdate(until: number): void {
    this.outdatedUntil = Math.max(this.outdatedUntil, until);
  }

  private async write(entries: readonly [string, Entry<T>][]): Promise<void> {
    const texts = entries.map(([id, entry]) => {
      const { text, expiresAt } = writeEntry(entry);
      return { key: this.prefix + id, value: text, expiresAt };
    });
    await this.platform.store.setMany(texts);
    this.whenKept(entries.map(([id]) => id));
  }

  private remember(id: string, entry: Entry<T>): void {
    this.memory.set(id, entry);
    if (entry.value !== null && typeof entry.value === "object") this.entries.set(entry.value, entry);
  }
}
