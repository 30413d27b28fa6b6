import { getEventListeners } from "node:events";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { endingOf, UpstreamError } from "../../src/upstream/index.js";
import { Pacer, type Slot, type Turn } from "../../src/upstream/pacer.js";
import { FakeClock, settle } from "../support/fake-clock.js";

let clock: FakeClock;
let pacer: Pacer;
let started: { name: string; at: number }[];

function ask(name: string, turn: Partial<Turn> = {}): Promise<Slot> {
  const slot = pacer.acquire({ priority: "people", deadline: clock.elapsed() + 60_000, ...turn });
  slot.then(
    () => started.push({ name, at: clock.elapsed() }),
    () => undefined,
  );
  return slot;
}

beforeEach(() => {
  clock = new FakeClock();
  pacer = new Pacer("pubmed", { requests: 3, windowMs: 1_200, concurrency: 10 }, clock);
  started = [];
});

describe("the pacer", () => {
  it("lets a quota's worth start at once and the rest when places come free", async () => {
    for (const name of ["a", "b", "c", "d", "e", "f", "g"]) ask(name).catch(() => undefined);

    await clock.advance(2_400);

    expect(started.map(({ at }) => at)).toEqual([0, 0, 0, 1_200, 1_200, 1_200, 2_400]);
  });

  it("never lets more than the quota start within any window, whenever the askers come", async () => {
    pacer = new Pacer("pubmed", { requests: 3, windowMs: 1_200, concurrency: 100 }, clock);
    for (let asker = 0; asker < 40; asker++) {
      ask(String(asker)).catch(() => undefined);
      await clock.advance(asker % 7 === 0 ? 431 : 17);
    }
    await clock.advance(60_000);

    const starts = started.map(({ at }) => at);
    const crowded = starts.filter((start, index) => {
      const third = starts[index + 3];
      return third !== undefined && third - start < 1_200;
    });
    expect(starts).toHaveLength(40);
    expect(crowded).toEqual([]);
  });

  it("never has more under way than may be at once", async () => {
    pacer = new Pacer("encyclopedia", { requests: 100, windowMs: 1_000, concurrency: 2 }, clock);
    const first = await ask("a");
    await ask("b");
    ask("c").catch(() => undefined);
    await clock.advance(5_000);
    expect(started.map(({ name }) => name)).toEqual(["a", "b"]);

    first.release();
    first.release();
    await settle();

    expect(started.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(pacer.inFlight()).toBe(2);
  });

  it("lets people go before background work, which goes in the end", async () => {
    for (const name of ["a", "b", "c"]) await ask(name);
    ask("refresh", { priority: "background" }).catch(() => undefined);
    ask("person").catch(() => undefined);
    await clock.advance(1_200);
    expect(started.slice(3).map(({ name }) => name)).toEqual(["person", "refresh"]);
  });

  it("lets background work that has waited for ten seconds go before people", async () => {
    pacer = new Pacer("slow", { requests: 1, windowMs: 11_000, concurrency: 10 }, clock);
    await ask("first");
    ask("refresh", { priority: "background" }).catch(() => undefined);
    await clock.advance(10_500);
    ask("person").catch(() => undefined);
    await clock.advance(500);

    expect(started.map(({ name }) => name)).toEqual(["first", "refresh"]);
  });

  it("tells an asker at once when its turn would come after its deadline", async () => {
    for (const name of ["a", "b", "c"]) await ask(name);

    const refused = ask("late", { deadline: clock.elapsed() + 1_000 });

    await expect(refused).rejects.toMatchObject({ failure: "throttled", retryAfterSeconds: 2 });
    expect(pacer.queued()).toBe(0);
  });

  it("gives no turn that leaves no time for the answer", async () => {
    pacer = new Pacer("pubmed", { requests: 3, windowMs: 1_200, concurrency: 10 }, clock, () => 500);
    for (const name of ["a", "b", "c"]) await ask(name);

    const late = ask("late", { deadline: clock.elapsed() + 1_500 });
    ask("in time", { deadline: clock.elapsed() + 1_800 }).catch(() => undefined);

    await expect(late).rejects.toMatchObject({ failure: "throttled", retryAfterSeconds: 2 });
    await clock.advance(1_200);
    expect(started.at(-1)).toEqual({ name: "in time", at: 1_200 });
  });

  it("gives half of the time at least to waiting, however slow the answers", async () => {
    pacer = new Pacer("pubmed", { requests: 1, windowMs: 1_000, concurrency: 10 }, clock, () => 60_000);
    await ask("a");
    ask("patient", { deadline: clock.elapsed() + 2_000 }).catch(() => undefined);

    await clock.advance(1_000);

    expect(started.at(-1)).toEqual({ name: "patient", at: 1_000 });
  });

  it("moves an asker up whose priority has changed while it waited", async () => {
    pacer = new Pacer("slow", { requests: 1, windowMs: 1_000, concurrency: 10 }, clock);
    await ask("a");
    const refresh = { priority: "background" as "background" | "people" };
    const joined = pacer.acquire(
      Object.defineProperty({ deadline: 60_000, priority: "background" }, "priority", {
        get: () => refresh.priority,
      }) as Turn,
    );
    ask("other refresh", { priority: "background" }).catch(() => undefined);
    ask("person").catch(() => undefined);
    joined.then(
      () => started.push({ name: "joined", at: clock.elapsed() }),
      () => undefined,
    );

    refresh.priority = "people";
    await clock.advance(3_000);

    expect(started.map(({ name }) => name)).toEqual(["a", "joined", "person", "other refresh"]);
  });

  it("tells those who have waited too long for earlier answers that the upstream is slow, not that it is full", async () => {
    pacer = new Pacer("slow", { requests: 100, windowMs: 1_000, concurrency: 1 }, clock);
    const first = await ask("a");
    const outwaited = ask("b", { deadline: 1_000 });
    await clock.advance(2_000);

    first.release();

    await expect(outwaited).rejects.toMatchObject({ failure: "timeout" });
  });

  it("refuses everybody, and leaves no timer behind, once it is closed", async () => {
    for (const name of ["a", "b", "c"]) await ask(name);
    const waiting = ask("d");

    pacer.close();

    await expect(waiting).rejects.toMatchObject({ failure: "unavailable" });
    await expect(ask("e")).rejects.toMatchObject({ failure: "unavailable" });
    expect(clock.sleeping).toBe(0);
  });

  it("leaves no listener on the signals of those who have had their turn", async () => {
    const { signal } = new AbortController();
    for (const name of ["a", "b", "c"]) await ask(name, { ending: endingOf(signal) });

    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("starts nothing while the upstream wants to be left alone, and tells those who cannot wait", async () => {
    pacer.hold(10_000);

    const impatient = ask("impatient", { deadline: clock.elapsed() + 5_000 });
    ask("patient").catch(() => undefined);

    await expect(impatient).rejects.toBeInstanceOf(UpstreamError);
    await clock.advance(9_999);
    expect(started).toEqual([]);
    await clock.advance(1);
    expect(started).toEqual([{ name: "patient", at: 10_000 }]);
  });

  it("forgets an asker that goes away, and its place goes to the next", async () => {
    for (const name of ["a", "b", "c"]) await ask(name);
    const leaving = new AbortController();
    const left = ask("left", { ending: endingOf(leaving.signal) });
    ask("next").catch(() => undefined);

    leaving.abort(new Error("gone"));

    await expect(left).rejects.toThrow("gone");
    await clock.advance(1_200);
    expect(started.map(({ name }) => name)).toEqual(["a", "b", "c", "next"]);
  });

  it("gives a turn that is no longer wanted to the next asker without spending it", async () => {
    for (const name of ["a", "b"]) await ask(name);
    const unwanted = ask("unwanted", { wanted: () => false });
    await ask("next");

    await expect(unwanted).rejects.toThrow("no longer wanted");
    expect(started.map(({ name }) => name)).toEqual(["a", "b", "next"]);
  });

  it("refuses when too many wait", async () => {
    pacer = new Pacer("pubmed", { requests: 1, windowMs: 1, concurrency: 1, maxQueue: 2 }, clock);
    await ask("running");
    ask("b").catch(() => undefined);
    ask("c").catch(() => undefined);

    await expect(ask("d")).rejects.toMatchObject({ failure: "throttled" });
  });

  it("leaves no timer behind when nobody waits", async () => {
    for (const name of ["a", "b", "c"]) await ask(name);
    const leaving = new AbortController();
    ask("left", { ending: endingOf(leaving.signal) }).catch(() => undefined);
    expect(clock.sleeping).toBe(1);

    leaving.abort(new Error("gone"));
    await settle();

    expect(clock.sleeping).toBe(0);
  });
});
