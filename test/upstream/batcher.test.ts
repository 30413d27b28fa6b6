import { beforeEach, describe, expect, it } from "@jest/globals";
import { Batcher } from "../../src/upstream/batcher.js";
import { createEntry } from "../../src/upstream/entry.js";
import { Flight } from "../../src/upstream/flight.js";
import { createCall, createUpstream, type Quota, type Upstream, UpstreamError } from "../../src/upstream/index.js";
import { FakeClock, settle } from "../support/fake-clock.js";
import { testPlatform } from "../support/platform.js";

const NCBI: Quota = { requests: 3, windowMs: 1_200, concurrency: 6 };

let clock: FakeClock;
let upstream: Upstream;
let batcher: Batcher<string>;
/** The batches that have left, with what ends each. */
let batches: { ids: string[]; at: number; land(): void; crash(error: Error): void }[];

function open(quota: Quota, maxBatch: number): void {
  upstream = createUpstream(testPlatform(clock), { source: "pubmed", baseUrl: "http://127.0.0.1:9", quota });
  batches = [];
  batcher = new Batcher<string>({
    upstream,
    clock,
    maxBatch,
    deadlineMs: { people: 5_000, background: 30_000 },
    fly: (flights) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const land = (): void => {
        for (const flight of flights) flight.land(entryOf(flight.id));
        resolve();
      };
      batches.push({ ids: flights.map(({ id }) => id), at: clock.elapsed(), land, crash: reject });
      return promise;
    },
  });
}

const entryOf = (value: string) =>
  createEntry({ value, now: 0, lifetimes: { freshMs: 1, staleMs: 1, absentMs: 1 }, dataVersion: null });

function add(id: string, priority: "people" | "background" = "people", deadlineMs = 60_000): Flight<string> {
  const flight = new Flight<string>(id, priority);
  if (priority === "people") flight.join(createCall(clock, { deadlineMs }));
  batcher.add(flight);
  return flight;
}

async function failureOf(flight: Flight<string>): Promise<string> {
  const error = await flight.arrival.catch((caught: unknown) => caught);
  return error instanceof UpstreamError ? error.failure : String(error);
}

beforeEach(() => {
  clock = new FakeClock();
  open(NCBI, 200);
});

describe("a batch", () => {
  it("leaves at once while the upstream is idle", async () => {
    add("1");
    await settle();

    expect(batches).toMatchObject([{ ids: ["1"], at: 0 }]);
  });

  it("grows while another is under way, and leaves when that is back", async () => {
    add("1");
    await settle();
    add("2");
    add("3");
    await settle();
    expect(batches).toHaveLength(1);

    batches[0]?.land();
    await settle();

    expect(batches[1]).toMatchObject({ ids: ["2", "3"] });
  });

  it("does not wait for a slow one longer than an even share of the quota", async () => {
    add("1");
    await settle();
    add("2");
    await clock.advance(400);

    expect(batches[1]).toMatchObject({ ids: ["2"], at: 400 });
  });

  it("leaves without waiting when it is full", async () => {
    open(NCBI, 2);
    for (const id of ["1", "2", "3"]) add(id);
    await settle();

    expect(batches.map(({ ids }) => ids)).toEqual([["1", "2"]]);
    add("4");
    await settle();
    expect(batches.map(({ ids }) => ids)).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  it("takes what nobody waits for along in its free places, people first", async () => {
    for (const id of ["a", "b", "c"]) add(id);
    await settle();
    add("refresh", "background");
    add("person");
    await clock.advance(1_200);

    expect(batches.at(-1)?.ids).toEqual(["person", "refresh"]);
  });

  it("that fails costs its own records and no others", async () => {
    open(NCBI, 1);
    const [first, second] = [add("1"), add("2")];
    await settle();

    batches[0]?.crash(new UpstreamError("pubmed", "malformed", "unreadable"));
    batches[1]?.land();

    expect(await failureOf(first)).toBe("malformed");
    expect((await second.arrival).value).toBe("2");
  });

  it("ends when everybody who waited for any of it has gone away", async () => {
    let aborted = false;
    batcher = new Batcher<string>({
      upstream,
      clock,
      maxBatch: 200,
      deadlineMs: { people: 5_000, background: 30_000 },
      fly: (_, { ending: { signal } }) =>
        new Promise((__, reject) =>
          signal.addEventListener("abort", () => {
            aborted = true;
            reject(signal.reason);
          }),
        ),
    });
    const leaving = new AbortController();
    const call = createCall(clock, { deadlineMs: 5_000, signal: leaving.signal });
    const flight = new Flight<string>("1", "people");
    flight.join(call);
    batcher.add(flight);
    await settle();

    leaving.abort(new Error("gone"));
    flight.leave(call);
    await settle();

    expect(aborted).toBe(true);
    expect(upstream.pacer.inFlight()).toBe(0);
  });
});

describe("a record that waits", () => {
  it("moves up when a person joins its refresh", async () => {
    open({ requests: 1, windowMs: 1_000, concurrency: 9 }, 1);
    add("busy");
    await settle();
    const refreshes = ["a", "b", "c"].map((id) => add(id, "background"));
    const joined = refreshes[2] as Flight<string>;
    joined.priority = "people";
    joined.join(createCall(clock, { deadlineMs: 60_000 }));
    batcher.promote(joined);
    await clock.advance(3_500);

    expect(batches.map(({ ids }) => ids[0])).toEqual(["busy", "c", "a", "b"]);
  });

  it("leaves the queue when all who asked for it have gone", async () => {
    for (const id of ["a", "b", "c"]) add(id);
    await settle();
    const leaving = new AbortController();
    const call = createCall(clock, { deadlineMs: 60_000, signal: leaving.signal });
    const flight = new Flight<string>("left", "people");
    flight.join(call);
    batcher.add(flight);

    leaving.abort(new Error("gone"));
    flight.leave(call);
    await clock.advance(5_000);

    expect(batches.flatMap(({ ids }) => ids)).toEqual(["a", "b", "c"]);
    expect(await failureOf(flight)).toBe("Error: gone");
  });

  it("is told at once when its turn would come too late, and those before it keep theirs", async () => {
    open({ requests: 1, windowMs: 1_000, concurrency: 9 }, 1);
    const flights = ["1", "2", "3", "4", "5"].map((id) => add(id, "people", 2_500));
    const late = flights.slice(3).map(failureOf);

    expect(await Promise.all(late)).toEqual(["throttled", "throttled"]);
    await clock.advance(2_500);
    expect(batches.map(({ ids, at }) => [ids[0], at])).toEqual([
      ["1", 0],
      ["2", 1_000],
      ["3", 2_000],
    ]);
  });
});
