import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { ServerOptions } from "../../../src/server/index.js";
import { ask, type SmallServer, send, startSmallServer } from "../../support/small-server.js";

let gateway: SmallServer;
let now = 0;
const start = async (options: Partial<ServerOptions> = {}) => {
  now = 1_000_000;
  const clock = {
    now: () => Date.now(),
    elapsed: () => now,
    sleep: async () => undefined,
    after: () => () => undefined,
  };
  gateway = await startSmallServer({ clock, ...options });
};
beforeEach(() => start());
afterEach(() => gateway.close());

const PAGE = "{ page }";
const get = (query: string, headers: Record<string, string> = {}, more = "") =>
  send(`${gateway.url}/graphql?query=${encodeURIComponent(query)}${more}`, { method: "GET", headers });

describe("Answers that are kept", () => {
  it("are sent again, byte for byte, without being executed", async () => {
    const first = await ask(gateway.url, PAGE);
    now += 5_000;
    const second = await ask(gateway.url, PAGE);

    expect(second.text).toBe(first.text);
    expect(gateway.seen.executed).toBe(1);
    expect([first.headers.age, second.headers.age]).toEqual(["0", "5"]);
    expect(second.headers).toMatchObject({
      "cache-control": "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400",
      "content-type": "application/json; charset=utf-8",
      etag: expect.stringMatching(/^W\/"[\w-]+"$/),
      vary: "accept, accept-encoding",
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    });
  });

  it("live as long as the shortest-lived record in them", async () => {
    await ask(gateway.url, "{ a: page(ms: 60000) b: page(ms: 3000) }");

    expect((await ask(gateway.url, "{ a: page(ms: 60000) b: page(ms: 3000) }")).headers["cache-control"]).toContain(
      "max-age=3,",
    );
    now += 6_001;
    await ask(gateway.url, "{ a: page(ms: 60000) b: page(ms: 3000) }");
    expect(gateway.seen.executed).toBe(4);
  });

  it("are sent once more when their time is over, while a newer one is made", async () => {
    await ask(gateway.url, PAGE);
    now += 61_000;

    const stale = await ask(gateway.url, PAGE);
    while (gateway.seen.executed < 2) await new Promise(setImmediate);
    const fresh = await ask(gateway.url, PAGE);

    expect([stale.headers.age, fresh.headers.age]).toEqual(["61", "0"]);
    expect(gateway.seen.executed).toBe(2);
  });

  it("are found in every spelling of the question", async () => {
    await ask(gateway.url, "query Q($size: Int!, $ms: Int!) { page(size: $size, ms: $ms) }", { size: 2, ms: 9000 });
    await ask(gateway.url, "query Q($size: Int!, $ms: Int!)\n{ # spaced\n  page(size: $size ms: $ms)\n}", {
      ms: 9000,
      size: 2,
    });

    expect(gateway.seen.executed).toBe(1);
  });

  it("are kept apart by variables, operation and media type", async () => {
    const query = "query A { page } query B { page(size: 1) }";
    const named = (operationName: string) =>
      send(`${gateway.url}/graphql`, {
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, operationName }),
      });

    expect((await named("A")).text).not.toBe((await named("B")).text);
    const newer = await ask(gateway.url, PAGE, undefined, { accept: "application/graphql-response+json" });
    const older = await ask(gateway.url, PAGE);
    expect(newer.headers["content-type"]).toContain("graphql-response+json");
    expect(older.headers["content-type"]).toContain("application/json");
    expect(gateway.seen.executed).toBe(4);
  });

  it("are shared by everybody who asks the same at the same time", async () => {
    const replies = await Promise.all(Array.from({ length: 100 }, () => ask(gateway.url, "{ page(size: 300) }")));

    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(gateway.seen.executed).toBe(1);
  });

  it("are sent compressed to those who ask again and again, in the form that they take", async () => {
    const query = "{ page(size: 2000) }";
    const plain = await ask(gateway.url, query);
    const raw = (encoding: string) => rawAsk(query, encoding);
    const compressed = async (encoding: string) => {
      let reply = await raw(encoding);
      while (reply.encoding === undefined) reply = await raw(encoding);
      return reply;
    };
    const brotli = await compressed("gzip, br");
    const gzip = await compressed("gzip, br;q=0");
    const none = await raw("identity");

    expect(brotliDecompressSync(brotli.bytes).toString()).toBe(plain.text);
    expect(gunzipSync(gzip.bytes).toString()).toBe(plain.text);
    expect([brotli.encoding, gzip.encoding, none.encoding]).toEqual(["br", "gzip", undefined]);
    expect(brotli.bytes.length).toBeLessThan(plain.text.length / 10);
  });

  it("let go of the oldest when memory is full", async () => {
    await gateway.close();
    await start({ answerMemoryBytes: 20_000 });

    for (let size = 1000; size < 1008; size++) await ask(gateway.url, `{ page(size: ${size}) }`);
    await ask(gateway.url, "{ page(size: 1007) }");
    expect(gateway.seen.executed).toBe(8);
    await ask(gateway.url, "{ page(size: 1000) }");
    expect(gateway.seen.executed).toBe(9);
  });
});

