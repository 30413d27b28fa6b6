import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { metricsOf, withMetrics } from "../../scripts/metrics-table.mjs";
import { type ChildGateway, spawnGateway } from "../support/child-gateway.js";
import { ask, send } from "../support/small-server.js";

const ROOT = join(import.meta.dirname, "../..");
const ARTICLE = '{ journalArticle(pmid: "31978945") { title { text } } }';

let gateway: ChildGateway;
let url: string;

beforeAll(async () => {
  gateway = spawnGateway({ GALEN_CLINICALTRIALS_URL: "http://127.0.0.1:9" });
  url = await gateway.url;
});

afterAll(async () => {
  await gateway.stop();
});

async function scrape(): Promise<string> {
  return (await send(`${url}/metrics`, { method: "GET" })).text;
}

/** The value on the line of a metric with exactly these labels. */
async function sampleAt(line: string): Promise<number | undefined> {
  const found = (await scrape()).split("\n").find((one) => one.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length));
}

describe("The metrics", () => {
  it("are in the text format of Prometheus and not to be cached", async () => {
    const { status, headers, text } = await send(`${url}/metrics`, { method: "GET" });

    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(headers["cache-control"]).toBe("no-store");
    expect(text).toContain("galen_ready 1");
  });

  it("count requests by committed operation, and what callers name otherwise as other", async () => {
    await ask(url, 'query TopicCard { healthTopic(slug: "asthma") { title } }');
    for (let made = 0; made < 20; made++) await ask(url, `query MadeUp${made} { __typename }`);
    await ask(url, "{ nothingOfTheKind }");

    expect(await sampleAt('galen_requests_total{operation="TopicCard",outcome="ok"}')).toBe(1);
    expect(await sampleAt('galen_requests_total{operation="other",outcome="ok"}')).toBe(20);
    expect(await sampleAt('galen_requests_total{operation="other",outcome="refused"}')).toBe(1);
    expect(await sampleAt('galen_request_duration_seconds_count{operation="TopicCard"}')).toBe(1);
    expect(await scrape()).not.toContain("MadeUp");
  });

  it("count what is answered by bytes in memory under its operation too", async () => {
    const again = 'query FindTopics { healthTopic(slug: "migraine") { title } }';
    for (let times = 0; times < 4; times++) await ask(url, again);

    expect(await sampleAt('galen_requests_total{operation="FindTopics",outcome="ok"}')).toBe(1);
    expect(await sampleAt('galen_repeated_requests_total{operation="FindTopics"}')).toBe(3);
  });

  it("tell of each source its calls, where records were found, and how long calls took", async () => {
    await ask(url, ARTICLE);
    await ask(url, ARTICLE.replace("{ text }", "{ html }"));

    expect(await sampleAt('galen_source_calls_total{source="pubmed"}')).toBe(1);
    expect(await sampleAt('galen_source_lookups_total{source="pubmed",tier="upstream"}')).toBe(1);
    expect(await sampleAt('galen_source_lookups_total{source="pubmed",tier="memory"}')).toBeGreaterThanOrEqual(1);
    expect(await sampleAt('galen_source_call_duration_seconds_bucket{source="pubmed",le="+Inf"}')).toBe(1);
    expect(await sampleAt('galen_source_batch_records_bucket{source="pubmed",le="1"}')).toBe(1);
    expect(await sampleAt('galen_source_wait_seconds_count{source="pubmed"}')).toBe(1);
    expect(await sampleAt('galen_source_breaker_state{source="pubmed",state="CLOSED"}')).toBe(1);
  });

  it("tell failures by kind, and requests that lack something as partial", async () => {
    await ask(url, 'query Trial { clinicalTrial(nctId: "NCT00000542") { title } }');

    expect(await sampleAt('galen_source_failures_total{source="clinicaltrials",kind="unavailable"}')).toBeGreaterThan(
      0,
    );
    expect(await sampleAt('galen_requests_total{operation="Trial",outcome="partial"}')).toBe(1);
  });

  it("tell of the process itself: memory and the event loop", async () => {
    const text = await scrape();

    for (const name of [
      "process_resident_memory_bytes",
      "nodejs_eventloop_lag_p99_seconds",
      "nodejs_gc_duration_seconds",
    ])
      expect(text).toContain(`# TYPE ${name} `);
  });

  it("have rising buckets that end with the count", async () => {
    const buckets = [
      ...(await scrape()).matchAll(/^galen_request_duration_seconds_bucket\{operation="other",le=".*"\} (\d+)$/gm),
    ];
    const counts = buckets.map(([, count]) => Number(count));

    expect(counts.length).toBeGreaterThan(10);
    expect(counts).toEqual(counts.toSorted((left, right) => left - right));
    expect(counts.at(-1)).toBe(await sampleAt('galen_request_duration_seconds_count{operation="other"}'));
  });
});

describe("The dashboard", () => {
  const dashboard = readFileSync(join(ROOT, "deploy/grafana/galen.json"), "utf8");
  const expressions = [...dashboard.matchAll(/"expr": "(.*)"/g)].map(([, expression]) => expression ?? "");

  it("asks for nothing that is not exported", async () => {
    const exported = new Set([...(await scrape()).matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    const asked = expressions.flatMap((text) => text.match(/\b(galen|nodejs|process)_\w+/g) ?? []);

    expect(asked.length).toBeGreaterThan(20);
    expect(
      asked.filter((name) => !exported.has(name) && !exported.has(name.replace(/_(bucket|sum|count)$/, ""))),
    ).toEqual([]);
  });

  it("shows every metric of Galen's own", async () => {
    const shown = expressions.join("\n");

    expect(metricsOf(await scrape()).filter(({ name }) => !shown.includes(name))).toEqual([]);
  });
});

describe("The table of metrics in the documentation", () => {
  it("is what the gateway exports (`npm run docs` writes it)", async () => {
    const page = readFileSync(join(ROOT, "docs/operations.md"), "utf8");

    expect(withMetrics(page, await scrape())).toBe(page);
    expect(page).toContain("`galen_requests_total`");
  });
});

describe("Without metrics", () => {
  it("there is nothing at /metrics", async () => {
    const quiet = spawnGateway({ GALEN_METRICS: "false" });

    expect((await send(`${await quiet.url}/metrics`, { method: "GET" })).status).toBe(404);
    await quiet.stop();
  });
});

describe("With a key of their own", () => {
  it("the metrics are told to nobody else", async () => {
    const closed = spawnGateway({ GALEN_METRICS_KEY: "the operator's key" });
    const metrics = async (authorization?: string) =>
      send(`${await closed.url}/metrics`, { method: "GET", headers: authorization ? { authorization } : {} });

    const refused = await metrics();

    expect(refused.status).toBe(401);
    expect(refused.headers["www-authenticate"]).toBe('Bearer realm="galen"');
    expect(refused.json).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    expect((await metrics("Bearer a guess")).status).toBe(401);
    expect((await metrics("Bearer the operator's key")).text).toContain("galen_ready 1");
    await closed.stop();
  });
});
