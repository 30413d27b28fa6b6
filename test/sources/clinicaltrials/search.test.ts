import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Asker, createAsker } from "./asking.js";
import { listenRegistry, type Registry, study } from "./support.js";

let registry: Registry;
let asker: Asker;

const nctIdOf = (index: number) => `NCT${String(index + 1).padStart(8, "0")}`;

beforeEach(async () => {
  registry = await listenRegistry(Array.from({ length: 27 }, (_, index) => study(nctIdOf(index))));
  asker = createAsker(registry.url);
});

afterEach(async () => {
  await asker.trials.close();
  await registry.close();
});

interface Connection {
  nodes: { nctId: string }[];
  edges: { cursor: string }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

const PAGE = `query ($first: Int!, $after: String) { searchClinicalTrials(condition: "asthma", first: $first, after: $after) {
  totalCount nodes { nctId title } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor }
} }`;

async function pageOf(first: number, after: string | null): Promise<Connection> {
  return (await asker.data(PAGE, { first, after })).searchClinicalTrials as unknown as Connection;
}

const asked = async (args: string) => {
  await asker.data(`{ searchClinicalTrials(${args}) { nodes { title } } }`);
  const { fields: _, pageSize: __, countTotal: ___, ...question } = registry.asked().at(-1) ?? {};
  return question;
};

describe("pages of a search", () => {
  it.each([1, 3, 7, 10, 20, 27, 50, 100])("of %i show every trial once, in order, with the total", async (first) => {
    const seen: string[] = [];
    const totals = new Set<number>();
    let after: string | null = null;
    do {
      const page: Connection = await pageOf(first, after);
      seen.push(...page.nodes.map(({ nctId }) => nctId));
      totals.add(page.totalCount);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);

    expect(seen).toEqual(Array.from({ length: 27 }, (_, index) => nctIdOf(index)));
    expect([...totals]).toEqual([27]);
    expect(registry.asked().length).toBeLessThanOrEqual(3);
  });

  it("go on behind any trial, with any size", async () => {
    const page = await pageOf(10, null);

    for (const [index, { cursor }] of page.edges.entries()) {
      const next = await pageOf(12, cursor);
      expect(next.nodes[0]?.nctId).toBe(nctIdOf(index + 1));
      expect(next.nodes).toHaveLength(12);
    }
  });

  it("cost one call, and the next ones of three none, as they lie within it", async () => {
    const page = await pageOf(3, null);
    await pageOf(3, page.pageInfo.endCursor);

    expect(registry.asked()).toHaveLength(1);
  });

  it("refuse the cursor of another question", async () => {
    const { pageInfo } = await pageOf(3, null);

    const { errors } = await asker.ask(
      'query ($after: String) { searchClinicalTrials(condition: "cancer", first: 3, after: $after) { nodes { nctId } } }',
      { after: pageInfo.endCursor },
    );

    expect(errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT", argument: "after" } });
    expect(registry.asked()).toHaveLength(1);
  });

  it.each([0, -1, 101, 99999999])("refuse a size of %i", async (first) => {
    const { errors } = await asker.ask(PAGE, { first });

    expect(errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT", argument: "first" } });
    expect(registry.server.seen).toEqual([]);
  });

  it("that have lost their token to a new data set say so", async () => {
    const { pageInfo } = await pageOf(10, null);
    registry.server.answer = (_, response) => response.writeHead(400, { "content-type": "text/plain" }).end("no token");

    const { errors } = await asker.ask(PAGE, { first: 10, after: pageInfo.endCursor });

    expect(errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT", argument: "after" } });
  });
});

describe("many askers at once", () => {
  it("cost one call for each distinct search, cold, and no call more however many ask", async () => {
    const conditions = Array.from({ length: 20 }, (_, index) => `condition ${index}`);
    const source = `{ ${conditions
      .map(
        (condition, index) =>
          `c${index}: searchClinicalTrials(condition: "${condition}", first: 3) { nodes { title } }`,
      )
      .join("\n")} }`;

    const answers = await Promise.all(Array.from({ length: 10 }, () => asker.ask(source)));

    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    expect(registry.asked()).toHaveLength(20);
  });
});

describe("a search that fails", () => {
  it("costs its own field and nothing beside it", async () => {
    const { data, errors } = await asker.ask(`{
      good: searchClinicalTrials(term: "x") { totalCount }
      bad: searchClinicalTrials(first: 0) { nodes { nctId } }
      trial: clinicalTrial(nctId: "NCT00000001") { title locations(first: 0) { totalCount } }
      trials: clinicalTrials(nctIds: ["x"]) { title }
    }`);

    expect(data).toEqual({
      good: { totalCount: 27 },
      bad: null,
      trial: { title: "Title of NCT00000001", locations: null },
      trials: null,
    });
    expect(errors?.map(({ path }) => path?.join("."))?.toSorted()).toEqual(["bad", "trial.locations", "trials"]);
  });
});

describe("what is not asked for", () => {
  it("is not fetched: the number alone takes the smallest page", async () => {
    const { searchClinicalTrials } = await asker.data('{ searchClinicalTrials(term: "x") { totalCount notice } }');

    expect(searchClinicalTrials).toMatchObject({ totalCount: 27 });
    expect(registry.asked()).toEqual([{ "query.term": "x", fields: "NCTId", pageSize: "1", countTotal: "true" }]);
  });

  it("is not fetched: registration numbers take the search and no more", async () => {
    const source = '{ searchClinicalTrials(term: "x", first: 2) { nodes { nctId id url __typename } } }';

    const { searchClinicalTrials } = await asker.data(source);

    expect(searchClinicalTrials?.nodes).toHaveLength(2);
    expect(registry.asked()).toHaveLength(1);
  });
});

describe("the question to the registry", () => {
  it("has each text in its own area", async () => {
    const question = await asked(
      'condition: "a b", term: "c", intervention: "d", sponsor: "e", title: "f", location: "Oslo, Norway"',
    );

    expect(question).toEqual({
      "query.cond": "a b",
      "query.term": "c",
      "query.intr": "d",
      "query.spons": "e",
      "query.titles": "f",
      "query.locn": "Oslo Norway",
      sort: "@relevance",
    });
  });

  it("has every filter", async () => {
    const question = await asked(`near: { latitude: 59.91, longitude: -0.00001, radiusKm: 50 }, filter: {
      overallStatuses: [RECRUITING, NOT_YET_RECRUITING], phases: [PHASE3, PHASE2], studyTypes: [INTERVENTIONAL],
      sexes: [ALL, FEMALE], ageGroups: [CHILD], healthyVolunteers: true, hasResults: false, funderTypes: [NIH],
      startedFrom: "2024", startedTo: "2024-02", updatedFrom: "2025-03-04" }`);

    expect(question).toEqual({
      "filter.overallStatus": "NOT_YET_RECRUITING,RECRUITING",
      "filter.geo": "distance(59.91,0,50km)",
      "filter.advanced": [
        "(AREA[Phase](PHASE2 OR PHASE3))",
        "(AREA[StudyType]INTERVENTIONAL)",
        "(AREA[Sex](ALL OR FEMALE))",
        "(AREA[StdAge]CHILD)",
        "(AREA[LeadSponsorClass]NIH)",
        "(AREA[HealthyVolunteers]true)",
        "(NOT AREA[ResultsFirstSubmitDate]RANGE[MIN,MAX])",
        "(AREA[StartDate]RANGE[2024-01-01,2024-02-29])",
        "(AREA[LastUpdatePostDate]RANGE[2025-03-04,MAX])",
      ].join(" AND "),
      sort: "LastUpdatePostDate:desc",
    });
  });

  it("moves a text of nothing but numbers to a filter, so that the other filters hold", async () => {
    const question = await asked('term: "nct00000001, NCT2", filter: { overallStatuses: [RECRUITING] }');

    expect(question).toEqual({
      "filter.ids": "NCT00000001,NCT00000002",
      "filter.overallStatus": "RECRUITING",
      sort: "LastUpdatePostDate:desc",
    });
  });

  it("is not put when two texts name different numbers", async () => {
    const { searchClinicalTrials } = await asker.data(
      '{ searchClinicalTrials(term: "NCT00000001", condition: "NCT00000002") { totalCount nodes { nctId } } }',
    );

    expect(searchClinicalTrials).toEqual({ totalCount: 0, nodes: [] });
    expect(registry.server.seen).toEqual([]);
  });

  it("keeps an expression of the caller's own within parentheses", async () => {
    const question = await asked('advanced: "AREA[Phase]PHASE3 OR cancer", filter: { sexes: [FEMALE] }');

    expect(question["filter.advanced"]).toBe("(AREA[Phase]PHASE3 OR cancer) AND (AREA[Sex]FEMALE)");
  });

  it("that the registry does not understand is the caller's to mend, and is not quoted", async () => {
    registry.server.answer = (_, response) =>
      response.writeHead(400, { "content-type": "text/plain" }).end("Unknown area name: `Secret`");

    const { errors } = await asker.ask('{ searchClinicalTrials(advanced: "AREA[Secret]x") { nodes { title } } }');

    expect(errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT", argument: "advanced" } });
    expect(errors?.[0]?.message).not.toContain("Secret");
  });

  it.each([
    ['condition: " "', "condition"],
    ['term: "()"', "term"],
    ['advanced: "a) OR (b"', "advanced"],
    ["near: { latitude: 91, longitude: 0 }", "near.latitude"],
    ["near: { latitude: 0, longitude: 0, radiusKm: -1 }", "near.radiusKm"],
    ["filter: { overallStatuses: [UNRECOGNISED] }", "filter.overallStatuses"],
    ["filter: { phases: [UNRECOGNISED] }", "filter.phases"],
    ['filter: { startedFrom: "2024-SPRING" }', "filter.startedFrom"],
  ])("is refused at once for %s", async (args, argument) => {
    const { errors } = await asker.ask(`{ searchClinicalTrials(${args}) { totalCount } }`);

    expect(errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT", argument } });
    expect(registry.server.seen).toEqual([]);
  });

  it("has no parameter but the known ones, whatever a caller writes", async () => {
    const known = /^(query\.(cond|term|locn)|filter\.ids|fields|sort|pageSize|countTotal)$/;
    const source =
      "query ($text: String) { searchClinicalTrials(condition: $text, term: $text, location: $text) { totalCount } }";

    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 80 }), async (text) => {
        registry.server.seen.length = 0;
        const { errors } = await asker.ask(source, { text });
        const names = registry.asked().flatMap((question) => Object.keys(question));
        expect(names.filter((name) => !known.test(name))).toEqual([]);
        expect(errors?.map(({ extensions }) => extensions?.code) ?? []).not.toContain("INTERNAL_SERVER_ERROR");
      }),
      { numRuns: 20 },
    );
  });
});
