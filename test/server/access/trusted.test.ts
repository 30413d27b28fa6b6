import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "graphql";
import { readManifest } from "../../../src/server/index.js";
import { ask, openAccess, type SmallServer, send, startSmallServer } from "../../support/small-server.js";

const folder = mkdtempSync(join(tmpdir(), "galen-manifest-"));
const file = join(folder, "manifest.json");
const COMMITTED = "query Greeting($size: Int! = 1) {\n  page(size: $size)\n}\n";
const REGISTERED = "query Count { count(first: 3) }";
const hash = createHash("sha256").update(COMMITTED).digest("hex");

let gateway: SmallServer;
beforeAll(async () => {
  writeFileSync(file, JSON.stringify({ abc123: REGISTERED }));
  gateway = await startSmallServer({
    access: { ...openAccess, onlyTrusted: true, manifest: readManifest(file) },
    operations: new Map([["Greeting", { name: "Greeting", text: COMMITTED, hash, document: parse(COMMITTED) }]]),
  });
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const get = (parameters: Record<string, string>) =>
  send(`${gateway.url}/graphql?${new URLSearchParams(parameters)}`, { method: "GET" });

describe("A server of trusted operations only", () => {
  it("answers them by text, by name, by hash and by the manifest's id", async () => {
    expect((await ask(gateway.url, COMMITTED, { size: 2 })).json).toEqual({ data: { page: "page page " } });
    expect((await get({ documentId: "Greeting" })).json).toEqual({ data: { page: "page " } });
    expect((await get({ documentId: `sha256:${hash}` })).status).toBe(200);
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } });
    expect((await get({ extensions })).json).toEqual({ data: { page: "page " } });
    expect((await get({ documentId: "abc123" })).json).toEqual({ data: { count: 3 } });
    expect((await ask(gateway.url, REGISTERED)).json).toEqual({ data: { count: 3 } });
  });

  it("answers them in another spelling too", async () => {
    expect((await ask(gateway.url, "query Count{count(first:3)} # mine")).json).toEqual({ data: { count: 3 } });
  });

  it.each([
    ["another operation", "{ hello }"],
    ["introspection", "{ __schema { queryType { name } } }"],
    ["a trusted operation with another beside it", `${REGISTERED} query Other { hello }`],
    ["what is no document", "{ hello"],
    ["a trusted operation with ten thousand commas", REGISTERED + ",".repeat(10_000)],
  ])("refuses %s before anything is done", async (_, query) => {
    gateway.seen.executed = 0;

    const reply = await ask(gateway.url, query);

    expect(reply.status).toBe(403);
    expect(reply.json.errors?.[0]?.extensions).toEqual({ code: "OPERATION_NOT_TRUSTED" });
    expect(gateway.seen.executed).toBe(0);
  });
});

describe("A manifest", () => {
  it("is read as Apollo writes it", () => {
    const operations = [{ id: "sha256:77", name: "Count", type: "query", body: REGISTERED }];
    writeFileSync(file, JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations }));

    expect([...readManifest(file)]).toEqual([["77", REGISTERED]]);
  });

  it.each([
    ["[]", "no object"],
    ["{", "not JSON"],
    ['{"a":1}', "no id or no text"],
    ['{"operations":[null]}', "no id or no text"],
  ])("that is %s is refused: %s", (text, words) => {
    writeFileSync(file, text);

    expect(() => readManifest(file)).toThrow(words);
  });
});
