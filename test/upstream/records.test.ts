import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  type Call,
  createCall,
  createMemoryStore,
  createRecords,
  createUpstream,
  type Fetched,
  type Quota,
  type Records,
  type Store,
  type Upstream,
  UpstreamError,
} from "../../src/upstream/index.js";
import { FakeClock, settle } from "../support/fake-clock.js";
import { type Loopback, listenLoopback } from "../support/loopback.js";
import { testPlatform } from "../support/platform.js";

interface Article {
  pmid: string;
  title: string;
}

const LIFETIMES = { freshMs: 60_000, staleMs: 600_000, absentMs: 5_000 };
const QUICK: Quota = { requests: 1_000, windowMs: 1_000, concurrency: 20 };

let clock: FakeClock;
let server: Loopback;
let store: Store;
let edition: number;
let upstreams: Upstream[];
let dataVersion: string | null;

/** Answers with the ids asked for, but those from 9000 on; later ids first, as upstreams do. */
function answer(request: { url?: string | undefined }, response: { end(body: string): unknown }): void {
  const ids = new URL(request.url ?? "", "http://x").searchParams.get("id")?.split(",") ?? [];
  const known = ids.filter((id) => Number(id) < 9_000).reverse();
  response.end(JSON.stringify(known.map((pmid) => ({ pmid, title: `${pmid} v${edition}` }))));
}

function open(options: { quota?: Quota; maxBatch?: number } = {}): { articles: Records<Article>; upstream: Upstream } {
  const platform = testPlatform(clock, store);
  const upstream = createUpstream(platform, { source: "pubmed", baseUrl: server.url, quota: options.quota ?? QUICK });
  upstreams.push(upstream);
  const articles = createRecords<Article>(platform, upstream, {
    kind: "article",
    version: 1,
    maxBatch: options.maxBatch ?? 200,
    lifetimes: LIFETIMES,
    dataVersion: () => dataVersion,
    fetchMany: (ids, call) =>
      upstream.ask(
        { path: "/fetch", query: { id: ids.join(",") }, expect: "json" },
        ({ text }) => new Map((JSON.parse(text) as Article[]).map((value) => [value.pmid, toFetched(value)])),
        call,
      ),
  });
  return { articles, upstream };
}

function toFetched(value: Article): Fetched<Article> {
  return value.pmid === "666" ? { failed: new UpstreamError("pubmed", "malformed", "record 666") } : { value };
}

function person(deadlineMs = 5_000, signal?: AbortSignal): Call {
  return createCall(clock, { deadlineMs, ...(signal ? { signal } : {}) });
}

async function titles(articles: Records<Article>, ids: string[], call = person()): Promise<(string | null)[]> {
  const loaded = await articles.loadMany(ids, call);
  return loaded.map((article) => (article instanceof UpstreamError ? article.failure : (article?.title ?? null)));
}

beforeEach(async () => {
  clock = new FakeClock();
  store = createMemoryStore();
  edition = 1;
  upstreams = [];
  dataVersion = null;
  server = await listenLoopback(answer);
});

afterEach(async () => {
  for (const upstream of upstreams) await upstream.close();
  await server.close();
});

