import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { createClient } from "@redis/client";
import { createCall, systemClock, UpstreamError } from "../../../src/upstream/index.js";
import { type Loopback, listenLoopback } from "../../support/loopback.js";
import { redisBinary, startProxy, startRedis, type TestProxy, type TestRedis, until } from "../../support/redis.js";
import { openReplica, type Replica, type ReplicaOptions } from "../../support/replica.js";

let redis: TestRedis;
let proxy: TestProxy;
let server: Loopback;
let edition: number;
let delayMs: number;
let down: boolean;
let replicas: Replica[] = [];

const call = () => createCall(systemClock, { deadlineMs: 8_000 });
const idsAsked = () => server.seen.map((line) => new URL(line.split(" ")[1] ?? "", "http://x").searchParams.get("id"));

async function open(name: string, options: Partial<ReplicaOptions> = {}): Promise<Replica> {
  const replica = await openReplica({ redisUrl: proxy.url, upstreamUrl: server.url, name, ...options });
  replicas.push(replica);
  return replica;
}

async function openMany(count: number, options: Partial<ReplicaOptions> = {}): Promise<Replica[]> {
  const opened = await Promise.all(Array.from({ length: count }, (_, index) => open(`replica-${index}`, options)));
  await until(() => opened.every(({ redis: { link } }) => link.isUp()));
  return opened;
}

const cases = redisBinary ? describe : describe.skip;

