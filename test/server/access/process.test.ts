import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { hashOfKey } from "../../../src/server/access/api-keys.js";
import { type ChildGateway, spawnGateway } from "../../support/child-gateway.js";
import { ask, send } from "../../support/small-server.js";

const folder = mkdtempSync(join(tmpdir(), "galen-access-"));
const file = join(folder, "keys.json");
const OLD = "0b5a1f0e9c8d7b6a5f4e3d2c1b0a9f8e";
const NEW = "7e6d5c4b3a2f1e0d9c8b7a6f5e4d3c2b";
const running: ChildGateway[] = [];

afterAll(async () => {
  for (const gateway of running) await gateway.stop();
  rmSync(folder, { recursive: true });
});

function start(env: Record<string, string>): ChildGateway {
  const gateway = spawnGateway(env);
  running.push(gateway);
  return gateway;
}

function writeKey(key: string): void {
  writeFileSync(file, JSON.stringify([{ name: "front-end", sha256: hashOfKey(key).toString("hex") }]));
}

/** Waits until something is so, as long as the test may take. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}

describe("The process", () => {
  it("asks for the keys in its file, and takes new ones on SIGHUP", async () => {
    writeKey(OLD);
    const gateway = start({ GALEN_API_KEYS: file, GALEN_REQUIRE_KEY: "true" });
    const url = await gateway.url;
    const statusOf = async (headers: Record<string, string>) =>
      (await ask(url, '{ healthTopic(slug: "asthma") { title } }', undefined, headers)).status;
    expect(await statusOf({})).toBe(401);
    expect(await statusOf({ "x-api-key": OLD })).toBe(200);

    writeKey(NEW);
    gateway.process.kill("SIGHUP");
    await until(async () => (await statusOf({ "x-api-key": NEW })) === 200);

    expect(await statusOf({ "x-api-key": OLD })).toBe(401);
    expect(gateway.output.log + gateway.output.out).not.toMatch(new RegExp(`${OLD}|${NEW}`));
  });

  it("answers its committed operations alone where the operator wants that", async () => {
    const url = await start({ GALEN_ONLY_TRUSTED: "true" }).url;

    const named = await send(`${url}/graphql?documentId=TopicCard`, { method: "GET" });
    expect(named.json.data?.healthTopic).toMatchObject({ title: "Asthma" });
    expect((await ask(url, "{ sources { name } }")).status).toBe(403);
  });

  it.each([
    ["a file of keys that is not there", { GALEN_API_KEYS: join(folder, "nowhere") }, /- GALEN_API_KEYS names a file/],
    ["a key required and none known", { GALEN_REQUIRE_KEY: "true" }, /GALEN_API_KEYS names no file/],
    ["a manifest that is not there", { GALEN_TRUSTED_MANIFEST: "/nowhere" }, /- GALEN_TRUSTED_MANIFEST names a file/],
    ["origins that are none", { GALEN_CORS_ORIGINS: "example.org" }, /GALEN_CORS_ORIGINS must be/],
  ])("does not start with %s, and says so in one line", async (_, env, words) => {
    const gateway = start(env);

    expect(await gateway.exited).toBe(1);
    expect(gateway.output.log).toMatch(words);
    expect(gateway.output.log).not.toMatch(/\bat .*\.js/);
  });
});
