import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createMemoryStore, type Ledger, openRedis, type Redis, systemClock } from "../../../src/upstream/index.js";
import { nextTurn } from "../../../src/upstream/redis/turns.js";
import { testPlatform } from "../../support/platform.js";
import { redisBinary, startProxy, startRedis, type TestProxy, type TestRedis, until } from "../../support/redis.js";

const QUOTA = { requests: 3, windowMs: 1_200, concurrency: 6 };
/** What the upstream counts by: a little shorter than what the replicas keep to. */
const ENFORCED_MS = 1_000;

/** Most starts in any span of this length. */
function densest(starts: readonly number[], spanMs: number): number {
  return Math.max(0, ...starts.map((at) => starts.filter((other) => other >= at && other < at + spanMs).length));
}

describe("turns", () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 12 });

  it("belong to one replica each, and come round to all", () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 0, max: 1e12 }), (all, gap, now) => {
        const turns = all.map((me) => nextTurn(all, me, gap, now));

        expect(new Set(turns).size).toBe(all.length);
        expect(Math.min(...turns)).toBeGreaterThanOrEqual(now);
        expect(Math.max(...turns)).toBeLessThan(now + gap * (all.length + 1));
      }),
    );
  });

  it("are the same in whatever order the names are known", () => {
    expect(nextTurn(["c", "a", "b"], "b", 400, 10_000)).toBe(nextTurn(["b", "c", "a"], "b", 400, 10_000));
  });
});

const cases = redisBinary ? describe : describe.skip;

cases("A quota that replicas share", () => {
  let redis: TestRedis;
  let proxies: TestProxy[];
  let replicas: Redis[];
  let ledgers: Ledger[];
  let starts: number[];
  const end = { now: false };

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.kill());
  beforeEach(() => {
    [proxies, replicas, ledgers, starts] = [[], [], [], []];
    end.now = false;
  });
  afterEach(async () => {
    end.now = true;
    await Promise.all(replicas.map((replica) => replica.close()));
    for (const proxy of proxies) proxy.close();
    await redis.kill();
    await redis.start();
  });

  /** A replica with a way to Redis of its own. */
  async function join(name: string): Promise<Ledger> {
    const proxy = await startProxy(redis.port);
    const { log } = testPlatform(systemClock);
    const replica = await openRedis({
      url: proxy.url,
      clock: systemClock,
      log,
      local: createMemoryStore(),
      upstreams: "test",
      release: "1",
      replica: name,
    });
    proxies.push(proxy);
    replicas.push(replica);
    const ledger = replica.shared.ledger("pubmed", "http://127.0.0.1:9", QUOTA);
    ledgers.push(ledger);
    return ledger;
  }

  /** Starts as often as it gets to, until the test ends. */
  async function press(ledger: Ledger): Promise<void> {
    while (!end.now) {
      if (await ledger.claim(systemClock.elapsed() + 5_000)) starts.push(systemClock.elapsed());
    }
  }

  const startsSince = (at: number) => starts.filter((start) => start >= at).length;

  it("is kept by four that all want more, and is used to the full", async () => {
    for (const name of ["a", "b", "c", "d"]) await join(name);
    const since = systemClock.elapsed();
    const pressing = ledgers.flatMap((ledger) => [press(ledger), press(ledger)]);

    await until(() => systemClock.elapsed() > since + 4_900);
    end.now = true;
    await Promise.all(pressing);

    expect(densest(starts, ENFORCED_MS)).toBe(3);
    // A burst of three at once, and three more every 1.2 s.
    expect(startsSince(since)).toBeGreaterThanOrEqual(14);
  }, 30_000);

  it.each(["is dropped packets to", "loses"])(
    "is kept while everybody %s Redis, and after",
    async (how) => {
      for (const name of ["a", "b", "c", "d"]) await join(name);
      const pressing = ledgers.map(press);
      await until(() => starts.length >= 5);

      if (how === "loses") await redis.kill();
      for (const proxy of proxies) proxy.swallow(true);
      const lostAt = systemClock.elapsed();
      await until(() => startsSince(lostAt + 2_500) >= 5);
      if (how === "loses") await redis.start();
      for (const proxy of proxies) proxy.swallow(false);
      const backAt = systemClock.elapsed();
      await until(() => startsSince(backAt + 1_500) >= 8);
      end.now = true;
      await Promise.all(pressing);

      expect(densest(starts, ENFORCED_MS)).toBeLessThanOrEqual(3);
    },
    60_000,
  );

  it("is kept when one of them is cut off, which then starts in its own turns only", async () => {
    for (const name of ["a", "b", "c"]) await join(name);
    const pressing = ledgers.map(press);
    await until(() => starts.length >= 4);

    proxies[0]?.swallow(true);
    const cutAt = systemClock.elapsed();
    await until(() => startsSince(cutAt) >= 16);
    proxies[0]?.swallow(false);
    await until(() => startsSince(cutAt) >= 24);
    end.now = true;
    await Promise.all(pressing);

    expect(densest(starts, ENFORCED_MS)).toBeLessThanOrEqual(3);
  }, 60_000);

  it("leaves an upstream alone in all replicas when one was asked to", async () => {
    const [one, other] = [await join("a"), await join("b")];
    const since = systemClock.elapsed();

    await one.hold(1_500);

    expect(await other.claim(since + 500)).toBe(false);
    expect(await other.claim(since + 5_000)).toBe(true);
    expect(systemClock.elapsed() - since).toBeGreaterThanOrEqual(1_450);
  });

  it("is told to nobody who waits in vain", async () => {
    const ledger = await join("a");
    await Promise.all([1, 2, 3].map(() => ledger.claim(systemClock.elapsed() + 5_000)));
    const leaving = new AbortController();

    const waiting = ledger.claim(systemClock.elapsed() + 5_000, leaving.signal);
    leaving.abort(new Error("gone"));

    await expect(waiting).rejects.toThrow("gone");
  });
});
