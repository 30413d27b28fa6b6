import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { runCommand } from "../support/child-command.js";
import { redisBinary, startRedis, type TestRedis } from "../support/redis.js";

const folder = mkdtempSync(join(tmpdir(), "galen-check-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { GALEN_DATA_DIR: folder };
const NOWHERE = "http://127.0.0.1:9";

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe("galen check", () => {
  it("reaches each of five services with one request", async () => {
    const { code, out } = await runCommand(["check"], env);

    expect(code).toBe(0);
    expect(out).toContain("Settings: ok (bundled sources)");
    for (const source of ["medlineplus", "medlineplus-connect", "encyclopedia", "pubmed", "clinicaltrials"])
      expect(out).toMatch(new RegExp(`^${source} +ok +\\d+ ms`, "m"));
  });

  it("says what its page in the documentation shows", async () => {
    const page = readFileSync("docs/operations.md", "utf8");
    const shown = /\$ galen check\n([\s\S]*?)\n```/.exec(page)?.[1] ?? "";
    const { out } = await runCommand(["check"], env);
    const steady = (text: string) =>
      text
        .replace(/\(\/\S+/, "(folder")
        .replace(/\d+/g, "0")
        .replace(/ +/g, " ")
        .replace(/-+/g, "-")
        .trim();

    expect(steady(out)).toBe(steady(shown));
  });

  it("says which source fails and why, and ends with 1", async () => {
    const { code, out, error } = await runCommand(["check"], { ...env, GALEN_PUBMED_URL: NOWHERE });

    expect(code).toBe(1);
    expect(out).toMatch(/^pubmed +FAILED .*unavailable.*ECONNREFUSED/m);
    expect(out).toMatch(/^clinicaltrials +ok/m);
    expect(error).toContain("1 of 6 checks failed.");
  });

  it("names every bad setting before anything is asked", async () => {
    const { code, error } = await runCommand(["check"], { ...env, GALEN_SOURCES: "live", GALEN_PORT: "many" });

    expect(code).toBe(1);
    expect(error).toMatch(/GALEN_CONTACT_EMAIL[\s\S]*GALEN_PORT|GALEN_PORT[\s\S]*GALEN_CONTACT_EMAIL/);
  });

  it("tells a data folder that cannot be written, what to do about it, and goes on", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const { code, out, error } = await runCommand(["check"], { GALEN_DATA_DIR: file });

    expect(code).toBe(1);
    expect(out).toMatch(/^Data folder: FAILED \(ENOTDIR\)\. Let this user write .* GALEN_DATA_DIR\.$/m);
    expect(out).toMatch(/^clinicaltrials +ok/m);
    expect(error).toContain("1 of 6 checks failed.");
  });

  it("leaves nothing in the data folder", async () => {
    const empty = join(folder, "empty");
    await runCommand(["check"], { GALEN_DATA_DIR: empty });

    expect(readdirSync(join(empty, "bundled"))).toEqual([]);
  });

  it("reads the files that are named", async () => {
    const settings = {
      ...env,
      GALEN_API_KEYS: write("keys.json", [{ name: "front-end", sha256: "0".repeat(64) }]),
      GALEN_TRUSTED_MANIFEST: write("manifest.json", { one: "{ __typename }", two: "{ healthTopics { totalCount } }" }),
    };
    const { code, out } = await runCommand(["check"], settings);

    expect(code).toBe(0);
    expect(out).toContain("\nAPI keys: ok (1 key)\nTrusted operations: ok (2 operations)\n");
  });

  it.each<[string, string, unknown, RegExp]>([
    ["GALEN_API_KEYS", "API keys", [{ name: "front-end" }], /key 1 has no sha256.*Correct .*wrong-keys/],
    ["GALEN_API_KEYS", "API keys", undefined, /it cannot be read.*GALEN_API_KEYS/],
    ["GALEN_TRUSTED_MANIFEST", "Trusted operations", [], /it is no object.*GALEN_TRUSTED_MANIFEST/],
    [
      "GALEN_TRUSTED_MANIFEST",
      "Trusted operations",
      { abc: "{ nothing }" },
      /the operation abc: Cannot query field "nothing"/,
    ],
    ["GALEN_TRUSTED_MANIFEST", "Trusted operations", { abc: "{" }, /the operation abc: Syntax Error/],
  ])("says what is wrong with the file of %s", async (variable, what, content, words) => {
    const file = content === undefined ? join(folder, "nowhere.json") : write("wrong-keys.json", content);
    const { code, out, error } = await runCommand(["check"], { ...env, [variable]: file });

    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^${what}: FAILED \\(${words.source}`, "m"));
    expect(error).toContain("1 of 7 checks failed.");
  });

  it("says that there is no Redis, and nothing of its password", async () => {
    const url = "redis://:geheim@127.0.0.1:9";
    const { code, out, error } = await runCommand(["check"], { ...env, GALEN_REDIS_URL: url });

    expect(code).toBe(1);
    expect(out).toMatch(/^Redis: FAILED \(.*ECONNREFUSED.*\)\. Start it, or correct GALEN_REDIS_URL\./m);
    expect(out + error).not.toContain("geheim");
  });
});

(redisBinary ? describe : describe.skip)("galen check with a Redis", () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis(["--requirepass", "geheim"]);
  });
  afterAll(() => redis.kill());

  const check = (credentials: string) =>
    runCommand(["check"], { ...env, GALEN_REDIS_URL: redis.url.replace("//", `//${credentials}`) });

  it("logs in and tells which it is", async () => {
    const { code, out } = await check(":geheim@");

    expect(code).toBe(0);
    expect(out).toMatch(/^Redis: ok \((Redis|Valkey) \d+\.\d+\.\d+\)$/m);
  });

  it.each([
    ["no password", "", /NOAUTH/],
    ["a wrong one", ":wrong@", /WRONGPASS/],
  ])("tells that %s is not enough", async (_what, credentials, words) => {
    const { code, out } = await check(credentials);

    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^Redis: FAILED \\(.*${words.source}`, "m"));
  });
});
