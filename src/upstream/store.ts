/**
 * The slower tier of a cache: texts by key, shared by all kinds of records. It may lose anything at any time and must
 * never fail a question: trouble is logged by the store, and looks like a miss.
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

/** A store that lives as long as the process. */
export function createMemoryStore(): Store {
  const entries = new Map<string, string>();
  return {
    getMany: async (keys) => keys.map((key) => entries.get(key)),
    setMany: async (added) => {
      for (const { key, value } of added) entries.set(key, value);
    },
    deleteMany: async (keys) => {
      for (const key of keys) entries.delete(key);
    },
    close: async () => entries.clear(),
  };
}
