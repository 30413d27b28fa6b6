import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createClient } from "@redis/client";
import { createMemoryStore, openRedis, parseRedisAddress, systemClock } from "../../../src/upstream/index.js";
import { testPlatform } from "../../support/platform.js";
import { redisBinary, startRedis, type TestRedis, until } from "../../support/redis.js";

describe("The address of Redis", () => {
  it.each([
    ["redis://localhost", { form: "single", hosts: [{ host: "localhost", port: 6379 }], tls: false, database: 0 }],
    ["redis://127.0.0.1:7000/3", { hosts: [{ host: "127.0.0.1", port: 7000 }], database: 3 }],
    ["rediss://ann:p%40ss:word@cache:6380", { tls: true, user: "ann", password: "p@ss:word" }],
    [
      "valkeys://:secret@[::1]:6379",
      { tls: true, user: null, password: "secret", hosts: [{ host: "::1", port: 6379 }] },
    ],
    [
      "redis+cluster://one:7000,two:7001",
      {
        form: "cluster",
        hosts: [
          { host: "one", port: 7000 },
          { host: "two", port: 7001 },
        ],
      },
    ],
    [
      "valkey+sentinel://one,two:26380/galen",
      {
        form: "sentinel",
        group: "galen",
        hosts: [
          { host: "one", port: 26_379 },
          { host: "two", port: 26_380 },
        ],
      },
    ],
  ])("is read from %s", (text, facts) => {
    expect(parseRedisAddress(text)).toMatchObject(facts);
  });

  it.each(["http://cache", "redis://", "redis://one,two", "redis+sentinel://one", "redis://cache/name", "cache:6379"])(
    "is not read from %s",
    (text) => {
      expect(parseRedisAddress(text)).toBeNull();
    },
  );
});

const cases = redisBinary ? describe : describe.skip;

cases.each([
  ["with a password", ["--requirepass", "a secret"], (port: number) => `redis://:a%20secret@127.0.0.1:${port}/0`],
  ["that is a cluster", ["--cluster-enabled", "yes"], (port: number) => `redis+cluster://127.0.0.1:${port}`],
])("A Redis %s", (what, options, urlOf) => {
  let redis: TestRedis;
  const folder = mkdtempSync(join(tmpdir(), "galen-redis-"));

  beforeAll(async () => {
    const files = ["--cluster-config-file", join(folder, "nodes.conf")];
    redis = await startRedis([...options, ...(what.includes("cluster") ? files : [])]);
    if (!what.includes("cluster")) return;
    const client = await createClient({ url: redis.url }).connect();
    await client.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
    await until(async () => String(await client.sendCommand(["CLUSTER", "INFO"])).includes("cluster_state:ok"));
    await client.close();
  });
  afterAll(async () => {
    await redis.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it("stores, counts, leases and tells", async () => {
    const open = (replica: string) =>
      openRedis({
        url: urlOf(redis.port),
        clock: systemClock,
        log: testPlatform(systemClock).log,
        local: createMemoryStore(),
        upstreams: "test",
        release: "1",
        replica,
      });
    const [one, other] = await Promise.all([open("one"), open("other")]);
    const file = Buffer.from("x".repeat(1_500_000));
    let told = false;
    other.shared.files.whenWritten("book", () => {
      told = true;
    });

    await one.store.setMany([
      { key: "a", value: "1", expiresAt: Date.now() + 60_000 },
      { key: "b", value: "2", expiresAt: Date.now() + 60_000 },
    ]);
    await one.shared.files.write("book", "2026", file.length, (offset, length) =>
      file.subarray(offset, offset + length),
    );

    expect(await other.store.getMany(["a", "missing", "b"])).toEqual(["1", undefined, "2"]);
    await until(() => told);
    const found = await other.shared.files.find("book");
    const chunks: Buffer[] = [];
    if (found) for await (const chunk of other.shared.files.read("book", found)) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(file)).toBe(true);
    const ledger = other.shared.ledger("pubmed", "http://127.0.0.1:9", { requests: 1, windowMs: 500, concurrency: 1 });
    expect(await ledger.claim(systemClock.elapsed() + 1_000)).toBe(true);
    // The other is known from the first heartbeat after its own.
    await until(() => ledger.replicas() === 2);
    await Promise.all([one.close(), other.close()]);
  });
});
