import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Answers, createAnswers, createCall, createUpstream, type Upstream } from "../../src/upstream/index.js";
import { FakeClock, untilDone } from "../support/fake-clock.js";
import { type Loopback, listenLoopback } from "../support/loopback.js";
import { testPlatform } from "../support/platform.js";

interface Question {
  term: string;
  start: number;
}

let clock: FakeClock;
let server: Loopback;
let upstream: Upstream;
let searches: Answers<Question, { ids: string[] }>;

beforeEach(async () => {
  clock = new FakeClock();
  server = await listenLoopback((request, response) => {
    const term = new URL(request.url ?? "", "http://x").searchParams.get("term");
    response.end(JSON.stringify({ ids: [`${term}#${server.seen.length}`] }));
  });
  const platform = testPlatform(clock);
  const quota = { requests: 100, windowMs: 1_000, concurrency: 10 };
  upstream = createUpstream(platform, { source: "pubmed", baseUrl: server.url, quota });
  searches = createAnswers<Question, { ids: string[] }>(platform, upstream, {
    kind: "search",
    version: 1,
    lifetimes: { freshMs: 1_000, staleMs: 10_000, absentMs: 1_000 },
    keyOf: ({ term, start }) => `${start}\n${term.toLowerCase()}`,
    fetch: ({ term }, call) =>
      upstream.ask({ path: "/search", query: { term }, expect: "json" }, ({ text }) => JSON.parse(text), call),
  });
});

afterEach(async () => {
  await upstream.close();
  await server.close();
});

const person = () => createCall(clock, { deadlineMs: 5_000 });

describe("answers", () => {
  it("are shared by equal questions, however they were put", async () => {
    const asked = await Promise.all([
      searches.load({ term: "Asthma\nchild", start: 0 }, person()),
      searches.load({ start: 0, term: "Asthma\nchild" }, person()),
    ]);

    expect(asked[0]).toEqual({ ids: ["Asthma\nchild#1"] });
    expect(asked[1]).toBe(asked[0]);
    expect(server.seen).toHaveLength(1);
  });

  it("are not shared by different questions", async () => {
    await searches.load({ term: "a", start: 0 }, person());
    await searches.load({ term: "a", start: 20 }, person());

    expect(server.seen).toHaveLength(2);
  });

  it("past their lifetime are served at once and asked for again behind", async () => {
    await searches.load({ term: "a", start: 0 }, person());
    await clock.advance(1_001);

    expect(searches.load({ term: "a", start: 0 }, person())).toEqual({ ids: ["a#1"] });
    await clock.advance(1);
    for (let turn = 0; turn < 200 && server.seen.length < 2; turn++) await new Promise((done) => setTimeout(done, 2));

    expect(server.seen).toHaveLength(2);
  });

  it("that could not be had are an error for those who asked, and are asked for again by the next", async () => {
    const fine = server.answer;
    server.answer = (_, response) => response.writeHead(400).end();
    await expect(searches.load({ term: "a", start: 0 }, person())).rejects.toMatchObject({ failure: "rejected" });
    server.answer = fine;

    expect(await searches.load({ term: "a", start: 0 }, person())).toEqual({ ids: ["a#2"] });
  });

  it("say in the report what they cost", async () => {
    const first = person();
    const second = person();
    await Promise.all([searches.load({ term: "a", start: 0 }, first), searches.load({ term: "a", start: 0 }, second)]);
    const third = person();
    await searches.load({ term: "a", start: 0 }, third);

    expect(first.report.of("pubmed")).toMatchObject({ fetched: 1, sharedCalls: 1, ownCalls: 0 });
    expect(third.report.of("pubmed")).toMatchObject({ fetched: 0, fresh: 1, sharedCalls: 0 });
    expect(third.report.freshForMs).toBe(1_000);
  });

  it("that nobody waited for move up when a person asks for them", async () => {
    const nobody = () => createCall(clock, { deadlineMs: 60_000, priority: "background" });
    const order: string[] = [];
    server.answer = (request, response) => {
      order.push(new URL(request.url ?? "", "http://x").searchParams.get("term") ?? "");
      response.end('{"ids":[]}');
    };
    for (let turn = 0; turn < 100; turn++)
      (await upstream.pacer.acquire({ priority: "people", deadline: 1 })).release();
    const behind = ["a", "b", "c"].map((term) => searches.load({ term, start: 0 }, nobody()));
    await clock.advance(1);
    expect(upstream.health().queued).toBe(3);

    const person = searches.load({ term: "c", start: 0 }, createCall(clock, { deadlineMs: 5_000 }));
    await untilDone(clock, Promise.all([person, ...behind]));

    expect(order[0]).toBe("c");
  });
});