cases("Several replicas with one Redis", () => {
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.kill());

  beforeEach(async () => {
    proxy = await startProxy(redis.port);
    edition = 1;
    delayMs = 50;
    down = false;
    server = await listenLoopback((request, response) => {
      const ids = new URL(request.url ?? "", "http://x").searchParams.get("id")?.split(",") ?? [];
      const body = JSON.stringify(ids.map((pmid) => ({ pmid, edition })));
      setTimeout(() => (down ? response.writeHead(500).end() : response.end(body)), delayMs);
    });
  });
  afterEach(async () => {
    await Promise.all(replicas.map((replica) => replica.close()));
    replicas = [];
    proxy.close();
    await server.close();
    const client = await createClient({ url: redis.url }).connect();
    await client.flushAll();
    await client.close();
  });

  it("fetch a record once, whoever of them is asked for it at the same time", async () => {
    const four = await openMany(4);

    const found = await Promise.all(
      four.flatMap(({ papers }) => Array.from({ length: 100 }, () => papers.load("7", call()))),
    );

    expect(found).toEqual(Array(400).fill({ pmid: "7", edition: 1 }));
    expect(idsAsked()).toEqual(["7"]);
  });

  it("serve what another one has fetched before", async () => {
    const [one, other] = (await openMany(2)) as [Replica, Replica];
    await one.papers.load("7", call());
    await until(async () => (await one.platform.store.getMany(["pubmed:paper:1:7"]))[0] !== undefined);

    expect(await other.papers.load("7", call())).toEqual({ pmid: "7", edition: 1 });
    expect(server.seen).toHaveLength(1);
  });

  it("show a record that one of them has fetched again within a second", async () => {
    const [one, other] = (await openMany(2)) as [Replica, Replica];
    await other.papers.load("7", call());
    await one.papers.load("7", call());
    edition = 2;
    const since = performance.now();

    one.papers.put("7", { pmid: "7", edition: 2 });

    await until(async () => (await other.papers.load("7", call()))?.edition === 2);
    expect(performance.now() - since).toBeLessThan(1_000);
    expect(server.seen).toHaveLength(1);
  });

  it("refresh a stale record once, and all have the new one", async () => {
    const three = await openMany(3, { freshMs: 300 });
    await Promise.all(three.map(({ papers }) => papers.load("7", call())));
    edition = 2;
    await new Promise((resolve) => setTimeout(resolve, 350));

    await until(async () => {
      const shown = await Promise.all(three.map(({ papers }) => papers.load("7", call())));
      return shown.every((paper) => paper?.edition === 2);
    });

    expect(server.seen.length).toBeLessThanOrEqual(3);
  });

  it("tell each other that a record could not be fetched", async () => {
    down = true;
    delayMs = 300;
    const four = await openMany(4);

    const failures = await Promise.all(four.map(({ papers }) => papers.loadMany(["7"], call())));

    expect(failures.flat().every((failure) => failure instanceof UpstreamError)).toBe(true);
    expect(failures.flat()).toMatchObject(Array(4).fill({ code: "UPSTREAM_UNAVAILABLE", source: "pubmed" }));
    // Three attempts of the one that asked.
    expect(server.seen).toHaveLength(3);
  });

  it("take over from one that was killed while it held a lease", async () => {
    const client = await createClient({ url: redis.url }).connect();
    await client.set("galen:test:1.0.0:lease:pubmed:paper:1:7", "a replica that is dead", { PX: 2_000, NX: true });
    await client.close();
    const one = await open("one");

    expect(await one.papers.load("7", call())).toEqual({ pmid: "7", edition: 1 });
    expect(server.seen).toHaveLength(1);
  });

  it("keep a lease for as long as the upstream takes", async () => {
    delayMs = 3_500;
    const [one, other] = (await openMany(2)) as [Replica, Replica];

    await Promise.all([one.papers.load("7", call()), other.papers.load("7", call())]);

    expect(server.seen).toHaveLength(1);
  });

  it("never read the entries of another release, or of another shape of the record", async () => {
    const old = await open("old", { release: "1.0.0" });
    const young = await open("young", { release: "1.1.0" });
    const reshaped = await open("reshaped", { version: 2 });
    await old.papers.load("7", call());
    edition = 2;

    expect(await young.papers.load("7", call())).toEqual({ pmid: "7", edition: 2 });
    expect(await reshaped.papers.load("7", call())).toEqual({ pmid: "7", edition: 2 });
    edition = 3;
    young.papers.put("7", { pmid: "7", edition: 3 });
    expect(await old.papers.load("7", call())).toEqual({ pmid: "7", edition: 1 });
  });

  it("forget a record everywhere when it is declared outdated", async () => {
    const [one, other] = (await openMany(2)) as [Replica, Replica];
    await one.papers.load("7", call());
    await other.papers.load("7", call());
    edition = 2;

    await one.papers.forget(["7"]);

    await until(async () => (await other.papers.load("7", call()))?.edition === 2);
    expect(await one.papers.load("7", call())).toEqual({ pmid: "7", edition: 2 });
  });

  it("keep expiring entries only", async () => {
    const one = await open("one");
    await one.papers.loadMany(["7", "8"], call());
    const client = await createClient({ url: redis.url }).connect();

    await until(async () => (await client.keys("galen:test:1.0.0:pubmed:*")).length === 2);
    const keys = await client.keys("*galen:test*");

    expect(keys.length).toBeGreaterThanOrEqual(3);
    for (const key of keys) expect([key, await client.pTTL(key)]).toEqual([key, expect.any(Number)]);
    expect((await Promise.all(keys.map((key) => client.pTTL(key)))).filter((ttl) => ttl === -1)).toEqual([]);
    await client.close();
  });

  it("answer each for itself while packets to Redis are dropped, and share again when they are not", async () => {
    const [one, other] = (await openMany(2)) as [Replica, Replica];
    await one.papers.load("7", call());
    proxy.swallow(true);

    const since = performance.now();
    expect(await one.papers.load("7", call())).toEqual({ pmid: "7", edition: 1 });
    expect(await one.papers.load("8", call())).toEqual({ pmid: "8", edition: 1 });
    expect(performance.now() - since).toBeLessThan(5_000);
    proxy.swallow(false);
    await until(() => one.redis.link.isUp() && other.redis.link.isUp());

    await one.papers.load("9", call());
    expect(await other.papers.load("9", call())).toEqual({ pmid: "9", edition: 1 });
    expect(idsAsked().filter((id) => id === "9")).toHaveLength(1);
  });

  it("put what they hold back into a Redis that has come back empty, instead of asking again", async () => {
    const [one, other] = (await openMany(2)) as [Replica, Replica];
    await one.papers.loadMany(["7", "8"], call());
    await redis.kill();
    await redis.start();
    await until(() => one.redis.link.isUp() && other.redis.link.isUp());

    await one.platform.store.getMany(["pubmed:paper:1:7"]);

    await until(async () => (await other.platform.store.getMany(["pubmed:paper:1:7"]))[0] !== undefined);
    expect(await other.papers.load("7", call())).toEqual({ pmid: "7", edition: 1 });
    expect(server.seen).toHaveLength(1);
  });

  it("start and answer without any Redis", async () => {
    const alone = await open("alone", { redisUrl: "redis://127.0.0.1:1" });

    expect(await alone.papers.load("7", call())).toEqual({ pmid: "7", edition: 1 });
  });
});
