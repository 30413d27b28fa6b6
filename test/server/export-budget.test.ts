import { get } from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { ServerOptions } from "../../src/server/index.js";
import { FakeClock, settle, untilDone } from "../support/fake-clock.js";
import { createLongList, type LongList } from "../support/long-list.js";
import {
  type AnswerJson,
  ask,
  defaultLimits,
  openAccess,
  type SmallServer,
  startSmallServer,
} from "../support/small-server.js";

/** Four numbers with what they stand in, and two calls. */
const PAGE_COST = 26;
const CALLS_COST = 20;

let gateway: SmallServer | null = null;
afterEach(async () => {
  await gateway?.close();
  gateway = null;
});

interface Download {
  status: number;
  headers: Record<string, string>;
  text: string;
}

interface Started {
  url: string;
  clock: FakeClock;
  list: LongList;
  download(query?: string, headers?: Record<string, string>): Promise<Download>;
  /** What the caller has left, as the headers of a question that costs 1 tell it. */
  left(headers?: Record<string, string>): Promise<number>;
}

async function fetchExport(url: string, headers: Record<string, string>): Promise<Download> {
  const answer = await fetch(url, { headers });
  const text = await answer.text();
  return { status: answer.status, headers: Object.fromEntries(answer.headers), text };
}

async function start(length: number, costPerMinute: number, options: Partial<ServerOptions> = {}): Promise<Started> {
  const clock = new FakeClock();
  const list = createLongList(length);
  gateway = await startSmallServer({ ...list.options, clock, access: { ...openAccess, costPerMinute }, ...options });
  const { url } = gateway;
  return {
    url,
    clock,
    list,
    download: (query = "", headers = {}) => fetchExport(`${url}/export?operation=Numbers${query}`, headers),
    left: async (headers = {}) =>
      Number((await ask(url, "{ __typename }", undefined, headers)).headers["ratelimit-remaining"]) + 1,
  };
}

const linesOf = ({ text }: Download) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { value?: number; export?: Record<string, unknown> });
const errorOf = ({ text }: Download) => (JSON.parse(text) as AnswerJson).errors?.[0];
const outcomeOf = (reply: Download) => linesOf(reply).at(-1)?.export;
const valuesOf = (reply: Download) => linesOf(reply).flatMap(({ value }) => value ?? []);

/** Every key is good, and has its own name. */
const keys: ServerOptions["access"]["keys"] = {
  find: (name) => ({ name, hash: Buffer.alloc(32), costPerMinute: undefined }),
  reload: () => undefined,
  close: () => undefined,
};

/** Resolves when this many exports wait. */
async function sleepers(clock: FakeClock, count: number): Promise<void> {
  for (let turn = 0; turn < 500 && clock.sleeping !== count; turn++) await settle();
  expect(clock.sleeping).toBe(count);
}

