import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "@jest/globals";
import { ApiKeysError, hashOfKey, readApiKeys } from "../../../src/server/access/api-keys.js";
import { type KeyRing, openKeyRing } from "../../../src/server/index.js";
import { ask, openAccess, type SmallServer, send, startSmallServer } from "../../support/small-server.js";

const folder = mkdtempSync(join(tmpdir(), "galen-keys-"));
const file = join(folder, "keys.json");
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let gateway: SmallServer | null = null;
let ring: KeyRing | null = null;
afterEach(async () => {
  await gateway?.close();
  ring?.close();
  gateway = null;
  ring = null;
});
afterAll(() => rmSync(folder, { recursive: true }));

const GOOD = "1f8e8f0d5e3c4b6a9d7c2b1a0f9e8d7c";
const OTHER = "c0ffee00c0ffee00c0ffee00c0ffee00";
const entry = (name: string, key: string, more: object = {}) => ({
  name,
  sha256: hashOfKey(key).toString("hex"),
  ...more,
});

function write(...keys: object[]): string {
  writeFileSync(file, JSON.stringify(keys));
  return file;
}

async function start(options: Partial<typeof openAccess> = {}): Promise<string> {
  ring = openKeyRing(file, silent);
  gateway = await startSmallServer({ access: { ...openAccess, keys: ring, ...options } });
  return gateway.url;
}

const hello = (url: string, headers: Record<string, string> = {}) => ask(url, "{ hello }", undefined, headers);
const refusal = { errors: [{ message: expect.any(String), extensions: { code: "UNAUTHENTICATED" } }] };

describe("API keys", () => {
  it("are taken as a bearer token or in X-API-Key; a wrong one is refused, none is fine", async () => {
    write(entry("front-end", GOOD));
    const url = await start();

    expect((await hello(url, { authorization: `Bearer ${GOOD}` })).status).toBe(200);
    expect((await hello(url, { "x-api-key": GOOD })).status).toBe(200);
    expect((await hello(url)).status).toBe(200);
    for (const headers of [
      { authorization: `Bearer ${OTHER}` },
      { "x-api-key": `${GOOD}x` },
      { authorization: "Basic eA==" },
    ]) {
      const reply = await hello(url, headers);
      expect({ status: reply.status, json: reply.json }).toEqual({ status: 401, json: refusal });
      expect(reply.headers["www-authenticate"]).toBe('Bearer realm="galen"');
    }
  });

  it("are needed where the operator wants one, before any answer, kept or not, and however the address is written", async () => {
    write(entry("front-end", GOOD));
    const url = await start({ requireKey: true });
    const page = { headers: { "content-type": "application/json" }, body: '{"query":"{ page }"}' };
    expect((await send(`${url}/graphql`, { ...page, headers: { ...page.headers, "x-api-key": GOOD } })).status).toBe(
      200,
    );

    expect((await send(`${url}/graphql`, page)).status).toBe(401);
    for (const path of [
      "/graphql?query=%7Bhello%7D",
      "/%67raphql?query=%7Bhello%7D",
      "/export?operation=x",
      "/nothing",
    ]) {
      expect({ path, status: (await send(url + path, { method: "GET" })).status }).toEqual({ path, status: 401 });
    }
  });

  it("are not needed to see whether the server is well, nor by a browser that asks what it may send", async () => {
    write(entry("front-end", GOOD));
    const url = await start({ requireKey: true });

    expect((await send(`${url}/health/ready`, { method: "GET" })).status).toBe(200);
    const preflight = await send(`${url}/graphql`, { method: "OPTIONS" });
    expect(preflight.status).toBe(204);
    expect(preflight.headers["access-control-allow-headers"]).toContain("authorization");
  });

  it("have budgets of their own, shared by all who hold the key", async () => {
    write(entry("small", GOOD, { costPerMinute: 2 }), entry("free", OTHER, { costPerMinute: 0 }));
    const url = await start({ costPerMinute: 50 });

    expect((await hello(url, { "x-api-key": GOOD })).headers["ratelimit-limit"]).toBe("2");
    expect((await hello(url, { authorization: `Bearer ${GOOD}` })).status).toBe(200);
    expect((await hello(url, { "x-api-key": GOOD })).status).toBe(429);
    expect((await hello(url, { "x-api-key": OTHER })).headers["ratelimit-limit"]).toBeUndefined();
    expect((await hello(url)).headers["ratelimit-limit"]).toBe("50");
  });

  it("can be changed while the server runs; a file that cannot be used changes nothing", async () => {
    write(entry("front-end", GOOD));
    const url = await start({ requireKey: true });

    writeFileSync(file, "not JSON");
    ring?.reload();
    expect((await hello(url, { "x-api-key": GOOD })).status).toBe(200);

    write(entry("front-end", OTHER));
    ring?.reload();
    expect((await hello(url, { "x-api-key": GOOD })).status).toBe(401);
    expect((await hello(url, { "x-api-key": OTHER })).status).toBe(200);
  });

  it("never reach the log", async () => {
    write(entry("front-end", GOOD));
    const url = await start({ requireKey: true });
    await hello(url, { "x-api-key": GOOD });
    await hello(url, { "x-api-key": OTHER });

    const log = JSON.stringify(gateway?.lines);
    expect(gateway?.lines).toContainEqual(expect.objectContaining({ status: 200, cost: 0, key: "front-end" }));
    expect(log).toContain("refused at the gate");
    expect(log).not.toMatch(new RegExp(`${GOOD}|${OTHER}|${hashOfKey(GOOD).toString("hex")}`));
  });
});

describe("An answer in memory", () => {
  const page = (url: string, headers: Record<string, string>) => ask(url, "{ page }", undefined, headers);

  it("serves whoever presents a key, and nobody on the way may keep it where a key is needed", async () => {
    write(entry("front-end", GOOD), entry("other", OTHER));
    const url = await start({ requireKey: true });

    const first = await page(url, { "x-api-key": GOOD });
    const second = await page(url, { authorization: `Bearer ${OTHER}` });

    expect(gateway?.seen.executed).toBe(1);
    expect(second.text).toBe(first.text);
    expect(second.headers["cache-control"]).toMatch(/^private, max-age=/);
  });

  it("may be kept by anybody where none is needed", async () => {
    write(entry("front-end", GOOD));
    const url = await start();

    expect((await page(url, {})).headers["cache-control"]).toMatch(/^public, max-age=/);
  });
});

describe("The file of keys", () => {
  it.each<[string, string, RegExp]>([
    ["is not JSON", "{", /not JSON/],
    ["is not a list", "{}", /not a list/],
    ["is empty", "[]", /not a list of keys/],
    ["has a key without a name", '[{"sha256":"00"}]', /key 1 has no name/],
    ["has a key in the clear", `[{"name":"a","sha256":"${GOOD}"}]`, /key 1 has no sha256/],
    ["has a negative budget", JSON.stringify([entry("a", GOOD, { costPerMinute: -1 })]), /key 1 has no costPerMinute/],
    ["has one name twice", JSON.stringify([entry("a", GOOD), entry("a", OTHER)]), /same name/],
    ["has one key twice", JSON.stringify([entry("a", GOOD), entry("b", GOOD)]), /same hash/],
  ])("is refused when it %s", (_, text, words) => {
    writeFileSync(file, text);

    expect(() => readApiKeys(file)).toThrow(ApiKeysError);
    expect(() => readApiKeys(file)).toThrow(words);
  });

  it("is refused when it is not there", () => {
    expect(() => readApiKeys(join(folder, "nowhere"))).toThrow("it cannot be read");
  });
});