describe("records", () => {
  it("come in the order asked, with null for those that do not exist", async () => {
    const { articles } = open();

    expect(await titles(articles, ["3", "9001", "1", "3"])).toEqual(["3 v1", null, "1 v1", "3 v1"]);
    expect(server.seen).toEqual(["GET /fetch?id=3%2C9001%2C1"]);
  });

  it("are asked for once, and then come from memory without a promise", async () => {
    const { articles } = open();
    await titles(articles, ["1"]);

    expect(articles.load("1", person())).toEqual({ pmid: "1", title: "1 v1" });
    expect(server.seen).toHaveLength(1);
  });

  it("of a thousand askers at once cost one call", async () => {
    const { articles } = open();

    const answers = await Promise.all(Array.from({ length: 1_000 }, () => titles(articles, ["7"])));

    expect(new Set(answers.flat())).toEqual(new Set(["7 v1"]));
    expect(server.seen).toHaveLength(1);
  });

  it("of different askers leave together", async () => {
    const { articles } = open();
    const callers = [person(), person(), person()];

    await Promise.all(callers.map((call, index) => titles(articles, [String(index), "100"], call)));

    expect(server.seen.length).toBeLessThanOrEqual(2);
    expect(callers[1]?.report.of("pubmed")).toMatchObject({ fetched: 2, ownCalls: 0 });
  });

  it("fill large batches while the quota is used up", async () => {
    const { articles } = open({ quota: { requests: 3, windowMs: 1_200, concurrency: 10 }, maxBatch: 200 });
    const asking = Array.from({ length: 100 }, (_, asker) =>
      titles(
        articles,
        Array.from({ length: 10 }, (_unused, index) => String(1_000 + asker * 10 + index)),
        person(60_000),
      ),
    );
    for (let second = 0; second < 6; second++) await clock.advance(1_000);

    const answers = await Promise.all(asking);

    expect(answers.flat().every((title) => title?.endsWith("v1"))).toBe(true);
    expect(server.seen.length).toBeLessThanOrEqual(7);
  });

  it("that cannot be read cost only themselves", async () => {
    const { articles } = open();

    expect(await titles(articles, ["1", "666", "2"])).toEqual(["1 v1", "malformed", "2 v1"]);
  });

  it("that were not asked for are not taken for those that were", async () => {
    const { articles } = open();
    server.answer = (_, response) => response.end('[{"pmid":"5","title":"another"}]');

    expect(await titles(articles, ["1"])).toEqual([null]);
  });

  it("that do not exist are remembered for a shorter time", async () => {
    const { articles } = open();
    await titles(articles, ["9001"]);
    await titles(articles, ["9001"]);
    expect(server.seen).toHaveLength(1);

    await clock.advance(LIFETIMES.absentMs + 1);
    await titles(articles, ["9001"]);

    expect(server.seen).toHaveLength(2);
  });
});

describe("records past their lifetime", () => {
  it("are served at once and refreshed once, however many ask", async () => {
    const { articles } = open();
    await titles(articles, ["1"]);
    await clock.advance(LIFETIMES.freshMs + 1);
    edition = 2;

    const askers = Array.from({ length: 1_000 }, () => articles.load("1", person()));
    expect(askers.every((answered) => !(answered instanceof Promise) && answered?.title === "1 v1")).toBe(true);
    await clock.advance(10);
    await eventually(() => articles.peek("1", person())?.title === "1 v2");

    expect(server.seen).toHaveLength(2);
  });

  it("say so, and say when the source could not be asked", async () => {
    const { articles } = open();
    await titles(articles, ["1"]);
    await clock.advance(LIFETIMES.freshMs + 1);
    server.answer = (_, response) => response.writeHead(400).end();
    const first = person();
    const record = await articles.load("1", first);
    expect(articles.copyOf(record ?? {})).toMatchObject({ freshness: "STALE", ageMs: LIFETIMES.freshMs + 1 });
    expect(first.report.of("pubmed")).toMatchObject({ stale: 1 });

    await eventually(() => articles.copyOf(record ?? {}).freshness === "STALE_AFTER_ERROR");
    const second = person();
    await articles.load("1", second);

    expect(second.report.of("pubmed")).toMatchObject({ staleAfterError: 1, oldestStaleMs: LIFETIMES.freshMs + 1 });
  });

  it("and past their staleness are served only when the source fails", async () => {
    const { articles } = open();
    await titles(articles, ["1"]);
    await clock.advance(LIFETIMES.freshMs + LIFETIMES.staleMs + 1);
    server.answer = (_, response) => response.writeHead(400).end();
    const call = person();

    expect(await titles(articles, ["1"], call)).toEqual(["1 v1"]);
    expect(call.report.of("pubmed")).toMatchObject({ staleAfterError: 1, failures: [] });

    server.answer = answer;
    edition = 2;
    expect(articles.load("1", person())).toMatchObject({ title: "1 v1" });
    await clock.advance(5_001);
    expect(await titles(articles, ["1"])).toEqual(["1 v2"]);
  });

  it("are fetched early when they are popular, so that nobody ever waits or sees an old one", async () => {
    const { articles } = open();
    await titles(articles, ["1"]);
    for (let hit = 0; hit < 3; hit++) await articles.load("1", person());
    await clock.advance(LIFETIMES.freshMs * 0.95);
    edition = 2;
    const call = person();

    await articles.load("1", call);
    await eventually(() => articles.peek("1", person())?.title === "1 v2");

    expect(call.report.of("pubmed")).toMatchObject({ fresh: 1, stale: 0 });
  });

  it("are those of another data version too", async () => {
    dataVersion = "monday";
    const { articles } = open();
    const [record] = await articles.loadMany(["1"], person());

    dataVersion = "tuesday";

    expect(articles.copyOf(record as Article)).toMatchObject({ freshness: "STALE" });
  });

  it("are shown for five seconds after a failure before the source is asked again", async () => {
    const { articles } = open();
    await titles(articles, ["1"]);
    await clock.advance(LIFETIMES.freshMs + LIFETIMES.staleMs + 1);
    server.answer = (_, response) => response.writeHead(400).end();
    await titles(articles, ["1"]);

    for (let asker = 0; asker < 100; asker++) await titles(articles, ["1"]);
    expect(server.seen).toHaveLength(2);
    await clock.advance(5_001);
    await titles(articles, ["1"]);

    expect(server.seen).toHaveLength(3);
  });

  it("are refreshed once when the clock jumps ahead, and nobody waits", async () => {
    const { articles } = open();
    await titles(articles, ["1"]);

    clock.jumpBy(LIFETIMES.freshMs + 1);
    const asked = Array.from({ length: 100 }, () => articles.load("1", person()));

    expect(asked.every((answered) => !(answered instanceof Promise))).toBe(true);
    await eventually(() => server.seen.length === 2);
  });

  it("do not grow young when the clock is set back", async () => {
    const { articles } = open();
    const [record] = await articles.loadMany(["1"], person());

    clock.jumpBy(-3_600_000);

    expect(articles.copyOf(record as Article)).toMatchObject({ freshness: "STALE", ageMs: 0 });
  });
});