describe("Answers over GET", () => {
  it("are confirmed with 304 to who has them", async () => {
    const first = await get(PAGE);
    const again = await get(PAGE, { "if-none-match": String(first.headers.etag) });
    const other = await get(PAGE, { "if-none-match": 'W/"other"' });

    expect([first.status, again.status, other.status]).toEqual([200, 304, 200]);
    expect(again.text).toBe("");
    expect(again.headers).toMatchObject({ etag: first.headers.etag, "cache-control": first.headers["cache-control"] });
    expect(gateway.seen.executed).toBe(1);
  });

  it("are the ones that were given to POST", async () => {
    await ask(gateway.url, PAGE);
    await get(PAGE);

    expect(gateway.seen.executed).toBe(1);
  });
});

describe("Answers that are not kept", () => {
  it.each([
    ["with an error in them", '{ page upstream(failure: "timeout") }'],
    ["that rest on no record", "{ hello }"],
    ["of records that are stale already", "{ page(ms: 0) }"],
  ])("are those %s", async (_what, query) => {
    await ask(gateway.url, query);
    const executed = gateway.seen.executed;
    const second = await ask(gateway.url, query);

    expect(gateway.seen.executed).toBeGreaterThan(executed);
    expect(second.headers["cache-control"]).toBe("no-store");
  });

  it.each([
    ["a report is asked for", { "x-galen-report": "1" }],
    ["credentials come along", { authorization: "Bearer x" }],
    ["the caller wants no kept answer", { "cache-control": "no-cache" }],
  ])("nor are they sent when %s", async (_why, headers) => {
    await ask(gateway.url, PAGE);
    await ask(gateway.url, PAGE, undefined, headers);

    expect(gateway.seen.executed).toBe(2);
  });

  it("tell ages in seconds for a second at most", async () => {
    await ask(gateway.url, "{ page(ageSeconds: 1) }");

    expect((await ask(gateway.url, "{ page(ageSeconds: 1) }")).headers["cache-control"]).toContain("max-age=1,");
  });

  it("are all, when there is no memory for them", async () => {
    await gateway.close();
    await start({ answerMemoryBytes: 0 });
    await ask(gateway.url, PAGE);
    await ask(gateway.url, PAGE);

    expect(gateway.seen.executed).toBe(2);
  });
});

describe("Documents that need not be sent", () => {
  const query = "query Page($size: Int!) { page(size: $size) }";
  const hash = createHash("sha256").update(query).digest("hex");
  const extensions = encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }));
  const byHash = () => send(`${gateway.url}/graphql?variables={"size":1}&extensions=${extensions}`, { method: "GET" });

  it("are asked for by hash once they were sent with it", async () => {
    const unknown = await byHash();
    const registering = await get(query, {}, `&variables={"size":1}&extensions=${extensions}`);
    const known = await byHash();

    expect(unknown.json.errors?.[0]).toMatchObject({
      message: "PersistedQueryNotFound",
      extensions: { code: "PERSISTED_QUERY_NOT_FOUND" },
    });
    expect(known.json).toEqual(registering.json);
    expect(known.json).toEqual({ data: { page: "page " } });
  });

  it("must match their hash", async () => {
    const reply = await get("{ hello }", {}, `&extensions=${extensions}`);

    expect([reply.status, reply.json.errors?.[0]?.extensions.code]).toEqual([400, "BAD_REQUEST"]);
  });

  it("are the committed operations, by name and by hash", async () => {
    await gateway.close();
    const operation = { name: "Page", text: query, hash, document: { kind: "Document", definitions: [] } } as const;
    await start({ operations: new Map([["Page", operation as never]]) });
    const ask = (id: string) => send(`${gateway.url}/graphql?documentId=${id}&variables={"size":1}`, { method: "GET" });

    for (const id of ["Page", hash, `sha256:${hash}`])
      expect((await ask(id)).json).toEqual({ data: { page: "page " } });
    expect(gateway.seen.executed).toBe(1);
    expect((await ask("Nothing")).json.errors?.[0]?.extensions.code).toBe("PERSISTED_QUERY_NOT_FOUND");
  });
});

async function rawAsk(query: string, encoding: string): Promise<{ encoding: string | undefined; bytes: Buffer }> {
  const { request } = await import("node:http");
  const body = JSON.stringify({ query });
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "accept-encoding": encoding, "content-length": body.length };
    request(`${gateway.url}/graphql`, { method: "POST", headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () =>
        resolve({ encoding: incoming.headers["content-encoding"], bytes: Buffer.concat(chunks) }),
      );
    })
      .on("error", reject)
      .end(body);
  });
}
