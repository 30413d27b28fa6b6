import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  type Answers,
  type Call,
  CallLimitError,
  createAnswers,
  createCall,
  createRecords,
  createUpstream,
  type Records,
  type Upstream,
} from "../../src/upstream/index.js";
import { FakeClock, untilDone } from "../support/fake-clock.js";
import { type Loopback, listenLoopback } from "../support/loopback.js";
import { testPlatform } from "../support/platform.js";

interface Page {
  id: string;
}

let clock: FakeClock;
let server: Loopback;
let upstream: Upstream;
let pages: Records<Page>;
let searches: Answers<{ term: string }, { found: string }>;

const lifetimes = { freshMs: 60_000, staleMs: 600_000, absentMs: 5_000 };

/** @param perCall how many pages come in one call */
function open(perCall: number): void {
  const platform = testPlatform(clock);
  const quota = { requests: 100, windowMs: 1_000, concurrency: 4 };
  upstream = createUpstream(platform, { source: "encyclopedia", baseUrl: server.url, quota });
  pages = createRecords<Page>(platform, upstream, {
    kind: "page",
    version: 1,
    maxBatch: perCall,
    lifetimes,
    fetchMany: (ids, call) =>
      upstream.ask(
        { path: "/pages", query: { ids: ids.join(",") }, expect: "json" },
        () => new Map(ids.map((id) => [id, { value: { id } }])),
        call,
      ),
  });
  searches = createAnswers(platform, upstream, {
    kind: "search",
    version: 1,
    lifetimes,
    keyOf: ({ term }) => term,
    fetch: ({ term }, call) =>
      upstream.ask({ path: "/search", query: { term }, expect: "json" }, () => ({ found: term }), call),
  });
}

const asker = (mostCalls: number): Call => createCall(clock, { deadlineMs: 60_000, mostCalls });
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const load = (call: Call, wanted: string[]) => untilDone(clock, pages.loadMany(wanted, call));
const refusedOf = (found: readonly unknown[]) => found.filter((one) => one instanceof CallLimitError).length;

beforeEach(async () => {
  clock = new FakeClock();
  server = await listenLoopback((_request, response) => response.end("[]"));
  open(1);
});
afterEach(async () => {
  await upstream.close();
  await server.close();
});

describe("A request that may make so many upstream calls", () => {
  it("makes no more, gets what they brought, and is told of the rest", async () => {
    const found = await load(asker(5), ids(12));

    expect(server.seen).toHaveLength(5);
    expect(found.slice(0, 5)).toEqual(ids(5).map((id) => ({ id })));
    expect(refusedOf(found)).toBe(7);
    expect(found[5]).toMatchObject({ code: "OPERATION_TOO_COMPLEX", source: "encyclopedia", most: 5 });
  });

  it("is not refused what memory holds, and comes further when it asks again", async () => {
    await load(asker(5), ids(12));

    const found = await load(asker(5), ids(12));

    expect(refusedOf(found)).toBe(2);
    expect(server.seen).toHaveLength(10);
  });

  it("counts calls, not records: many in one call are one", async () => {
    await upstream.close();
    open(10);

    const found = await load(asker(2), ids(20));

    expect(refusedOf(found)).toBe(0);
    expect(server.seen).toHaveLength(2);
  });

  it("counts searches, and all of its kinds together", async () => {
    const call = asker(2);
    await load(call, ids(1));
    await untilDone(clock, Promise.resolve(searches.load({ term: "asthma" }, call)));

    const third = untilDone(clock, Promise.resolve(searches.load({ term: "migraine" }, call)));

    await expect(third).rejects.toBeInstanceOf(CallLimitError);
    expect(server.seen).toHaveLength(2);
  });

  it("takes nothing from others who want the same and may still ask", async () => {
    const [small, large] = [asker(1), asker(10)];

    const [few, all] = await untilDone(
      clock,
      Promise.all([pages.loadMany(ids(4), small), pages.loadMany(ids(4), large)]),
    );

    expect(refusedOf(all)).toBe(0);
    expect(refusedOf(few)).toBe(0);
    expect(server.seen).toHaveLength(4);
  });

  it("is every request that says so, and no other", async () => {
    const found = await load(createCall(clock, { deadlineMs: 60_000 }), ids(12));

    expect(refusedOf(found)).toBe(0);
    expect(server.seen).toHaveLength(12);
  });
});