describe("records of an earlier run", () => {
  it("come from the store without an upstream call", async () => {
    await titles(open().articles, ["1", "2"]);
    await settle();

    expect(await titles(open().articles, ["2", "1"])).toEqual(["2 v1", "1 v1"]);
    expect(server.seen).toHaveLength(1);
  });

  it("are served when the upstream is down", async () => {
    await titles(open().articles, ["1"]);
    await settle();
    await clock.advance(LIFETIMES.freshMs + LIFETIMES.staleMs + 1);
    server.answer = (_, response) => response.writeHead(400).end();

    expect(await titles(open().articles, ["1", "2"])).toEqual(["1 v1", "rejected"]);
  });
});

describe("askers", () => {
  it("are told within their deadline when the upstream is silent", async () => {
    const { articles } = open();
    server.answer = () => undefined;
    const asking = titles(articles, ["1"], person(2_000));

    await clock.advance(2_000);

    expect(await asking).toEqual(["timeout"]);
  });

  it("that go away do not end the wait of others", async () => {
    const { articles } = open();
    let respond = (): void => undefined;
    server.answer = (request, response) => {
      respond = () => answer(request, response);
    };
    const leaving = new AbortController();
    const left = titles(articles, ["1"], person(5_000, leaving.signal));
    const staying = titles(articles, ["1"]);
    await eventually(() => server.seen.length === 1);

    leaving.abort(new Error("gone"));
    await settle();
    respond();

    expect(await staying).toEqual(["1 v1"]);
    expect(await left).toEqual(["unavailable"]);
  });

  it("that come when all others have just left get an answer", async () => {
    const { articles } = open();
    server.answer = () => undefined;
    const leaving = new AbortController();
    const left = titles(articles, ["1"], person(5_000, leaving.signal));
    await eventually(() => server.seen.length === 1);

    leaving.abort(new Error("gone"));
    await left;
    server.answer = answer;

    expect(await titles(articles, ["1"])).toEqual(["1 v1"]);
  });

  it("whose turn never came are told to come back later, not that the source is slow", async () => {
    const { articles } = open({ quota: { requests: 1, windowMs: 10_000, concurrency: 5 }, maxBatch: 1 });
    await titles(articles, ["1"]);
    const patient = titles(articles, ["2"], person(20_000));
    await settle();
    const impatient = person(3_000);
    const [error] = await Promise.all([articles.loadMany(["2"], impatient), clock.advance(3_000)]);

    expect(error).toMatchObject([{ failure: "throttled", retryAfterSeconds: expect.any(Number) }]);
    await clock.advance(10_000);
    expect(await patient).toEqual(["2 v1"]);
  });

  it("that have all gone away end the upstream call", async () => {
    const { articles, upstream } = open();
    server.answer = () => undefined;
    const leaving = new AbortController();
    const left = titles(articles, ["1"], person(5_000, leaving.signal));
    await eventually(() => server.seen.length === 1);

    leaving.abort(new Error("gone"));
    await left;

    await eventually(() => upstream.health().inFlight === 0);
    await eventually(() => server.connections() === 0);
  });

  it("leave no timer behind", async () => {
    const { articles } = open();
    await titles(articles, ["1", "2", "3"]);
    await settle();

    expect(clock.sleeping).toBe(0);
  });
});

async function eventually(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !condition(); turn++) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(condition()).toBe(true);
}
