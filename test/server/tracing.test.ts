import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type ChildGateway, spawnGateway } from "../support/child-gateway.js";
import { listenLoopback } from "../support/loopback.js";
import { ask, send } from "../support/small-server.js";
import { readSourceTree } from "../support/source-tree.js";
import { startTraceCollector, type TraceCollector } from "../support/trace-collector.js";

const PAGE =
  '{ healthTopic(slug: "miscarriage") { encyclopediaArticles { reviewedOn } journalArticles(first: 3) { nodes { publishedOn } } } }';

let gateway: ChildGateway | undefined;
let collector: TraceCollector | undefined;

afterEach(async () => {
  if (gateway?.process.exitCode === null) await gateway.stop("SIGKILL");
  await collector?.close();
});

/** What arrived at the collector once the gateway has ended, which sends what it still has. */
async function spansAfter(work: (url: string) => Promise<void>, env: Record<string, string> = {}) {
  collector = await startTraceCollector();
  gateway = spawnGateway({ GALEN_OTLP_URL: collector.url, ...env });
  await work(await gateway.url);
  await gateway.stop();
  return { spans: collector.spans(), pathOf: collector.pathOf };
}

describe("A trace", () => {
  it("is a tree from the operation over fields, look-ups and fetches to the calls", async () => {
    const { spans, pathOf } = await spansAfter(async (url) => void (await ask(url, `query Page ${PAGE}`)));
    const root = spans.find(({ name }) => name === "query Page");
    const paths = new Set(spans.filter(({ traceId }) => traceId === root?.traceId).map(pathOf));

    expect(root).toMatchObject({ parentSpanId: null, attributes: { "graphql.operation.name": "Page" } });
    expect(paths).toContain(
      "call encyclopedia < fetch encyclopedia page < look up encyclopedia page < " +
        "healthTopic.encyclopediaArticles.reviewedOn < query Page",
    );
    expect([...paths].find((path) => path.startsWith("call pubmed"))).toMatch(
      /^call pubmed < fetch pubmed article < look up pubmed article < healthTopic\.journalArticles\S* < query Page$/,
    );
  });

  it("goes on to the last part of an answer in parts", async () => {
    const query =
      'query Parts { healthTopic(slug: "miscarriage") { title ... @defer { journalArticles(first: 3) { nodes { publishedOn } } } } }';
    const { spans, pathOf } = await spansAfter(async (url) => {
      const accept = "multipart/mixed; deferSpec=20220824, application/json";
      expect((await ask(url, query, undefined, { accept })).text).toContain('"incremental"');
    });
    const root = spans.find(({ name }) => name === "query Parts");
    const call = spans.find((span) => /^call pubmed < .* < query Parts$/.test(pathOf(span)));

    expect(call?.traceId).toBe(root?.traceId);
    expect(root?.endMs).toBeGreaterThanOrEqual(call?.endMs ?? Number.POSITIVE_INFINITY);
  });

  it("has one span for all members of a list, which says how many records it waited for", async () => {
    const { spans } = await spansAfter(async (url) => void (await ask(url, PAGE)));
    const lookUps = spans.filter(({ name }) => name === "look up encyclopedia page");
    const fetches = spans.filter(({ name }) => name === "fetch encyclopedia page");

    expect(lookUps).toHaveLength(1);
    expect(Number(lookUps[0]?.attributes["galen.records"])).toBe(fetches.length);
    expect(fetches.length).toBeGreaterThan(1);
    const [lookUp] = lookUps;
    for (const { startMs, endMs } of fetches) {
      expect(startMs).toBeGreaterThanOrEqual((lookUp?.startMs ?? 0) - 2);
      expect(endMs).toBeLessThanOrEqual((lookUp?.endMs ?? 0) + 2);
    }
  });

  it("links requests that share one call, in different traces", async () => {
    const held: ServerResponse[] = [];
    const pubmed = await listenLoopback((_request, response) => void held.push(response));
    const inFlight = async (url: string): Promise<string> =>
      /galen_requests_in_flight (\d+)/.exec((await send(`${url}/metrics`, { method: "GET" })).text)?.[1] ?? "";
    const { spans } = await spansAfter(
      async (url) => {
        const first = ask(url, 'query First { journalArticle(pmid: "31978945") { publishedOn } }');
        while (held.length === 0) await inFlight(url);
        const second = ask(url, 'query Second { journalArticle(pmid: "31978945") { pagination: publishedOn } }');
        while ((await inFlight(url)) !== "2") await inFlight(url);
        await ask(url, "{ __typename }");
        for (const response of held) response.writeHead(400).end();
        await Promise.all([first, second]);
      },
      { GALEN_PUBMED_URL: pubmed.url },
    );
    await pubmed.close();
    const fetches = spans.filter(({ name }) => name === "fetch pubmed article");
    const lookUps = spans.filter(({ name }) => name === "look up pubmed article");
    const calls = spans.filter(({ name }) => name === "call pubmed");

    expect([fetches.length, lookUps.length, calls.length]).toEqual([1, 2, 1]);
    const [above, beside] = lookUps.toSorted((left, right) => left.links.length - right.links.length);
    expect(fetches[0]?.parentSpanId).toBe(above?.spanId);
    expect(beside?.links).toEqual([fetches[0]?.spanId]);
    expect(beside?.traceId).not.toBe(above?.traceId);
    expect(calls[0]?.attributes["error.type"]).toBe("rejected");
  });

  it("goes on from the caller's own trace", async () => {
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const { spans } = await spansAfter(async (url) => void (await ask(url, `query Page ${PAGE}`, undefined, headers)));

    expect(spans.find(({ name }) => name === "query Page")).toMatchObject({
      traceId,
      parentSpanId: "b7ad6b7169203331",
    });
  });

  it("never holds what the variables say", async () => {
    const question = "query Find($words: String!) { search(query: $words) { hits { record { __typename } } } }";
    const { spans } = await spansAfter(async (url) => void (await ask(url, question, { words: "hidden migraine" })));

    expect(spans.map(({ name }) => name)).toContain("call pubmed");
    expect(JSON.stringify(spans)).not.toContain("hidden");
  });

  it("is nobody's trouble when the collector is down", async () => {
    gateway = spawnGateway({ GALEN_OTLP_URL: "http://127.0.0.1:9/v1/traces" });
    const { json } = await ask(await gateway.url, PAGE);

    expect(json.errors).toBeUndefined();
    gateway.process.kill("SIGTERM");
    const [code] = await once(gateway.process, "exit");
    expect(code).toBe(0);
    expect(gateway.output.log).toContain("traces cannot be sent");
  });
});

describe("Without an address for traces", () => {
  it("the libraries for them are never loaded: one file imports them, and it is imported on demand", () => {
    const files = readSourceTree("src");
    const users = files.filter(({ packages }) => packages.some((name) => name.startsWith("@opentelemetry/")));
    const inside = new Set(users.map(({ path }) => path));
    const doors = files.filter(
      ({ path, imports }) => !inside.has(path) && imports.some((target) => inside.has(target)),
    );

    expect(users.length).toBeGreaterThan(2);
    expect([...inside].every((path) => path.startsWith("server/tracing/"))).toBe(true);
    expect(doors.map(({ path }) => path)).toEqual(["server/tracing/tracing.ts"]);
    expect(doors[0]?.text).toMatch(/await import\("\.\/create-tracing\.js"\)/);
    expect(doors[0]?.text).not.toMatch(/from "\.\/create-tracing\.js"/);
  });
});
