import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createStore, type Log, SqliteAdapter, type Store } from "../../src/upstream/index.js";

let folder: string;
let file: string;
let notes: string[];
const stores: Store[] = [];

const log: Log = {
  info: () => undefined,
  warn: (_, message) => void notes.push(message),
  error: (_, message) => void notes.push(message),
};

function open(): Store {
  const store = createStore({ adapter: new SqliteAdapter({ file, maxBytes: 1e9, log }), namespace: "test", log });
  stores.push(store);
  return store;
}

const textOf = (key: string): string => JSON.stringify([key, `${key} `.repeat(2_000)]);
const entryOf = (key: string) => ({ key, value: textOf(key), expiresAt: Date.now() + 1e9 });
const keys = (count: number): string[] => Array.from({ length: count }, (_, key) => String(key));

/** The keys whose values are there; fails when one of them is another's or damaged. */
async function found(store: Store, asked: string[]): Promise<string[]> {
  const values = await store.getMany(asked);
  const present = asked.filter((_, index) => values[index] !== undefined);
  expect(values.filter((value) => value !== undefined)).toEqual(present.map(textOf));
  return present;
}

/** Runs the writer as a process; ends when it does, or when it has been killed after so many entries. */
async function write(count: number, options: { killAfter?: number; mostKilobytes?: number } = {}): Promise<string> {
  const limit = options.mostKilobytes === undefined ? "" : `trap '' XFSZ; ulimit -f ${options.mostKilobytes}; `;
  const script = join(import.meta.dirname, "store-writer.mjs");
  const child = spawn("bash", ["-c", `${limit}exec "$0" "$@"`, process.execPath, script, file, String(count)]);
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    const written = Number(out.trimEnd().split("\n").at(-1));
    if (options.killAfter !== undefined && written >= options.killAfter) child.kill("SIGKILL");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  await once(child, "close");
  return out;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "galen-store-"));
  file = join(folder, "cache.sqlite");
  notes = [];
});

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a store whose process is killed while it writes", () => {
  it("is whole and right, every time, and keeps what it had", async () => {
    for (let round = 1; round <= 3; round++) {
      const out = await write(100_000, { killAfter: 300 * round });
      expect(out).not.toContain("done");

      const database = new DatabaseSync(file);
      expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
      database.close();
      const store = open();
      // What was handed over in the last moments may be lost, and nothing else.
      expect((await found(store, keys(300 * round))).length).toBeGreaterThan(150 * round);
      await store.close();
    }
    expect(notes).toEqual([]);
  });
});

describe("a store whose disk is full", () => {
  it("goes on without what does not fit, says so once, and serves what it has", async () => {
    const out = await write(1_000, { mostKilobytes: 1_000 });

    expect(out).toContain('done ["the cache file cannot be read or written: going on without it"]');
    const store = open();
    const present = await found(store, keys(1_000));
    expect(present.length).toBeGreaterThan(5);
    expect(present.length).toBeLessThan(500);
    await store.setMany([entryOf("new")]);
    await store.close();
    expect(await found(open(), ["new"])).toEqual(["new"]);
  });
});

describe("a store whose file is deleted while it runs", () => {
  it("begins a new one, in which everything written from then on is kept", async () => {
    const store = open();
    await store.setMany(keys(50).map(entryOf));
    await eventually(async () => (await found(store, keys(50))).length === 50 && readdirSync(folder).length > 0);
    for (const name of readdirSync(folder)) rmSync(join(folder, name));

    await store.setMany([entryOf("later")]);
    await store.close();

    expect(await found(open(), ["later"])).toEqual(["later"]);
    expect(notes).toEqual(["the cache file is gone: a new one is begun"]);
  });
});

describe("a store whose file is damaged", () => {
  const damages: [string, () => void][] = [
    ["cut in half", () => truncateSync(file, readFileSync(file).length / 2)],
    [
      "overwritten in its middle",
      () => {
        const bytes = readFileSync(file);
        bytes.fill(0xa5, 8_192, bytes.length - 8_192);
        writeFileSync(file, bytes);
      },
    ],
    ["empty", () => writeFileSync(file, "")],
    [
      "a folder",
      () => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ];

  it.each(damages)("(%s) gives nothing wrong, and works again at once", async (_, damage) => {
    const before = open();
    await before.setMany(keys(100).map(entryOf));
    await before.close();
    damage();

    const store = open();
    expect((await found(store, keys(100))).length).toBeLessThanOrEqual(100);
    await store.setMany([entryOf("new")]);
    await store.close();

    const after = open();
    await after.setMany([entryOf("newer")]);
    await after.close();
    expect(await found(open(), ["newer"])).toEqual(["newer"]);
    expect(notes.length).toBeLessThanOrEqual(2);
  });

  it("of an older layout is emptied, not set aside", async () => {
    const old = new DatabaseSync(file);
    old.exec(`PRAGMA application_id = ${0x47414c4e}; PRAGMA user_version = 1;
      CREATE TABLE entries (key TEXT PRIMARY KEY, value TEXT, expires INTEGER, written INTEGER);
      INSERT INTO entries VALUES ('test:1', 'old', NULL, 1);`);
    old.close();

    const store = open();
    expect(await store.getMany(["1"])).toEqual([undefined]);
    await store.setMany([entryOf("1")]);
    await store.close();

    expect(await found(open(), ["1"])).toEqual(["1"]);
    expect(notes).toEqual([]);
  });
});

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 1_000 && !(await condition()); turn++)
    await new Promise((resolve) => setImmediate(resolve));
  expect(await condition()).toBe(true);
}
