import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type ClinicalTrials, createClinicalTrials } from "../../../src/sources/clinicaltrials/index.js";
import { createQuestion } from "../../../src/sources/clinicaltrials/question.js";
import { createCall, systemClock, UpstreamError } from "../../../src/upstream/index.js";
import { testPlatform } from "../../support/platform.js";
import { listenRegistry, type Registry, study } from "./support.js";

let registry: Registry;
let trials: ClinicalTrials;

const person = () => createCall(systemClock, { deadlineMs: 4_000 });
const titles = (found: readonly unknown[]) =>
  found.map((trial) =>
    trial instanceof UpstreamError ? trial.failure : ((trial as { title: string } | null)?.title ?? null),
  );

beforeEach(async () => {
  const alias = study("NCT00000004", { identificationModule: merged("NCT00000004", ["NCT00000014"]) });
  registry = await listenRegistry([study("NCT00000003"), alias, study("NCT00000001"), study("NCT00000002")]);
  trials = createClinicalTrials(testPlatform(systemClock), { baseUrl: registry.url });
});

afterEach(async () => {
  await trials.close();
  await registry.close();
});

function merged(nctId: string, nctIdAliases: string[]) {
  return { nctId, nctIdAliases, briefTitle: `Title of ${nctId}` };
}

describe("look-ups by number", () => {
  it("come in one call, in the order asked for, with gaps for the unknown", async () => {
    const found = await trials.loadMany(["NCT00000002", "NCT00000009", "NCT00000001", "NCT00000002"], person());

    expect(titles(found)).toEqual(["Title of NCT00000002", null, "Title of NCT00000001", "Title of NCT00000002"]);
    expect(registry.asked()).toHaveLength(1);
    expect(registry.asked()[0]).toMatchObject({ "filter.ids": "NCT00000002,NCT00000009,NCT00000001", pageSize: "3" });
  });

  it("always name the fields, and never the results", async () => {
    await trials.load("NCT00000001", person());

    expect(registry.asked()[0]?.fields?.split(",")).toContain("ProtocolSection");
    expect(registry.asked()[0]?.fields).not.toMatch(/Results(Section|Module)/);
  });

  it("find what a merged number was merged into", async () => {
    const found = await trials.loadMany(["NCT00000014", "NCT00000004"], person());

    expect(titles(found)).toEqual(["Title of NCT00000004", "Title of NCT00000004"]);
  });

  it("are asked once: the second time memory answers", async () => {
    await trials.load("NCT00000001", person());
    const again = await trials.load("NCT00000001", person());
    await trials.load("NCT00000009", person());
    const absent = await trials.load("NCT00000009", person());

    expect(again?.title).toBe("Title of NCT00000001");
    expect(absent).toBeNull();
    expect(registry.asked()).toHaveLength(2);
  });

  it("keep malformed numbers to themselves: the registry would refuse the whole batch", async () => {
    const found = await trials.loadMany(["NCT00000001", "NCT1,NCT2", "NCT00000000", "x"], person());

    expect(titles(found)).toEqual(["Title of NCT00000001", null, null, null]);
    expect(registry.asked()[0]).toMatchObject({ "filter.ids": "NCT00000001" });
  });

  it("never give another study than the one asked for", async () => {
    registry.server.answer = (_, response) =>
      response.setHeader("content-type", "application/json").end(JSON.stringify({ studies: [study("NCT00000002")] }));

    expect(titles(await trials.loadMany(["NCT00000001"], person()))).toEqual(["malformed"]);
  });

  it("doubt a gap on a page with an unreadable study, and keep its neighbours", async () => {
    const body = JSON.stringify({ studies: [{ protocolSection: "?" }, study("NCT00000002")] });
    registry.server.answer = (_, response) => response.setHeader("content-type", "application/json").end(body);

    const found = await trials.loadMany(["NCT00000001", "NCT00000002"], person());

    expect(titles(found)).toEqual(["malformed", "Title of NCT00000002"]);
  });

  it("take a plain 404 for a single number as absence", async () => {
    registry.server.answer = (_, response) =>
      response.writeHead(404, { "content-type": "text/plain" }).end("NCT number NCT00000001 not found");

    expect(await trials.load("NCT00000001", person())).toBeNull();
  });
});

