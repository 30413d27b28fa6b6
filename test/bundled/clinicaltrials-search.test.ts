import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { BundledServer } from "../../src/bundled/http.js";
import { find, page, serveTrials } from "./clinicaltrials-service.js";

let server: BundledServer;
beforeAll(async () => {
  server = await serveTrials();
});
afterAll(() => server.close());

const PROGESTERONE = "NCT09900001";
const MANY_SITES = "NCT09900032";

describe("queries", () => {
  it("finds a condition by its MeSH term and by a wider MeSH term", async () => {
    expect(await find(server, { "query.cond": '"Abortion, Spontaneous"' })).toContain("NCT02012491");
    expect(await find(server, { "query.cond": '"Pregnancy Complications"' })).toContain("NCT02012491");
  });

  it("does not search ancestors when the condition field is named", async () => {
    expect(await find(server, { "filter.advanced": 'AREA[Condition]"Pregnancy Complications"' })).not.toContain(
      "NCT02012491",
    );
  });

  it("takes words side by side as all of them, and a phrase as it stands", async () => {
    const words = await find(server, { "query.titles": "asthma mild" });
    const phrase = await find(server, { "query.titles": '"asthma mild"' });
    expect(words).toEqual(expect.arrayContaining(["NCT02149199", "NCT02224157"]));
    expect(phrase).toEqual([]);
  });

  it("combines with OR, AND, NOT and parentheses", async () => {
    const either = await find(server, { "query.cond": "stillbirth OR measles" });
    expect(either).toEqual(expect.arrayContaining(["NCT01777022", "NCT00126997"]));
    const without = await find(server, { "query.cond": "(stillbirth OR measles) AND NOT rubella" });
    expect(either.filter((id) => !without.includes(id))).toEqual(["NCT09900041"]);
  });

  it("searches each parameter in its own area and joins parameters with AND", async () => {
    expect(await find(server, { "query.intr": "baloxavir", "query.cond": "influenza" })).toContain("NCT02954354");
    expect(await find(server, { "query.locn": "Bissau" })).toEqual(expect.arrayContaining(["NCT00126997"]));
    expect(await find(server, { "query.lead": "AbbVie" })).toHaveLength(2);
    expect(await find(server, { "query.outc": "live birth", "query.spons": "NICHD" })).toContain("NCT00719186");
    expect(await find(server, { "query.id": "2015-000000-00" })).toEqual(["NCT09900055"]);
  });

  it("ignores accents, case and plurals", async () => {
    expect(await find(server, { "query.locn": "montreal" })).toContain("NCT02456740");
    expect(await find(server, { "query.cond": "MISCARRIAGES" })).toContain("NCT02012491");
  });

  it("reads an escaped reserved character as text", async () => {
    expect(await find(server, { "query.cond": "Diabetes Mellitus\\, Type 1" })).toContain("NCT00360815");
  });

  it("ignores every filter when a query is made of NCT numbers alone", async () => {
    const params = {
      "query.term": "nct02012491, NCT467363",
      "filter.overallStatus": "RECRUITING",
      aggFilters: "sex:m",
    };
    expect((await find(server, params)).sort()).toEqual(["NCT00467363", "NCT02012491"]);
    expect(await find(server, { ...params, "query.term": "NCT02012491 OR asthma" })).toEqual([]);
  });

  it("orders by relevance when asked: the condition before the ancestor", async () => {
    const ids = await find(server, { "query.cond": "Neoplasms", sort: "@relevance" });
    expect(["NCT00730639", "NCT09900014", "NCT02578680"]).toContain(ids[0]);
  });
});

