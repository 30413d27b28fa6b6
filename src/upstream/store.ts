import { Keyv, type KeyvSerializationAdapter, type KeyvStorageAdapter } from "keyv";
import { LRUCache } from "lru-cache";
import type { Log } from "./platform.js";
import { WriteBehind } from "./write-behind.js";

/**
 * The slower tier of a cache: texts by key, shared by all kinds of records. It may lose anything at any time and must
 * never fail a question: trouble is logged once and looks like a miss.
 */
export interface Store {
  /** The texts at these keys, in order; undefined where there is none. */
  getMany(keys: readonly string[]): Promise<(string | undefined)[]>;
  /** Keeps texts until `expiresAt` (milliseconds since the epoch). */
  setMany(entries: readonly StoreEntry[]): Promise<void>;
  deleteMany(keys: readonly string[]): Promise<void>;
  /** Writes what waits to be written and lets go of files and connections. */
  close(): Promise<void>;
}

export interface StoreEntry {
  key: string;
  value: string;
  expiresAt: number;
}

export interface StoreOptions {
  /** Where Keyv keeps the texts. */
  adapter: KeyvStorageAdapter;
  /** Parts releases and upstreams from one another: entries of one namespace are never read in another. */
  namespace: string;
  log: Log;
}

// Texts go in as they are: entries are JSON already, and a second serialisation would cost more than the read itself.
const asTheyAre: KeyvSerializationAdapter = {
  stringify: (entry) => String((entry as { value: unknown }).value),
  parse: <T>(text: string) => ({ value: text }) as T,
};

/** A store through Keyv, whatever the storage behind it. What is set is written a moment later, at the latest by `close`. */
export function createStore({ adapter, namespace, log }: StoreOptions): Store {
  const keyv = new Keyv<string>({ store: adapter, serialization: asTheyAre });
  const keyOf = (key: string): string => `${namespace}:${key}`;
  let complained = false;
  const complain = (error: unknown): void => {
    if (!complained) log.error({ reason: String(error) }, "the cache store fails: going on without it");
    complained = true;
  };
  keyv.on("error", complain);
  return new WriteBehind({
    getMany: async (keys) => {
      try {
        return await keyv.getMany<string>(keys.map(keyOf));
      } catch (error) {
        complain(error);
        return keys.map(() => undefined);
      }
    },
    setMany: async (entries) => {
      const now = Date.now();
      const timed = entries.map(({ key, value, expiresAt }) => ({
        key: keyOf(key),
        value,
        ttl: Math.max(1, expiresAt - now),
      }));
      await keyv.setMany(timed).catch(complain);
    },
    deleteMany: async (keys) => void (await keyv.deleteMany(keys.map(keyOf)).catch(complain)),
    close: async () => void (await keyv.disconnect().catch(complain)),
  });
}

const MOST_MEMORY_CHARACTERS = 64_000_000;

/** A store that lives as long as the process and keeps the most recently used 64 million characters. */
export function createMemoryStore(): Store {
  const texts = new LRUCache<string, StoreEntry>({
    maxSize: MOST_MEMORY_CHARACTERS,
    sizeCalculation: ({ key, value }) => key.length + value.length,
  });
  const textAt = (key: string): string | undefined => {
    const entry = texts.get(key);
    return entry && entry.expiresAt > Date.now() ? entry.value : undefined;
  };
  return {
    getMany: async (keys) => keys.map(textAt),
    setMany: async (entries) => {
      for (const entry of entries) texts.set(entry.key, entry);
    },
    deleteMany: async (keys) => {
      for (const key of keys) texts.delete(key);
    },
    close: async () => texts.clear(),
  };
}
