import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildSchema } from "graphql";
import { type Call, createRecords, createUpstream, type Upstream } from "../../src/upstream/index.js";
import { FakeClock } from "../support/fake-clock.js";
import { type Loopback, listenLoopback } from "../support/loopback.js";
import { testPlatform } from "../support/platform.js";
import { ask, defaultLimits, type SmallServer, startSmallServer } from "../support/small-server.js";

/** A list that is longer than anybody could tell before: its price knows of no calls. */
const schema = buildSchema("type Query { hello: String shelf: [Page] } type Page { id: ID }");

let upstreamServer: Loopback;
let upstream: Upstream;
let gateway: SmallServer;

beforeAll(async () => {
  upstreamServer = await listenLoopback((_request, response) => response.end("[]"));
  const clock = new FakeClock();
  const platform = testPlatform(clock);
  const quota = { requests: 100, windowMs: 1_000, concurrency: 50 };
  upstream = createUpstream(platform, { source: "encyclopedia", baseUrl: upstreamServer.url, quota });
  const pages = createRecords<{ id: string }>(platform, upstream, {
    kind: "page",
    version: 1,
    maxBatch: 1,
    lifetimes: { freshMs: 60_000, staleMs: 600_000, absentMs: 5_000 },
    fetchMany: (ids, call) =>
      upstream.ask({ path: "/pages", expect: "json" }, () => new Map(ids.map((id) => [id, { value: { id } }])), call),
  });
  const rootValue = {
    hello: "Hello",
    shelf: (_arguments: object, { call }: { call: Call }) =>
      ["1", "2", "3", "4", "5"].map((id) => Promise.resolve(pages.load(id, call))),
  };
  const limits = { ...defaultLimits, upstreamCalls: 3 };
  gateway = await startSmallServer({ schema, rootValue, clock, limits });
  const turns = setInterval(() => void clock.advance(20), 1);
  turns.unref();
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
  await upstreamServer.close();
});

describe("An operation that turns out to need more upstream calls than one may make", () => {
  it("is answered as far as they go, with an error on each field that was not asked for, and whole the next time", async () => {
    const first = await ask(gateway.url, "{ hello shelf { id } }");
    const second = await ask(gateway.url, "{ hello shelf { id } }");

    expect(first.status).toBe(200);
    expect(first.json.data).toEqual({ hello: "Hello", shelf: [{ id: "1" }, { id: "2" }, { id: "3" }, null, null] });
    expect(first.json.errors).toEqual(
      [3, 4].map((index) => ({
        message: expect.stringContaining("the operation has made the 3 calls of upstreams that are allowed"),
        path: ["shelf", index],
        locations: expect.anything(),
        extensions: {
          code: "OPERATION_TOO_COMPLEX",
          source: "encyclopedia",
          limit: "upstreamCalls",
          allowed: 3,
          retryable: true,
        },
      })),
    );
    expect(second.json).toMatchObject({ data: { shelf: ["1", "2", "3", "4", "5"].map((id) => ({ id })) } });
    expect(second.json.errors).toBeUndefined();
    expect(upstreamServer.seen).toHaveLength(5);
  });
});
