import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { clinicalTrialsHandler } from "../../src/bundled/clinicaltrials.js";
import { type BundledServer, listenBundled } from "../../src/bundled/http.js";

const now = () => new Date("2026-09-01T07:00:00Z");

let folder: string;
let server: BundledServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trials-"));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

const write = (nctId: string, more: object = {}) =>
  writeFile(
    join(folder, `${nctId}.json`),
    JSON.stringify({ protocolSection: { identificationModule: { nctId } }, ...more, hasResults: false }),
  );

async function serve(): Promise<string> {
  const { handler } = await clinicalTrialsHandler(folder, now);
  server = await listenBundled("ClinicalTrials.gov", handler, { basePath: "/api/v2" });
  return server.url;
}

describe("the folder of studies", () => {
  it("may be missing: there are no studies then, and the clock dates the data", async () => {
    const { handler, count } = await clinicalTrialsHandler(join(folder, "nowhere"), now);
    expect(count).toBe(0);
    server = await listenBundled("ClinicalTrials.gov", handler, { basePath: "/api/v2" });
    const version = await (await fetch(`${server.url}/version`)).json();
    expect(version).toEqual({ apiVersion: "2.0.5", dataTimestamp: "2026-09-01T09:00:06" });
  });

  it("gives its data their date and their entity tag", async () => {
    await write("NCT00000001", { derivedSection: { miscInfoModule: { versionHolder: "2026-03-02" } } });
    const first = await fetch(`${await serve()}/version`);
    expect(await first.json()).toMatchObject({ dataTimestamp: "2026-03-02T09:00:06" });
    await server?.close();
    await write("NCT00000002");
    const second = await fetch(`${await serve()}/version`);
    expect(second.headers.get("etag")).not.toBe(first.headers.get("etag"));
  });

  it("holds other files too, which are not studies", async () => {
    await write("NCT00000001");
    await writeFile(join(folder, "README.md"), "not a study");
    expect((await clinicalTrialsHandler(folder, now)).count).toBe(1);
  });

  it("stops the start when a study is not JSON, naming the file", async () => {
    await writeFile(join(folder, "NCT00000003.json"), "{");
    await expect(clinicalTrialsHandler(folder, now)).rejects.toThrow("The sample study NCT00000003.json is not JSON");
  });
});

describe("addresses outside the interface", () => {
  it("are not found, and only GET is allowed", async () => {
    const url = await serve();
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await fetch(`${url}/studies`, { method: "POST" })).status).toBe(405);
  });
});
