import { Hookified } from "hookified";
import { type KeyvStorageAdapter, type KeyvStorageEntry, type KeyvStorageGetResult, keyvStorageCapability } from "keyv";
import type { Log } from "./platform.js";
import { SqliteFile } from "./sqlite-file.js";

export interface SqliteOptions {
  /** The database file; its folder is made when it is missing. */
  file: string;
  /** Largest size of the file, bytes (about); past it the oldest written entries go first. */
  maxBytes: number;
  log: Log;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** At 20 kB a record these are 5 MB: more than one portion brings, little enough not to hold up an answer. */
const EVICTED_AT_ONCE = 256;

// A replaced entry gets a new id, so the ids are in the order of writing. The expiry stands before the value, which may
// lie on pages of its own.
const TABLE = `CREATE TABLE IF NOT EXISTS entries (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, expires INTEGER, value TEXT NOT NULL);`;
const SELECT = "SELECT key, value, expires FROM entries WHERE key IN (SELECT value FROM json_each(?))";
const INSERT = "INSERT OR REPLACE INTO entries (key, value, expires) VALUES (?, ?, ?)";
const DELETE = "DELETE FROM entries WHERE key IN (SELECT value FROM json_each(?)) RETURNING key";
const EVICT = `DELETE FROM entries WHERE id IN (SELECT id FROM entries ORDER BY id LIMIT ${EVICTED_AT_ONCE})`;

/** Keyv's storage in one SQLite file, through Node's own driver; many entries take one transaction. */
export class SqliteAdapter extends Hookified implements KeyvStorageAdapter {
  namespace: string | undefined;
  private readonly file: SqliteFile;

  constructor(private readonly options: SqliteOptions) {
    super();
    this.file = new SqliteFile(options.file, TABLE, options.log);
  }

  get capabilities() {
    return keyvStorageCapability(this);
  }

  async get<Value>(key: string): Promise<KeyvStorageGetResult<Value>> {
    return (await this.getMany<Value>([key]))[0] as KeyvStorageGetResult<Value>;
  }

  async getMany<Value>(keys: string[]): Promise<KeyvStorageGetResult<Value | undefined>[]> {
    const found = new Map<unknown, unknown>();
    for (const { key, value, expires } of this.file.rows(SELECT, JSON.stringify(keys)))
      if (expires === null || Number(expires) > this.now()) found.set(key, value);
    return keys.map((key) => found.get(key)) as KeyvStorageGetResult<Value | undefined>[];
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    await this.setMany([{ key, value, ...(expires === undefined ? {} : { expires }) }]);
    return true;
  }

  async setMany<Value>(entries: KeyvStorageEntry<Value>[]): Promise<boolean[]> {
    this.file.renewIfGone();
    this.file.writeAll(
      INSERT,
      entries.map(({ key, value, expires }) => [key, String(value), expires ?? null]),
    );
    if (this.file.usedBytes() > this.options.maxBytes) this.file.rows(EVICT);
    return entries.map(() => true);
  }

  async delete(key: string): Promise<boolean> {
    return (await this.deleteMany([key]))[0] ?? false;
  }

  async deleteMany(keys: string[]): Promise<boolean[]> {
    const deleted = new Set(this.file.rows(DELETE, JSON.stringify(keys)).map(({ key }) => key));
    return keys.map((key) => deleted.has(key));
  }

  async clear(): Promise<void> {
    this.file.rows("DELETE FROM entries");
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return (await this.getMany(keys)).map((value) => value !== undefined);
  }

  async disconnect(): Promise<void> {
    this.file.close();
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }
}
