import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Asker, createAsker } from "./asking.js";
import { listenRegistry, type Registry, study } from "./support.js";

let registry: Registry;
let asker: Asker;

beforeEach(async () => {
  const studies = ["RECRUITING", "COMPLETED", "COMPLETED"].map((overallStatus, index) =>
    study(`NCT0000000${index + 1}`, {
      statusModule: { overallStatus },
      designModule: { studyType: "INTERVENTIONAL", phases: index === 0 ? ["PHASE1", "PHASE2"] : ["PHASE2"] },
    }),
  );
  registry = await listenRegistry(studies);
  asker = createAsker(registry.url);
});

afterEach(async () => {
  await asker.trials.close();
  await registry.close();
});

const FACETS = `{ searchClinicalTrials(condition: "asthma") { totalCount
  facets(by: [OVERALL_STATUS, PHASE, OVERALL_STATUS, HAS_RESULTS, SEX]) { by isExact values { value count isExact } }
} }`;

describe("facets", () => {
  it("of up to a thousand trials are counted by one call, all together", async () => {
    const { searchClinicalTrials } = await asker.data(FACETS);

    expect(searchClinicalTrials).toEqual({
      totalCount: 3,
      facets: [
        { by: "OVERALL_STATUS", isExact: true, values: [exactly("COMPLETED", 2), exactly("RECRUITING", 1)] },
        { by: "PHASE", isExact: true, values: [exactly("PHASE2", 3), exactly("PHASE1", 1)] },
        { by: "HAS_RESULTS", isExact: true, values: [exactly("false", 3)] },
        { by: "SEX", isExact: true, values: [] },
      ],
    });
    expect(registry.asked()).toHaveLength(1);
  });

  it("are cached: asking again asks nobody", async () => {
    await asker.data(FACETS);
    await asker.data(FACETS);

    expect(registry.asked()).toHaveLength(1);
  });

  it("of more trials are counted value by value", async () => {
    answerWithTotal((query) => {
      if (query["filter.overallStatus"] === "COMPLETED") return 4_321;
      if (query["filter.advanced"] === "AREA[Phase]PHASE2") return 5_678;
      return 100_000;
    });

    const { searchClinicalTrials } = await asker.data(
      '{ searchClinicalTrials(condition: "a") { facets(by: [OVERALL_STATUS, PHASE]) { isExact values { value count } } } }',
    );

    expect(searchClinicalTrials?.facets).toEqual([
      { isExact: true, values: expect.arrayContaining([{ value: "COMPLETED", count: 4_321 }]) },
      { isExact: true, values: expect.arrayContaining([{ value: "PHASE2", count: 5_678 }]) },
    ]);
    expect(registry.asked()).toHaveLength(5);
  });

  it("that cannot be counted in time are estimated, and say so", async () => {
    answerWithTotal((query) => (query["filter.overallStatus"] ? null : 9_000));

    const { searchClinicalTrials } = await asker.data(
      '{ searchClinicalTrials(condition: "a") { facets(by: [OVERALL_STATUS]) { isExact values { value count isExact } } } }',
    );

    expect(searchClinicalTrials?.facets).toEqual([
      {
        isExact: false,
        values: [
          { value: "COMPLETED", count: 6_000, isExact: false },
          { value: "RECRUITING", count: 3_000, isExact: false },
        ],
      },
    ]);
  });
});

function exactly(value: string, count: number) {
  return { value, count, isExact: true };
}

/** Answers every question with the same studies and a total of the test's choice; null is a refusal. */
function answerWithTotal(totalOf: (query: Record<string, string>) => number | null): void {
  const { answer } = registry.server;
  registry.server.answer = (request, response, body) => {
    const url = new URL(request.url ?? "", "http://registry");
    if (url.pathname !== "/studies") return answer(request, response, body);
    const totalCount = totalOf(Object.fromEntries(url.searchParams));
    if (totalCount === null) return void response.writeHead(400, { "content-type": "text/plain" }).end("no");
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ totalCount, studies: registry.studies }));
  };
}
