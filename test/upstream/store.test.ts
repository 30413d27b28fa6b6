import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createMemoryStore, createStore, type Log, SqliteAdapter, type Store } from "../../src/upstream/index.js";

let folder: string;
let notes: string[];
const stores: Store[] = [];

const log: Log = {
  info: () => undefined,
  warn: (_, message) => void notes.push(message),
  error: (_, message) => void notes.push(message),
};

function sqlite(options: { maxBytes?: number; file?: string; namespace?: string } = {}): Store {
  const file = options.file ?? join(folder, "cache.sqlite");
  let tick = Date.now();
  const adapter = new SqliteAdapter({ file, maxBytes: options.maxBytes ?? 1_000_000, log, now: () => tick++ });
  const store = createStore({ adapter, namespace: options.namespace ?? "test", log });
  stores.push(store);
  return store;
}

const later = (): number => Date.now() + 60_000;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "galen-store-"));
  notes = [];
});

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ["memory", () => createMemoryStore()],
  ["SQLite", () => sqlite()],
])("the %s store", (_, open) => {
  it("gives texts back in the order asked, with gaps", async () => {
    const store = open();

    await store.setMany([
      { key: "a", value: "[1]", expiresAt: later() },
      { key: "b", value: '"quote \\" and ünïcode"', expiresAt: later() },
    ]);

    expect(await store.getMany(["b", "missing", "a", "b"])).toEqual([
      '"quote \\" and ünïcode"',
      undefined,
      "[1]",
      '"quote \\" and ünïcode"',
    ]);
  });

  it("replaces and deletes", async () => {
    const store = open();

    await store.setMany([{ key: "a", value: "1", expiresAt: later() }]);
    await store.setMany([{ key: "a", value: "2", expiresAt: later() }]);
    expect(await store.getMany(["a"])).toEqual(["2"]);
    await store.deleteMany(["a"]);

    expect(await store.getMany(["a"])).toEqual([undefined]);
  });
});

describe("the SQLite store", () => {
  it("keeps its texts over a restart", async () => {
    const first = sqlite();
    await first.setMany([{ key: "a", value: "kept", expiresAt: later() }]);
    await first.close();

    expect(await sqlite().getMany(["a"])).toEqual(["kept"]);
  });

  it("keeps namespaces apart", async () => {
    await sqlite({ namespace: "one" }).setMany([{ key: "a", value: "of one", expiresAt: later() }]);

    expect(await sqlite({ namespace: "two" }).getMany(["a"])).toEqual([undefined]);
  });

  it("drops the oldest first when it is full", async () => {
    const store = sqlite({ maxBytes: 200_000 });
    const value = "x".repeat(300);
    for (let key = 0; key < 1_000; key++) await store.setMany([{ key: String(key), value, expiresAt: later() }]);
    await store.close();

    expect(statSync(join(folder, "cache.sqlite")).size).toBeLessThan(400_000);
    expect(await sqlite().getMany(["0", "999"])).toEqual([undefined, value]);
  });

  it.each([
    ["random bytes", Buffer.from("no database at all, but long enough to look like a file of some kind".repeat(40))],
    ["a cut header", Buffer.from("SQLite format 3\0")],
  ])("sets %s aside, says so once and starts empty", async (_, bytes) => {
    writeFileSync(join(folder, "cache.sqlite"), bytes);

    const store = sqlite();
    await store.setMany([{ key: "a", value: "new", expiresAt: later() }]);

    expect(await store.getMany(["a"])).toEqual(["new"]);
    expect(notes).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.includes("unusable"))).toHaveLength(1);
  });

  it("never writes into another program's database", async () => {
    const other = new DatabaseSync(join(folder, "cache.sqlite"));
    other.exec("CREATE TABLE theirs (a)");
    other.close();

    const store = sqlite();
    await store.setMany([{ key: "a", value: "ours", expiresAt: later() }]);

    const aside = readdirSync(folder).find((name) => name.includes("unusable")) ?? "";
    const kept = new DatabaseSync(join(folder, aside));
    expect(kept.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()).toEqual([{ name: "theirs" }]);
    kept.close();
  });

  it("goes on as an empty store, with one log line, where nothing can be written", async () => {
    writeFileSync(join(folder, "file"), "");
    const store = sqlite({ file: join(folder, "file", "cache.sqlite") });

    await store.setMany([{ key: "a", value: "lost", expiresAt: later() }]);
    await store.close();

    expect(await store.getMany(["a"])).toEqual([undefined]);
    expect(notes.length).toBeLessThanOrEqual(2);
  });
});