describe("searches", () => {
  const question = { ...createQuestion({ texts: { cond: "asthma" } }), token: null, size: 2 };

  it("keep the records that come along, so that look-ups cost nothing", async () => {
    const page = await trials.search(question, person());
    const found = await trials.loadMany(page.nctIds, person());

    expect(page).toEqual({ nctIds: ["NCT00000003", "NCT00000004"], nextToken: "2", totalCount: 4 });
    expect(titles(found)).toEqual(["Title of NCT00000003", "Title of NCT00000004"]);
    expect(registry.asked()).toHaveLength(1);
  });

  it("ask for the number of studies on the first page alone", async () => {
    await trials.search(question, person());
    await trials.search({ ...question, token: "2" }, person());

    expect(registry.asked().map(({ countTotal, pageToken }) => [countTotal, pageToken])).toEqual([
      ["true", undefined],
      [undefined, "2"],
    ]);
  });

  it("that can find nothing ask nobody", async () => {
    const impossible = createQuestion({ nctIds: [] });

    expect(await trials.search({ ...impossible, token: null, size: 10 }, person())).toMatchObject({ totalCount: 0 });
    expect(await trials.count(impossible, person())).toBe(0);
    expect(registry.server.seen).toEqual([]);
  });
});

describe("the version of the data set", () => {
  it("is looked up once beside the first question", async () => {
    await trials.load("NCT00000001", person());
    await trials.load("NCT00000002", person());

    expect(trials.dataVersion()).toBe("2026-08-28T09:00:06");
    expect(trials.health().dataVersion).toBe("2026-08-28T09:00:06");
    expect(registry.server.seen.filter((line) => line.startsWith("GET /version"))).toHaveLength(1);
  });

  it("that cannot be had costs nothing but itself", async () => {
    const { answer } = registry.server;
    registry.server.answer = (request, response, body) =>
      request.url === "/version" ? void response.writeHead(400).end("no") : answer(request, response, body);

    expect((await trials.load("NCT00000001", person()))?.title).toBe("Title of NCT00000001");
    expect(trials.dataVersion()).toBeNull();
  });
});

describe("an ailing registry", () => {
  const faults: [string, string, (response: import("node:http").ServerResponse) => void][] = [
    ["a text error", "rejected", (response) => response.writeHead(400, TEXT).end("`x` is unknown parameter")],
    ["a firewall's page", "rejected", (response) => response.writeHead(403, HTML).end("<html>no</html>")],
    ["too many requests", "throttled", (response) => response.writeHead(429, { "retry-after": "3600" }).end()],
    [
      "a page with status 200",
      "malformed",
      (response) => response.writeHead(200, HTML).end("<html>Maintenance</html>"),
    ],
    ["an empty body", "malformed", (response) => response.writeHead(200, JSON_TYPE).end()],
    ["half an answer", "malformed", (response) => response.writeHead(200, JSON_TYPE).end('{"studies":[{"protocolSec')],
    ["a list without studies", "malformed", (response) => response.writeHead(200, JSON_TYPE).end("{}")],
    ["a nest without end", "malformed", (response) => response.writeHead(200, JSON_TYPE).end("[".repeat(200_000))],
    ["a word about its rate", "throttled", (response) => response.writeHead(200, JSON_TYPE).end(RATE)],
    ["a missing list", "malformed", (response) => response.writeHead(404, TEXT).end("Not Found")],
    ["a reset", "unavailable", (response) => void response.socket?.resetAndDestroy()],
  ];
  const TEXT = { "content-type": "text/plain" };
  const HTML = { "content-type": "text/html" };
  const RATE = JSON.stringify({ error: "API rate limit exceeded" });
  const JSON_TYPE = { "content-type": "application/json" };

  it.each(faults)("that sends %s is an error of the kind %s", async (_, failure, answer) => {
    registry.server.answer = (__, response) => answer(response);
    const question = { ...createQuestion({}), token: null, size: 10 };

    const searched = await Promise.resolve(trials.search(question, person())).catch((error: unknown) => error);
    const found = await trials.loadMany(["NCT00000001", "NCT00000002"], person());

    expect(searched).toBeInstanceOf(UpstreamError);
    expect(searched).toMatchObject({ source: "clinicaltrials", failure });
    expect(titles(found)).toEqual([failure, failure]);
  });
});
