import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { type BundledSources, startBundledSources } from "../src/bundled/index.js";
import { type ChildGateway, spawnGateway } from "./support/child-gateway.js";
import { redisBinary, startRedis, type TestRedis, until } from "./support/redis.js";
import { ask, send } from "./support/small-server.js";

let redis: TestRedis;
let bundled: BundledSources;
let gateways: ChildGateway[] = [];

/** Gateways as processes of their own, all started at once. */
async function start(count: number, env: Record<string, string> = {}): Promise<string[]> {
  const { urls } = bundled;
  const started = Array.from({ length: count }, () =>
    spawnGateway({
      GALEN_REDIS_URL: redis.url,
      GALEN_MEDLINEPLUS_URL: urls.medlineplus,
      GALEN_MEDLINEPLUS_CONNECT_URL: urls.medlineplusConnect,
      GALEN_PUBMED_URL: urls.pubmed,
      GALEN_CLINICALTRIALS_URL: urls.clinicaltrials,
      ...env,
    }),
  );
  gateways.push(...started);
  return Promise.all(started.map(({ url }) => url));
}

const ARTICLE = '{ journalArticle(pmid: "31978945") { pmid provenance { retrievedAt } } }';
const copyAt = async (url: string): Promise<string> => {
  const { data } = (await ask(url, ARTICLE)).json as {
    data: { journalArticle: { provenance: { retrievedAt: string } } };
  };
  return data.journalArticle.provenance.retrievedAt;
};
const invalidate = (url: string, body: unknown, key = "the operator's key") =>
  send(`${url}/admin/invalidate`, { headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(body) });

const cases = redisBinary ? describe : describe.skip;

cases("Several gateways with one Redis", () => {
  beforeAll(async () => {
    redis = await startRedis();
    bundled = await startBundledSources({ fixtures: "fixtures" });
  });
  afterEach(async () => {
    await Promise.all(gateways.filter(({ process }) => process.signalCode === null).map((gateway) => gateway.stop()));
    gateways = [];
    bundled.pubmed.controls.latencyMs = 0;
    for (const server of [bundled.medlineplus, bundled.pubmed]) server.requests.length = 0;
  });
  afterAll(async () => {
    await bundled.close();
    await redis.kill();
  });

  const filesFetched = () =>
    bundled.medlineplus.requests.filter(({ path }) => /mplus_topics_.*\.xml/.test(path)).length;

  it("load the topics once, and all have them", async () => {
    const urls = await start(3);

    const answers = await Promise.all(urls.map((url) => ask(url, '{ healthTopic(slug: "miscarriage") { title } }')));

    for (const { json } of answers) expect(json).toEqual({ data: { healthTopic: { title: "Miscarriage" } } });
    expect(filesFetched()).toBe(1);
  });

  it("need no topics file at all when they start beside others", async () => {
    const [url = ""] = await start(1);

    expect((await ask(url, '{ healthTopic(slug: "miscarriage") { title } }')).json).toEqual({
      data: { healthTopic: { title: "Miscarriage" } },
    });
    expect(filesFetched()).toBe(0);
  });

  it("take over what one of them was fetching when it was killed", async () => {
    const [doomed, other] = (await start(2, { GALEN_DEADLINE_MS: "15000" })) as [string, string];
    const question = '{ journalArticle(pmid: "12057549") { pmid } }';
    bundled.pubmed.controls.latencyMs = 1_000;

    const lost = ask(doomed, question).catch(() => "lost");
    await until(() => bundled.pubmed.requests.length === 1);
    const answer = ask(other, question);
    await gateways[0]?.stop("SIGKILL");

    expect((await answer).json).toEqual({ data: { journalArticle: { pmid: "12057549" } } });
    expect(await lost).toBe("lost");
    expect(bundled.pubmed.requests).toHaveLength(2);
  });

  it.each([
    ["a record", { records: ["JournalArticle:31978945"] }],
    ["a source", { source: "pubmed" }],
    ["everything", { all: true }],
  ])("fetch %s again when the operator tells one of them, and all show the new copy", async (_what, body) => {
    const urls = (await start(2, { GALEN_ADMIN_KEY: "the operator's key" })) as [string, string];
    const before = await Promise.all(urls.map(copyAt));

    expect((await invalidate(urls[0], body)).status).toBe(200);

    await until(async () => (await copyAt(urls[1])) !== before[1]);
    await until(async () => (await copyAt(urls[0])) === (await copyAt(urls[1])));
    expect(await copyAt(urls[0])).not.toBe(before[0]);
  });

  it("give a caller one budget, not one each", async () => {
    const urls = (await start(2, { GALEN_COST_PER_MINUTE: "600" })) as [string, string];
    let asked = 0;
    const answered: [number, number] = [0, 0];
    // Each under another name, because what was answered before is free; 101 objects each.
    const page = async (gateway: 0 | 1) => {
      const reply = await ask(urls[gateway], `{ page${asked++}: healthTopics(first: 100) { nodes { title } } }`);
      if (reply.status === 200) answered[gateway]++;
      return reply;
    };

    await until(async () => (await page(0)).status === 429);
    await until(async () => (await page(1)).headers["ratelimit-remaining"] === "0");
    const { status, json } = await page(1);

    expect(status).toBe(429);
    expect(json.errors?.[0]?.extensions).toMatchObject({ code: "RATE_LIMITED", limit: 600 });
    expect(answered[0]).toBeGreaterThanOrEqual(5);
    // Half a budget until it has heard of the other; an own one would have been five again.
    expect(answered[1]).toBeLessThanOrEqual(3);
  });

  it("forget for nobody without the key, and say what they do not understand", async () => {
    const [url = ""] = await start(1, { GALEN_ADMIN_KEY: "the operator's key" });

    expect((await invalidate(url, { all: true }, "a guess")).status).toBe(401);
    expect((await invalidate(url, { all: false })).status).toBe(400);
    expect((await invalidate(url, { source: "library" })).json).toMatchObject({
      errors: [{ message: expect.stringContaining("pubmed"), extensions: { code: "BAD_USER_INPUT" } }],
    });
    expect((await invalidate(url, { records: ["Book:1"] })).status).toBe(400);
  });

  it("do not know of such requests where no key is set", async () => {
    const [url = ""] = await start(1);

    expect((await invalidate(url, { all: true })).status).toBe(404);
  });
});