describe("An export", () => {
  it("pays for each page what the operation costs, and tells the budget in its headers", async () => {
    const { download, left } = await start(12, 1_000);

    const reply = await download();

    expect(outcomeOf(reply)).toMatchObject({ complete: true, rows: 12 });
    expect(reply.headers).toMatchObject({
      "ratelimit-limit": "1000",
      "ratelimit-remaining": String(1_000 - PAGE_COST),
    });
    expect(await left()).toBe(1_000 - 3 * PAGE_COST);
  });

  it("is paid back the calls that it did not cause", async () => {
    const { download, left, list } = await start(12, 1_000);
    list.callsPerPage = 0;

    await download();

    expect(await left()).toBe(1_000 - 3 * (PAGE_COST - CALLS_COST));
  });

  it("that cannot pay its first page is refused with 429 before anything is asked", async () => {
    const { download, list } = await start(12, 40);
    await download("&limit=4");

    const reply = await download();

    expect(reply.status).toBe(429);
    expect(reply.headers["retry-after"]).toBe("18");
    expect(errorOf(reply)).toMatchObject({
      message: expect.stringContaining("can cost 26"),
      extensions: { code: "RATE_LIMITED", retryAfter: 18, cost: PAGE_COST, upstreamCalls: 2, limit: 40, remaining: 14 },
    });
    expect(list.pagesRead()).toBe(1);
  });

  it("waits for a budget that is soon there again", async () => {
    const { download, clock, list } = await start(12, 80);
    await download("&limit=4");

    const reply = download();
    await sleepers(clock, 1);
    const readBefore = list.pagesRead();
    const whole = await untilDone(clock, reply, 500);

    expect(readBefore).toBe(3);
    expect(outcomeOf(whole)).toMatchObject({ complete: true, rows: 12, reason: null });
    expect(clock.elapsed()).toBeLessThan(20_000);
  });

  it("that would have to wait long ends with its cursor, from which it can be gone on with", async () => {
    const { download, clock } = await start(12, 30);

    const part = await untilDone(clock, download(), 500);
    await clock.advance(60_000);
    const rest = await untilDone(clock, download("&variables=%7B%22after%22%3A%224%22%7D"), 500);

    expect(valuesOf(part)).toEqual([1, 2, 3, 4]);
    expect(outcomeOf(part)).toEqual({
      complete: false,
      rows: 4,
      lost: 0,
      cursor: "4",
      reason: "RATE_LIMITED: the budget is used up; go on from the cursor in 44 s",
    });
    expect(valuesOf(rest)[0]).toBe(5);
  });

  it("waits no longer when its caller has gone, and leaves its place to others", async () => {
    const { url, download, clock } = await start(400, 0, { access: { ...openAccess, keys, costPerMinute: 120 } });
    const requests = ["a", "b"].map((key) =>
      get(`${url}/export?operation=Numbers`, { headers: { "x-api-key": key } }).on("error", () => undefined),
    );
    await sleepers(clock, 2);
    expect((await download("", { "x-api-key": "c" })).status).toBe(503);

    for (const request of requests) request.destroy();
    await sleepers(clock, 0);

    expect((await download("&limit=4", { "x-api-key": "c" })).status).toBe(200);
  });

  it("pays from the budget of its key", async () => {
    const access = { ...openAccess, keys, costPerMinute: 30 };
    const { download, left } = await start(4, 30, { access });

    expect((await download("", { "x-api-key": "front-end" })).status).toBe(200);
    expect((await download("", { "x-api-key": "front-end" })).status).toBe(429);

    expect(await left({ "x-api-key": "front-end" })).toBe(30 - PAGE_COST);
    expect((await download("", { "x-api-key": "dashboard" })).status).toBe(200);
  });

  it("costs nothing to count where there is no budget, and needs no approval where only trusted operations are answered", async () => {
    const access = { ...openAccess, onlyTrusted: true };
    const { download, url } = await start(12, 0, { access });

    const reply = await download();

    expect((await ask(url, "{ numbers { nodes { value } } }")).status).toBe(403);
    expect(outcomeOf(reply)).toMatchObject({ complete: true, rows: 12 });
    expect(reply.headers["ratelimit-limit"]).toBeUndefined();
  });

  it.each<[string, Partial<ServerOptions["limits"]>, string, object]>([
    ["its price", { cost: 20 }, "", { limit: "cost", allowed: 20, found: PAGE_COST }],
    ["its calls", { upstreamCalls: 1 }, "", { limit: "upstreamCalls", allowed: 1, found: 2 }],
    ["its depth", { depth: 2 }, "", { limit: "depth", allowed: 2, found: 3 }],
    ["a longer page", { cost: 30 }, "&variables=%7B%22first%22%3A50%7D", { limit: "cost", allowed: 30 }],
  ])("is held to the limits of an operation: %s", async (_what, limits, query, extensions) => {
    const { download, list } = await start(12, 1_000, { limits: { ...defaultLimits, ...limits } });

    const reply = await download(query);

    expect(reply.status).toBe(400);
    expect(errorOf(reply)?.extensions).toMatchObject({ code: "OPERATION_TOO_COMPLEX", ...extensions });
    expect(list.pagesRead()).toBe(0);
  });

  it("is held to the length of lists in variables", async () => {
    const { download } = await start(12, 1_000, { limits: { ...defaultLimits, listLength: 2 } });

    const reply = await download(`&variables=${encodeURIComponent('{"ids":[1,2,3]}')}`);

    expect(reply.status).toBe(400);
    expect(errorOf(reply)?.extensions).toMatchObject({ code: "BAD_USER_INPUT", limit: "listLength" });
  });
});
