import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type ClinicalTrials, createClinicalTrials } from "../../../src/sources/clinicaltrials/index.js";
import { createCall } from "../../../src/upstream/index.js";
import { FakeClock } from "../../support/fake-clock.js";
import { testPlatform } from "../../support/platform.js";
import { listenRegistry, type Registry, study } from "./support.js";

const HOUR_MS = 3_600_000;

let clock: FakeClock;
let registry: Registry;
let trials: ClinicalTrials;

beforeEach(async () => {
  clock = new FakeClock();
  registry = await listenRegistry([study("NCT00000001"), study("NCT00000002")]);
  trials = createClinicalTrials(testPlatform(clock), { baseUrl: registry.url });
});

afterEach(async () => {
  await trials.close();
  await registry.close();
});

const person = () => createCall(clock, { deadlineMs: 4_000 });
const asked = (path: string) => registry.server.seen.filter((line) => line.startsWith(`GET ${path}`)).length;

async function shown(): Promise<string> {
  const trial = await trials.load("NCT00000001", person());
  return trial ? trials.copyOf(trial).freshness : "absent";
}

/** Waits until real answers have come over the loopback, which the fake clock does not move. */
async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setImmediate(resolve));
}

describe("a cached trial", () => {
  it("is fresh while the data set stays the same, and the version is looked up every five minutes at most", async () => {
    await shown();
    for (let hour = 0; hour < 3; hour++) {
      await clock.advance(HOUR_MS);
      expect(await shown()).toBe("FRESH");
      await until(() => asked("/version") === hour + 2);
      expect(await shown()).toBe("FRESH");
    }

    expect(asked("/studies")).toBe(1);
    expect(asked("/version")).toBe(4);
  });

  it("is shown at once and fetched again behind the scenes when the data set has changed", async () => {
    await shown();
    registry.version = "2026-08-29T09:00:06";
    await clock.advance(HOUR_MS);
    expect(await shown()).toBe("FRESH");
    await until(() => trials.dataVersion() === "2026-08-29T09:00:06");

    expect(await shown()).toBe("STALE");
    await until(() => asked("/studies") === 2);
    await until(() => trials.health().inFlight === 0);

    expect(await shown()).toBe("FRESH");
  });

  it("is asked for as changed or not after a day, by the tag of the data set", async () => {
    await shown();
    const statuses: number[] = [];
    const { answer } = registry.server;
    registry.server.answer = (request, response, body) => {
      response.on("finish", () => request.url?.startsWith("/studies") && statuses.push(response.statusCode));
      answer(request, response, body);
    };
    await clock.advance(25 * HOUR_MS);

    expect(await shown()).toBe("STALE");
    await until(() => statuses.length === 1 && trials.health().inFlight === 0);

    expect(statuses).toEqual([304]);
    expect(await shown()).toBe("FRESH");
    expect((await trials.load("NCT00000001", person()))?.title).toBe("Title of NCT00000001");
  });
});