describe("Essie areas", () => {
  it.each([
    ["AREA[Phase]EARLY_PHASE1", "NCT09900064"],
    ["AREA[Phase:size]2 AND AREA[LocationCountry]Guinea-Bissau", "NCT09900041"],
    ["AREA[StartDate]2027-01", "NCT09900002"],
    ["AREA[StartDate]RANGE[2027-02-01,MAX]", "NCT09900017"],
    ["AREA[MaximumAge]RANGE[MIN, 1 month]", "NCT00639444"],
    ["AREA[EnrollmentCount]RANGE[99999999,MAX]", "NCT09900017"],
    ["AREA[HasResults]true", "NCT09900055"],
    ['AREA[BriefTitle]COVERAGE[StartsWith]"An old trial"', "NCT09900063"],
    ["AREA[OverallStatus]Suspended", "NCT09900008"],
    ["SEARCH[Location](AREA[LocationCity]Ankara AND AREA[LocationStatus]RECRUITING)", "NCT09900031"],
    ["AREA[InterventionMeshTerm]Ticagrelor", "NCT00391872"],
  ])("%s finds one study", async (expression, nctId) => {
    expect(await find(server, { "filter.advanced": expression })).toEqual([nctId]);
  });

  it("finds studies without a value with MISSING", async () => {
    const ids = await find(server, {
      "filter.advanced": "AREA[LocationCity]MISSING AND NOT AREA[StudyType]EXPANDED_ACCESS",
    });
    expect(ids.sort()).toEqual(["NCT09900062", "NCT09900065"]);
  });

  it("binds conditions to the same site only inside SEARCH", async () => {
    const loose = "AREA[LocationCity]Ankara AND AREA[LocationCountry]Seoul";
    expect(await find(server, { "filter.advanced": loose })).toEqual([]);
    const apart = "AREA[LocationCity]Ankara AND AREA[LocationCity]Seoul";
    expect(await find(server, { "filter.advanced": apart })).toEqual(["NCT09900031"]);
    expect(await find(server, { "filter.advanced": `SEARCH[Location](${apart})` })).toEqual([]);
  });
});

describe("filters", () => {
  it("filters by several statuses, separated by commas or pipes", async () => {
    const ids = await find(server, { "filter.overallStatus": "SUSPENDED|WITHDRAWN" });
    expect(ids.sort()).toEqual(["NCT09900007", "NCT09900008"]);
    expect(await find(server, { "postFilter.overallStatus": "SUSPENDED,WITHDRAWN" })).toHaveLength(2);
  });

  it("filters by ids, aliases included, without keeping their order or doubles", async () => {
    const ids = await find(server, { "filter.ids": "NCT09900990,NCT02012491,nct2012491,NCT99999999" });
    expect(ids.sort()).toEqual(["NCT02012491", "NCT09900056"]);
  });

  it("takes status:not rec as two options, not as a negation", async () => {
    const params = { "query.cond": '"Abortion, Spontaneous"', aggFilters: "status:not rec", fields: "OverallStatus" };
    const { studies } = await page(server, { ...params, pageSize: "50" });
    const statuses = new Set(studies.map((study) => study.protocolSection.statusModule?.overallStatus));
    expect([...statuses].sort()).toEqual(["NOT_YET_RECRUITING", "RECRUITING"]);
  });

  it.each([
    ["phase:0", "NCT09900064"],
    ["docs:icf", "NCT09900055"],
    ["results:with", "NCT09900055"],
    ["studyType:exp,status:ava", "NCT09900057"],
    ["sex:m", "NCT00458393"],
  ])("aggFilters=%s finds one study", async (aggFilters, nctId) => {
    expect(await find(server, { aggFilters })).toEqual([nctId]);
  });

  it("matches nothing for an unknown option, without an error", async () => {
    expect(await find(server, { aggFilters: "status:everything" })).toEqual([]);
    expect(await find(server, { aggFilters: "Status:rec" })).toEqual([]);
  });

  it("filters by distance from a point, in kilometres or miles", async () => {
    const near = await find(server, { "filter.geo": "distance(51.7,-1.2,20km)" });
    expect(near).toContain("NCT04381936");
    expect(near).not.toContain(PROGESTERONE);
    const farther = await find(server, { "filter.geo": "distance(51.7,-1.2,600mi)" });
    expect(farther.length).toBeGreaterThan(near.length);
    expect(near).toContain(MANY_SITES);
  });
});
