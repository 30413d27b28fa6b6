import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { BundledServer } from "../../src/bundled/http.js";
import { ask, serveTrials } from "./clinicaltrials-service.js";

let server: BundledServer;
beforeAll(async () => {
  server = await serveTrials();
});
afterAll(() => server.close());

describe("one study", () => {
  it("is found in any case and without leading zeros, as the study object itself", async () => {
    const response = await ask(server, "/studies/nct2012491");
    const study = await response.json();
    expect(Object.keys(study as object)).toEqual(["protocolSection", "derivedSection", "hasResults"]);
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it("redirects a former number to the one that took its place", async () => {
    const response = await ask(server, "/studies/NCT09900990", { fields: "NCTId" });
    expect(response.status).toBe(301);
    expect(response.headers.get("location")).toBe("/api/v2/studies/NCT09900056?fields=NCTId");
    const followed = await fetch(`${server.url}/studies/NCT09900990?fields=NCTId`);
    expect(await followed.text()).toBe('{"protocolSection":{"identificationModule":{"nctId":"NCT09900056"}}}');
  });

  it("gives Markdown, or the plain text of former times", async () => {
    const text = async (markupFormat: string) =>
      (await ask(server, "/studies/NCT09900055", { markupFormat, fields: "EligibilityCriteria" })).text();
    expect(await text("markdown")).toContain("Score \\\\>= 3");
    expect(await text("legacy")).toContain("Score >= 3");
    expect(await text("legacy")).toContain("- Pregnancy");
  });
});

describe("the entity tag", () => {
  const PATHS = ["/version", "/studies", "/studies/NCT02012491", "/studies/enums", "/stats/size"];

  it("is the same on every path, and nothing else speaks of caching", async () => {
    const answers = await Promise.all(PATHS.map((path) => ask(server, path)));
    expect(new Set(answers.map((answer) => answer.headers.get("etag"))).size).toBe(1);
    for (const { headers } of answers) {
      expect(headers.get("cache-control")).toBeNull();
      expect(headers.get("last-modified")).toBeNull();
    }
  });

  it("makes every path answer 304 to a client that has the data", async () => {
    const etag = (await ask(server, "/version")).headers.get("etag") ?? "";
    for (const path of PATHS) {
      const response = await fetch(server.url + path, { headers: { "if-none-match": etag } });
      expect(response.status).toBe(304);
      expect(await response.text()).toBe("");
    }
    expect((await fetch(`${server.url}/version`, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });
});

describe("what the service says of itself", () => {
  const read = async (path: string) => (await ask(server, path)).json();

  it("tells the version of the interface and the time of the data, without a zone letter", async () => {
    expect(await read("/version")).toEqual({ apiVersion: "2.0.5", dataTimestamp: "2026-08-28T09:00:06" });
  });

  it("lists the data model as six trees, the enumerations and the search areas", async () => {
    const roots = (await read("/studies/metadata")) as { name: string }[];
    expect(roots.map((root) => root.name).sort()).toEqual([
      "annotationSection",
      "derivedSection",
      "documentSection",
      "hasResults",
      "protocolSection",
      "resultsSection",
    ]);
    expect(await read("/studies/enums")).toHaveLength(41);
    const [document] = (await read("/studies/search-areas")) as { areas: { param: string }[] }[];
    expect(document?.areas.map((area) => area.param)).toContain("cond");
  });

  it("counts values, list sizes and study sizes", async () => {
    const [phase] = (await (
      await ask(server, "/stats/field/values", { fields: "Phase", types: "ENUM" })
    ).json()) as object[];
    expect(phase).toMatchObject({ type: "ENUM", piece: "Phase", uniqueValuesCount: 6 });
    const [flag] = (await (await ask(server, "/stats/field/values", { fields: "HasResults" })).json()) as object[];
    expect(flag).toMatchObject({ type: "BOOLEAN", trueCount: 1 });
    expect(flag).not.toHaveProperty("topValues");
    const [sites] = (await (await ask(server, "/stats/field/sizes", { fields: "Location" })).json()) as object[];
    expect(sites).toMatchObject({ piece: "Location", minSize: 1, maxSize: 400 });
    expect(await read("/stats/size")).toMatchObject({ largestStudies: expect.arrayContaining([]) });
  });
});
