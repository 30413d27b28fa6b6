import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { createClient } from "@redis/client";
import { buildSchema } from "graphql";
import { createMemoryStore, openRedis, type Redis, systemClock } from "../../../src/upstream/index.js";
import { FakeClock } from "../../support/fake-clock.js";
import { type TestPlatform, testPlatform } from "../../support/platform.js";
import { redisBinary, startRedis, type TestRedis, until } from "../../support/redis.js";
import { ask, openAccess, type SmallServer, startSmallServer } from "../../support/small-server.js";

const LIMIT = 600;
const schema = buildSchema("type Query { pages(first: Int): [Page] } type Page { id: ID }");
const rootValue = { pages: ({ first }: { first: number }) => Array.from({ length: first }, () => ({ id: "1" })) };
const HUNDRED = "{ pages(first: 100) { id } }";

const cases = redisBinary ? describe : describe.skip;

cases("Gateways with one Redis", () => {
  let redis: TestRedis;
  let clock: FakeClock;
  let notes: TestPlatform["notes"];
  let links: Redis[] = [];
  let gateways: SmallServer[] = [];

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.kill());

  beforeEach(async () => {
    clock = new FakeClock();
    const platform = testPlatform(systemClock);
    const { log } = platform;
    notes = platform.notes;
    const open = (replica: string) =>
      openRedis({
        url: redis.url,
        clock: systemClock,
        log,
        local: createMemoryStore(),
        upstreams: "test",
        release: "1",
        replica,
      });
    links = await Promise.all(["a", "b"].map(open));
    await until(() => links.every(({ spending }) => spending.processes() === 2));
    const access = { ...openAccess, costPerMinute: LIMIT };
    gateways = await Promise.all(
      links.map(({ spending }) => startSmallServer({ schema, rootValue, clock, access, spending })),
    );
  });
  afterEach(async () => {
    for (const gateway of gateways) await gateway.close();
    for (const link of links) await link.close();
    const client = await createClient({ url: redis.url }).connect();
    await client.flushAll();
    await client.close();
  });

  /** Asks until it is refused. @returns how often it was answered */
  async function askUpTo(most: number, gateway = 0): Promise<number> {
    for (let answered = 0; answered < most; answered++) {
      const { status } = await ask(gateways[gateway]?.url ?? "", HUNDRED);
      if (status === 429) return answered;
    }
    return most;
  }

  /** What Redis keeps of the one client there is. */
  async function inRedis(): Promise<{ key: string; amount: number; livesMs: number } | null> {
    const client = await createClient({ url: redis.url }).connect();
    const [key] = await client.keys("*budget*");
    const amount = key === undefined ? 0 : Number(await client.hGet(key, "amount"));
    const livesMs = key === undefined ? 0 : await client.pTTL(key);
    await client.close();
    return key === undefined ? null : { key, amount, livesMs };
  }

  it("give a client one budget", async () => {
    expect(await askUpTo(20, 0)).toBe(6);
    await clock.advance(1_000);
    await until(async () => ((await inRedis())?.amount ?? LIMIT) < 50);

    // The other gateway has to hear of this client first, which it does behind its first question.
    const late = await askUpTo(20, 1);
    expect(late).toBeLessThanOrEqual(3);
    await until(async () => {
      await clock.advance(100);
      const { status, headers } = await ask(gateways[1]?.url ?? "", HUNDRED);
      expect(status).toBe(429);
      return headers["ratelimit-remaining"] === "0";
    });
  });

  it("keep a purse in Redis only until it is full again, and not under the client's address", async () => {
    await askUpTo(1);
    await until(async () => (await inRedis()) !== null);

    const { key = "", amount = 0, livesMs = 0 } = (await inRedis()) ?? {};

    expect(key).not.toContain("127.0.0.1");
    expect(amount).toBeCloseTo(LIMIT - 100, -1);
    expect(livesMs).toBeGreaterThan(9_000);
    expect(livesMs).toBeLessThan(14_000);
  });

  it("count each for itself while Redis refuses, and say so once", async () => {
    const client = await createClient({ url: redis.url }).connect();
    await client.configSet("maxmemory", "1");
    const gates = [0, 1];

    const answered = await Promise.all(gates.map((gateway) => askUpTo(20, gateway)));
    const complaints = () => notes.filter(({ message }) => message.includes("budgets are counted"));
    await until(() => complaints().length === 2);
    await clock.advance(5_000);
    await client.configSet("maxmemory", "0");
    await client.close();

    expect(answered.every((times) => times >= 3)).toBe(true);
    expect(complaints()).toHaveLength(2);
  });

  it("count each for itself while Redis is gone, and answer as fast as with it", async () => {
    await redis.kill();
    await until(() => links.every(({ spending }) => spending.processes() === 1));
    const since = performance.now();

    expect([await askUpTo(20, 0), await askUpTo(20, 1)]).toEqual([6, 6]);
    expect(performance.now() - since).toBeLessThan(1_000);

    await redis.start();
    await until(() => links.every(({ link }) => link.isUp()));
    await clock.advance(2_000);
    // What they were not able to tell is told now: twice a budget was spent.
    await until(async () => {
      await clock.advance(1_000);
      return ((await inRedis())?.amount ?? LIMIT) < 0;
    });
  });
});
