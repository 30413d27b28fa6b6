import { renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { makeFolder } from "./folder.js";
import type { Log } from "./platform.js";

/** "GALN": marks the file as ours, so that nobody else's database is ever written to. */
const APPLICATION_ID = 0x47414c4e;
const LAYOUT = 2;

/** SQLite's codes for a file that is broken, and for one that is no database (sqlite.org/rescode.html). */
const BROKEN = new Set([11, 26]);

const SETTINGS = `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 500;
PRAGMA journal_size_limit = 16000000; PRAGMA wal_autocheckpoint = 4000;`;

type Row = Record<string, unknown>;
type Value = string | number | null;

/**
 * A database file that never fails whoever uses it.
 *
 * In WAL mode with synchronous=NORMAL a process that is killed loses at most its last writes and never breaks the file.
 * A file that is no database, is broken or is somebody else's is set aside under another name. When the disk cannot be
 * read or written the file behaves as if it were empty, and says so once.
 */
export class SqliteFile {
  private database: DatabaseSync | null;
  private inode = 0;
  private readonly statements = new Map<string, StatementSync>();
  private complained = false;

  /** @param tables SQL that makes the tables where they are missing */
  constructor(
    private readonly file: string,
    private readonly tables: string,
    private readonly log: Log,
  ) {
    this.database = this.openOrSetAside();
  }

  /** The rows of a statement; none when the file cannot be used. */
  rows(sql: string, ...values: Value[]): Row[] {
    return this.attempt(() => this.statement(sql)?.all(...values) ?? []) ?? [];
  }

  /** Runs a statement for each of many sets of values, all of them or none. */
  writeAll(sql: string, sets: readonly Value[][]): void {
    this.attempt(() => {
      const statement = this.statement(sql);
      if (!statement) return;
      this.database?.exec("BEGIN");
      try {
        for (const values of sets) statement.run(...values);
        this.database?.exec("COMMIT");
      } catch (error) {
        // Some errors have ended the transaction themselves.
        if (this.database?.isTransaction) this.database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  /** Does something with the file, or once more with a new one: what is being written shall not be lost with the old. */
  private attempt<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      if (!isBroken(error)) {
        this.complain(error);
        return null;
      }
      this.close();
      this.database = this.openAfresh(error);
    }
    try {
      return work();
    } catch (error) {
      this.complain(error);
      return null;
    }
  }

  /** Bytes of the file that hold something. */
  usedBytes(): number {
    const pragma = (name: string): number => Number(Object.values(this.rows(`PRAGMA ${name}`)[0] ?? {})[0] ?? 0);
    return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
  }

  /** Begins a new file when somebody has removed the old one: what is written into a removed file is lost at the end. */
  renewIfGone(): void {
    if (!this.database || inodeOf(this.file) === this.inode) return;
    this.close();
    this.log.warn({ file: this.file }, "the cache file is gone: a new one is begun");
    this.database = this.openOrSetAside();
  }

  close(): void {
    this.statements.clear();
    try {
      this.database?.close();
    } catch (error) {
      this.complain(error);
    }
    this.database = null;
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
      makeFolder(dirname(this.file));
      return this.open();
    } catch (error) {
      return this.openAfresh(error);
    }
  }

  private openAfresh(reason: unknown): DatabaseSync | null {
    const { file, log } = this;
    log.warn({ file, reason: String(reason) }, "the cache file cannot be used: it is set aside and a new one begun");
    try {
      renameSync(file, `${file}.unusable-${Date.now()}`);
      for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
      return this.open();
    } catch (error) {
      this.complain(error);
      return null;
    }
  }

  private open(): DatabaseSync {
    const database = new DatabaseSync(this.file);
    try {
      claim(database);
      database.exec(SETTINGS);
      database.exec(this.tables);
      this.inode = inodeOf(this.file);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  private complain(error: unknown): void {
    if (this.complained) return;
    this.complained = true;
    this.log.error({ reason: String(error) }, "the cache file cannot be read or written: going on without it");
  }
}

function inodeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? 0;
}

function isBroken(error: unknown): boolean {
  const code = error !== null && typeof error === "object" && "errcode" in error ? Number(error.errcode) : 0;
  return BROKEN.has(code & 0xff);
}

function claim(database: DatabaseSync): void {
  const pragma = (name: string): unknown => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  const tables = database.prepare("SELECT name FROM sqlite_schema").all();
  const ours = pragma("application_id") === APPLICATION_ID;
  if (!ours && tables.length > 0) throw new Error("the file is another program's database");
  if (ours && pragma("user_version") === LAYOUT) return;
  // Our own entries in the layout of another release are of no use, and they are nothing that a cache may not lose.
  if (ours) database.exec("DROP TABLE IF EXISTS entries");
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${LAYOUT};`);
}
