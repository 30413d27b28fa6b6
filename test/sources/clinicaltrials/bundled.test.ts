import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type BundledSources, startBundledSources } from "../../../src/bundled/index.js";
import { createCall, systemClock } from "../../../src/upstream/index.js";
import { type Asker, createAsker } from "./asking.js";

const FIXTURES = join(process.cwd(), "fixtures");

let bundled: BundledSources;
let asker: Asker;

beforeAll(async () => {
  bundled = await startBundledSources({ fixtures: FIXTURES });
});

afterAll(() => bundled.close());

// Each test has a quota of its own, as every process has.
beforeEach(() => {
  asker = createAsker(bundled.urls.clinicaltrials);
});

afterEach(() => asker.trials.close());

interface Page {
  nodes: Record<string, unknown>[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

/** Everything that a search finds, page after page. */
async function searchAll(args: string, fields = "nctId", first = 100): Promise<Record<string, unknown>[]> {
  const source = `query ($after: String) { searchClinicalTrials(first: ${first}, after: $after${args && `, ${args}`}) {
    nodes { ${fields} } pageInfo { endCursor hasNextPage }
  } }`;
  const found: Record<string, unknown>[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo } = (await asker.data(source, { after })).searchClinicalTrials as unknown as Page;
    found.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

describe("the bundled registry, which shares no code with this client", () => {
  it("gives every study that it has", async () => {
    const count = readdirSync(join(FIXTURES, "clinicaltrials")).filter((name) => /^NCT\d{8}\.json$/.test(name)).length;

    const { searchClinicalTrials } = await asker.data("{ searchClinicalTrials { totalCount } }");

    expect(searchClinicalTrials).toEqual({ totalCount: count });
  });

  it.each([
    ["overallStatuses: [COMPLETED]", "overallStatus", "COMPLETED"],
    ["phases: [PHASE3]", "phases", "PHASE3"],
    ["studyTypes: [OBSERVATIONAL]", "studyType", "OBSERVATIONAL"],
    ["hasResults: true", "hasResults", true],
    ["hasResults: false", "hasResults", false],
  ])("filters by %s as the records say", async (filter, field, value) => {
    const found = await searchAll(`filter: { ${filter} }`, `nctId ${field}`);
    const all = await searchAll("", `nctId ${field}`);
    const wanted = all.filter((node) => [node[field]].flat().includes(value));

    expect(numbersOf(found)).toEqual(numbersOf(wanted));
    expect(wanted.length).toBeGreaterThan(0);
  });

  it("filters by what lies deeper in a record", async () => {
    const all = await searchAll("", "nctId eligibility { sex healthyVolunteers } startDate { date }");
    const found = await searchAll('filter: { sexes: [FEMALE], healthyVolunteers: true, startedFrom: "2005" }');
    const wanted = all.filter((node) => {
      const { eligibility, startDate } = node as {
        eligibility: { sex: string; healthyVolunteers: boolean } | null;
        startDate: { date: string } | null;
      };
      return eligibility?.sex === "FEMALE" && eligibility.healthyVolunteers && (startDate?.date ?? "") >= "2005";
    });

    expect(numbersOf(found)).toEqual(numbersOf(wanted));
    expect(wanted.length).toBeGreaterThan(0);
  });

  it("finds a number and holds the filters", async () => {
    const totalOf = async (args: string) =>
      (await asker.data(`{ searchClinicalTrials(${args}) { totalCount } }`)).searchClinicalTrials?.totalCount;
    const [node] = await searchAll("filter: { overallStatuses: [COMPLETED] }");

    expect(await totalOf(`term: "${node?.nctId}"`)).toBe(1);
    expect(await totalOf(`term: "${node?.nctId}", filter: { overallStatuses: [RECRUITING] }`)).toBe(0);
  });

  it("understands every order, a circle, every filter and hostile texts", async () => {
    const { errors } = await asker.ask(`{
      a: searchClinicalTrials(sort: LAST_UPDATED) { nodes { nctId } }
      b: searchClinicalTrials(sort: ENROLLMENT_LARGEST) { nodes { nctId } }
      c: searchClinicalTrials(sort: START_DATE_OLDEST, condition: "cancer") { nodes { nctId } }
      d: searchClinicalTrials(near: { latitude: 38.99, longitude: -77.1, radiusKm: 100 }) { totalCount }
      e: searchClinicalTrials(condition: "AREA[NCTId] OR (\\\\ \\"x : ALL") { totalCount }
      f: searchClinicalTrials(advanced: "AREA[Phase]PHASE3 OR AREA[Sex]FEMALE", filter: { hasResults: true }) {
        totalCount
      }
      g: searchClinicalTrials(sort: START_DATE_NEWEST) { nodes { nctId } }
      h: searchClinicalTrials(sort: COMPLETION_DATE_NEWEST) { nodes { nctId } }
      i: searchClinicalTrials(filter: {
        ageGroups: [CHILD], healthyVolunteers: false, interventionTypes: [DRUG, DEVICE], funderTypes: [NIH]
        completedTo: "2020", updatedFrom: "2010-02", firstPostedFrom: "2001-01-01"
      }) { totalCount }
    }`);

    expect(errors).toBeUndefined();
  });

  it("pages to the end without a gap, whatever the size", async () => {
    const all = numbersOf(await searchAll("sort: FIRST_POSTED"), false);
    const seen = numbersOf(await searchAll("sort: FIRST_POSTED", "nctId", 17), false);

    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("counts facets as the records do", async () => {
    const all = await searchAll("", "overallStatus");
    const { searchClinicalTrials } = await asker.data(
      "{ searchClinicalTrials { facets(by: [OVERALL_STATUS]) { isExact values { value count } } } }",
    );

    const counts = Map.groupBy(all, (node) => node.overallStatus);
    const expected = [...counts].map(([value, nodes]) => ({ value, count: nodes.length }));
    expect(searchClinicalTrials?.facets).toEqual([{ isExact: true, values: expect.arrayContaining(expected) }]);
  });

  it("has no record that shows a stray value", async () => {
    const nctIds = (await searchAll("")).map(({ nctId }) => String(nctId));
    const found = await asker.trials.loadMany(nctIds, createCall(systemClock, { deadlineMs: 4_000 }));

    expect(found.length).toBeGreaterThan(80);
    expect(found.filter((trial) => trial === null || trial instanceof Error)).toEqual([]);
    expect(JSON.stringify(found)).not.toMatch(/\[object|undefined|NaN/);
  });
});

function numbersOf(nodes: readonly Record<string, unknown>[], sorted = true): unknown[] {
  const nctIds = nodes.map(({ nctId }) => nctId);
  return sorted ? nctIds.toSorted() : nctIds;
}
