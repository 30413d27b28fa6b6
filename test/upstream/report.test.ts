import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  type Call,
  createCall,
  createMemoryStore,
  createRecords,
  createUpstream,
  type LifetimeSettings,
  type Records,
  type SourceReport,
  type Upstream,
} from "../../src/upstream/index.js";
import { FakeClock, untilDone } from "../support/fake-clock.js";
import { type Loopback, listenLoopback } from "../support/loopback.js";
import { testPlatform } from "../support/platform.js";

interface Article {
  pmid: string;
}

let clock: FakeClock;
let server: Loopback;
let upstream: Upstream;
let articles: Records<Article>;
const store = createMemoryStore();

function open(lifetimes?: LifetimeSettings): void {
  const platform = testPlatform(clock, store);
  const quota = { requests: 3, windowMs: 1_200, concurrency: 6 };
  upstream = createUpstream(platform, { source: "pubmed", baseUrl: server.url, quota, lifetimes });
  articles = createRecords<Article>(platform, upstream, {
    kind: "article",
    version: 1,
    maxBatch: 200,
    lifetimes: { freshMs: 60_000, staleMs: 600_000, absentMs: 5_000 },
    fetchMany: (ids, call) =>
      upstream.ask(
        { path: "/fetch", query: { id: ids.join(",") }, expect: "json" },
        ({ text }) => new Map((JSON.parse(text) as Article[]).map((value) => [value.pmid, { value }])),
        call,
      ),
  });
}

const person = (): Call => createCall(clock, { deadlineMs: 10_000 });

async function load(call: Call, ...ids: string[]): Promise<SourceReport> {
  await untilDone(clock, articles.loadMany(ids, call));
  return call.report.of("pubmed");
}

beforeEach(async () => {
  clock = new FakeClock();
  server = await listenLoopback((request, response) => {
    const ids = new URL(request.url ?? "", "http://x").searchParams.get("id")?.split(",") ?? [];
    response.end(JSON.stringify(ids.map((pmid) => ({ pmid }))));
  });
  open();
});

afterEach(async () => {
  await upstream.close();
  await server.close();
  await store.close();
});

describe("an asker's report", () => {
  it("counts a call of its own", async () => {
    expect(await load(person(), "1", "2")).toMatchObject({ fetched: 2, fresh: 0, ownCalls: 1, sharedCalls: 0 });
  });

  it("counts a call that others were served by as shared, also when they joined under way", async () => {
    const calls = [person(), person()];
    const [answer] = [server.answer];
    let release = (): void => undefined;
    server.answer = (request, response, body) => {
      release = () => answer(request, response, body);
    };
    const first = articles.loadMany(["1"], calls[0] as Call);
    while (server.seen.length === 0) await clock.advance(1);
    const second = articles.loadMany(["1"], calls[1] as Call);
    await clock.advance(1);
    release();
    await untilDone(clock, Promise.all([first, second]));

    expect(calls.map((call) => call.report.of("pubmed"))).toMatchObject([
      { fetched: 1, ownCalls: 0, sharedCalls: 1 },
      { fetched: 1, ownCalls: 0, sharedCalls: 1 },
    ]);
  });

  it("counts one call once, however often the asker had to do with it", async () => {
    for (const id of ["a", "b", "c"]) await load(person(), id);
    const call = person();
    const early = load(call, "1");
    await clock.advance(5);
    const report = await load(call, "2");
    await early;

    expect(report).toMatchObject({ fetched: 2, ownCalls: 1 });
    expect(server.seen).toHaveLength(4);
  });

  it("says how long it waited for its turn, and how often was tried again", async () => {
    for (const id of ["a", "b", "c"]) await load(person(), id);
    const fine = server.answer;
    let failed = 0;
    server.answer = (request, response, body) =>
      failed++ === 0 ? response.writeHead(503).end() : fine(request, response, body);

    const report = await load(person(), "1");

    expect(report).toMatchObject({ fetched: 1, retries: 1, ownCalls: 2, failures: [] });
    expect(report.waitedMs).toBeGreaterThan(1_000);
    expect(report.waitedMs).toBeLessThanOrEqual(2_400);
  });

  it("names the failures, once for each record", async () => {
    server.answer = (_, response) => response.writeHead(400).end();

    expect(await load(person(), "1", "2")).toMatchObject({
      fetched: 0,
      ownCalls: 1,
      failures: ["rejected", "rejected"],
    });
  });
});

describe("a source's health", () => {
  it("tells the share of what needed no call, what is left of the quota, and how long answers take", async () => {
    expect(upstream.health()).toMatchObject({ status: "OK", hitRatio: null, p50Ms: null, quota: { remaining: 3 } });
    await load(person(), "1");
    await load(person(), "1");
    await load(person(), "1");
    await load(person(), "2");

    const health = upstream.health();
    expect(health).toMatchObject({ hitRatio: 0.5, calls: 2, retries: 0, queued: 0, inFlight: 0, lastError: null });
    expect(health.quota).toEqual({ requests: 3, windowMs: 1_200, remaining: 1 });
    expect(health.p95Ms).toBeGreaterThanOrEqual(health.p50Ms ?? Number.POSITIVE_INFINITY);
  });

  it("is degraded after a failure until the next success, and tells what failed and when", async () => {
    const fine = server.answer;
    server.answer = (_, response) => response.writeHead(400).end();
    await load(person(), "1");
    expect(upstream.health()).toMatchObject({
      status: "DEGRADED",
      lastError: { failure: "rejected", at: expect.any(Number) },
    });
    server.answer = fine;
    await clock.advance(10);

    await load(person(), "1");

    expect(upstream.health()).toMatchObject({ status: "OK", lastError: { failure: "rejected" } });
  });

  it("is degraded while the source wants to be left alone, with nothing left of the quota", async () => {
    server.answer = (_, response) => response.writeHead(429, { "retry-after": "100" }).end();
    await load(person(), "1");

    expect(upstream.health()).toMatchObject({ status: "DEGRADED", breaker: "CLOSED", quota: { remaining: 0 } });
  });

  it("counts those who wait", async () => {
    const asking = ["a", "b", "c", "d"].map((id) =>
      upstream.pacer.acquire({ priority: "people", deadline: 9e9 }).then(() => id),
    );
    await clock.advance(1);
    expect(upstream.health()).toMatchObject({ queued: 1, inFlight: 3 });

    await clock.advance(1_200);
    await Promise.all(asking);
    expect(upstream.health()).toMatchObject({ queued: 0, inFlight: 4 });
  });
});

describe("an operator's lifetimes", () => {
  it("replace those of the source's records", async () => {
    open({ freshMs: 1_000, staleMs: 2_000 });
    await load(person(), "1");
    await clock.advance(1_001);

    expect(await load(person(), "1")).toMatchObject({ fresh: 0, stale: 1 });
  });

  it("leave what is not set as the source has it", async () => {
    open({ freshMs: null, staleMs: 0 });
    await load(person(), "1");
    await clock.advance(59_000);
    expect(await load(person(), "1")).toMatchObject({ fresh: 1 });
    await clock.advance(1_001);

    expect(await load(person(), "1")).toMatchObject({ fetched: 1, stale: 0 });
  });
});
