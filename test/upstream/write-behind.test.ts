import { beforeEach, describe, expect, it } from "@jest/globals";
import { createMemoryStore, type Store, type StoreEntry } from "../../src/upstream/index.js";
import { WriteBehind } from "../../src/upstream/write-behind.js";
import { settle } from "../support/fake-clock.js";

let behind: Store;
let portions: string[][];
let gate: Promise<void>;
let store: WriteBehind;

const entryOf = (key: string, value = `value of ${key}`): StoreEntry => ({
  key,
  value,
  expiresAt: Date.now() + 60_000,
});

beforeEach(() => {
  behind = createMemoryStore();
  portions = [];
  gate = Promise.resolve();
  store = behindAfter(0);
});

/** A store that waits so long for more before it writes, milliseconds. */
function behindAfter(gatheringMs: number): WriteBehind {
  return new WriteBehind(
    {
      ...behind,
      setMany: async (entries) => {
        portions.push(entries.map(({ key }) => key));
        await gate;
        await behind.setMany(entries);
      },
    },
    gatheringMs,
  );
}

describe("writing behind", () => {
  it("takes entries at once, shows them at once, and writes them a moment later", async () => {
    await store.setMany([entryOf("a"), entryOf("b")]);

    expect(portions).toEqual([]);
    expect(await store.getMany(["b", "missing", "a"])).toEqual(["value of b", undefined, "value of a"]);
    await settle();
    expect(portions).toEqual([["a", "b"]]);
    expect(await behind.getMany(["a"])).toEqual(["value of a"]);
  });

  it("writes together what comes close together, and at once what nobody can wait for", async () => {
    store = behindAfter(60_000);
    for (const key of ["a", "b", "c"]) {
      await store.setMany([entryOf(key)]);
      await settle();
    }
    expect(portions).toEqual([]);

    await store.deleteMany(["b"]);
    expect(portions).toEqual([["a", "c"]]);
    await store.setMany([entryOf("d")]);
    await store.setMany([entryOf("full", "x".repeat(300_000))]);
    await settle();
    expect(portions).toEqual([
      ["a", "c"],
      ["d", "full"],
    ]);
    await store.setMany([entryOf("e")]);
    await store.close();
    expect(portions.at(-1)).toEqual(["e"]);
  });

  it("writes large amounts in portions, with time for other work in between", async () => {
    const large = "x".repeat(100_000);
    await store.setMany(["a", "b", "c", "d", "e", "f", "g"].map((key) => entryOf(key, large)));

    await store.close();

    expect(portions).toEqual([["a", "b", "c"], ["d", "e", "f"], ["g"]]);
  });

  it("writes what came for a key while its older value was being written", async () => {
    const held = Promise.withResolvers<void>();
    gate = held.promise;
    await store.setMany([entryOf("a", "old")]);
    await settle();
    await store.setMany([entryOf("a", "new")]);
    held.resolve();
    await settle();

    expect(portions).toEqual([["a"], ["a"]]);
    expect(await behind.getMany(["a"])).toEqual(["new"]);
  });

  it("mixes what waits with what is there, in the order asked", async () => {
    await behind.setMany([entryOf("stored"), entryOf("both", "old")]);
    await store.setMany([entryOf("waiting"), entryOf("both", "new")]);

    expect(await store.getMany(["stored", "waiting", "both", "neither"])).toEqual([
      "value of stored",
      "value of waiting",
      "new",
      undefined,
    ]);
  });

  it("forgets what waits when it is deleted", async () => {
    await store.setMany([entryOf("a"), entryOf("b")]);

    await store.deleteMany(["a"]);

    expect(await store.getMany(["a", "b"])).toEqual([undefined, "value of b"]);
  });

  it("drops the oldest of what waits when the store cannot keep up", async () => {
    gate = new Promise(() => undefined);
    const large = "x".repeat(1_000_000);
    for (let key = 0; key < 50; key++) await store.setMany([entryOf(String(key), large)]);

    expect((await store.getMany(["0", "49"])).map((value) => value?.length)).toEqual([undefined, 1_000_000]);
  });

  it("has written everything when it is closed", async () => {
    const closed: string[] = [];
    store = new WriteBehind({
      ...behind,
      setMany: async (entries) => void closed.push(...entries.map(({ key }) => key)),
      close: async () => void closed.push("closed"),
    });
    await store.setMany([entryOf("a")]);

    await store.close();

    expect(closed).toEqual(["a", "closed"]);
  });
});
