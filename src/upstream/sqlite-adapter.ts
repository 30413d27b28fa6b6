import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { Hookified } from "hookified";
import { type KeyvStorageAdapter, type KeyvStorageEntry, type KeyvStorageGetResult, keyvStorageCapability } from "keyv";
import type { Log } from "./platform.js";

export interface SqliteOptions {
  /** The database file; its folder is made when it is missing. */
  file: string;
  /** Most bytes of values to keep; past it the oldest written go first. */
  maxBytes: number;
  log: Log;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** "GALN": marks the file as ours, so that nobody else's database is ever written to. */
const APPLICATION_ID = 0x47414c4e;
const LAYOUT = 1;
/** Eviction goes a little below the bound, so that it does not run at every write. */
const EVICT_TO = 0.9;

const TABLE = `CREATE TABLE IF NOT EXISTS entries (
  key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER, written INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_by_age ON entries (written);`;

type Row = { key: string; value: string; expires: number | null };

/**
 * Keyv's storage in one SQLite file, through Node's own driver.
 *
 * In WAL mode with synchronous=NORMAL a process that is killed loses at most its last writes and never breaks the file.
 * A file that is no database, or somebody else's, is set aside under another name. When the disk cannot be read or
 * written the store behaves as if it were empty and says so once: a cache must not fail a question.
 */
export class SqliteAdapter extends Hookified implements KeyvStorageAdapter {
  namespace: string | undefined;
  private database: DatabaseSync | null;
  private statements: Map<string, StatementSync> = new Map();
  private bytes = 0;
  private complained = false;

  constructor(private readonly options: SqliteOptions) {
    super();
    this.database = this.openOrSetAside();
    this.bytes = Number(this.rows("SELECT total(length(value)) AS total FROM entries")[0]?.["total"] ?? 0);
  }

  get capabilities() {
    return keyvStorageCapability(this);
  }

  async get<Value>(key: string): Promise<KeyvStorageGetResult<Value>> {
    return (await this.getMany<Value>([key]))[0] as KeyvStorageGetResult<Value>;
  }

  async getMany<Value>(keys: string[]): Promise<KeyvStorageGetResult<Value | undefined>[]> {
    const found = new Map<string, unknown>();
    const sql = "SELECT key, value, expires FROM entries WHERE key IN (SELECT value FROM json_each(?))";
    for (const row of this.rows(sql, JSON.stringify(keys)) as Row[]) {
      if (row.expires === null || row.expires > this.now()) found.set(row.key, row.value);
    }
    return keys.map((key) => found.get(key)) as KeyvStorageGetResult<Value | undefined>[];
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    await this.setMany([{ key, value, ...(expires === undefined ? {} : { expires }) }]);
    return true;
  }

  async setMany<Value>(entries: KeyvStorageEntry<Value>[]): Promise<boolean[]> {
    const rows = entries.map(({ key, value, expires }) => [key, String(value), expires ?? null]);
    const sql = `INSERT OR REPLACE INTO entries (key, value, expires, written)
      SELECT value ->> 0, value ->> 1, value ->> 2, ? FROM json_each(?)`;
    this.rows(sql, this.now(), JSON.stringify(rows));
    for (const [, value] of rows) this.bytes += String(value).length;
    if (this.bytes > this.options.maxBytes) this.evict();
    return entries.map(() => true);
  }

  async delete(key: string): Promise<boolean> {
    return (await this.deleteMany([key]))[0] ?? false;
  }

  async deleteMany(keys: string[]): Promise<boolean[]> {
    const sql = "DELETE FROM entries WHERE key IN (SELECT value FROM json_each(?)) RETURNING key";
    const deleted = new Set(this.rows(sql, JSON.stringify(keys)).map(({ key }) => key));
    return keys.map((key) => deleted.has(key));
  }

  async clear(): Promise<void> {
    this.rows("DELETE FROM entries");
    this.bytes = 0;
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return (await this.getMany(keys)).map((value) => value !== undefined);
  }

  async disconnect(): Promise<void> {
    this.statements.clear();
    this.database?.close();
    this.database = null;
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }

  /** Drops what has expired and then the oldest, until the values fit again. */
  private evict(): void {
    this.rows("DELETE FROM entries WHERE expires <= ?", this.now());
    const target = this.options.maxBytes * EVICT_TO;
    const sql = `DELETE FROM entries WHERE key IN (SELECT key FROM (
      SELECT key, sum(length(value)) OVER (ORDER BY written DESC, key) AS kept FROM entries) WHERE kept > ?)`;
    this.rows(sql, target);
    this.bytes = Number(this.rows("SELECT total(length(value)) AS total FROM entries")[0]?.["total"] ?? 0);
  }

  private rows(sql: string, ...values: (string | number)[]): Record<string, unknown>[] {
    try {
      return this.statement(sql)?.all(...values) ?? [];
    } catch (error) {
      this.complain(error);
      return [];
    }
  }

  private statement(sql: string): StatementSync | undefined {
    let statement = this.statements.get(sql);
    if (!statement && this.database) {
      statement = this.database.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  private openOrSetAside(): DatabaseSync | null {
    try {
      mkdirSync(dirname(this.options.file), { recursive: true });
      return open(this.options.file);
    } catch (error) {
      return this.startAfresh(error);
    }
  }

  private startAfresh(reason: unknown): DatabaseSync | null {
    const { file, log } = this.options;
    const aside = `${file}.unusable-${this.now()}`;
    log.warn({ file, reason: String(reason) }, "the cache file cannot be used: it is set aside and a new one begun");
    try {
      renameSync(file, aside);
      for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
      return open(file);
    } catch (error) {
      this.complain(error);
      return null;
    }
  }

  private complain(error: unknown): void {
    if (this.complained) return;
    this.complained = true;
    this.options.log.error({ reason: String(error) }, "the cache file cannot be read or written: going on without it");
  }
}

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    claim(database);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 500;");
    database.exec(TABLE);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function claim(database: DatabaseSync): void {
  const pragma = (name: string): unknown => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  const tables = database.prepare("SELECT count(*) AS count FROM sqlite_schema").get()?.["count"];
  const ours = pragma("application_id") === APPLICATION_ID && pragma("user_version") === LAYOUT;
  if (!ours && tables !== 0) throw new Error("the file is another program's database, or of another version");
  if (!ours) database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${LAYOUT};`);
}
