import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { BundledServer } from "../../src/bundled/http.js";
import { ask, find, page, serveTrials } from "./clinicaltrials-service.js";

let server: BundledServer;
beforeAll(async () => {
  server = await serveTrials();
});
afterAll(() => server.close());

const raw = async (params: Record<string, string>) => (await ask(server, "/studies", params)).text();

describe("the shape of a page", () => {
  it("writes one study on each line, compact, with the count first and the token last", async () => {
    const lines = (
      await raw({ "query.cond": "endometriosis", countTotal: "true", pageSize: "2", fields: "NCTId" })
    ).split("\n");
    expect(lines[0]).toBe('{"totalCount":3,"studies":[');
    expect(lines[1]).toMatch(/^\{"protocolSection":\{"identificationModule":\{"nctId":"NCT\d{8}"\}\}\},$/);
    expect(lines[3]).toMatch(/^\],"nextPageToken":"[A-Za-z0-9_-]{46,50}"\}$/);
  });

  it("leaves a blank between the brackets when nothing matches, and gives no token", async () => {
    expect(await raw({ "query.cond": "nosuchdisease" })).toBe('{"studies":[ ]}');
    expect(await raw({ "query.cond": "nosuchdisease", countTotal: "true" })).toBe('{"totalCount":0,"studies":[ ]}');
  });

  it("has ten studies by default and for a page size of 0, and cuts sizes above 1,000", async () => {
    expect((await page(server, {})).studies).toHaveLength(10);
    expect((await page(server, { pageSize: "0" })).studies).toHaveLength(10);
    expect((await page(server, { pageSize: "5000", fields: "NCTId" })).nextPageToken).toBeUndefined();
  });
});

describe("page tokens", () => {
  it("lead through every study once, and the last page has none", async () => {
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const params = {
        "query.cond": "miscarriage",
        pageSize: "3",
        fields: "NCTId",
        ...(token && { pageToken: token }),
      };
      const next = await page(server, params);
      seen.push(...next.studies.map((study) => study.protocolSection.identificationModule.nctId));
      token = next.nextPageToken;
    } while (token !== undefined);
    expect(seen).toEqual(await find(server, { "query.cond": "miscarriage" }));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("give the total on the first page only", async () => {
    const params = { "query.cond": "miscarriage", pageSize: "2", countTotal: "true" };
    const first = await page(server, params);
    const second = await page(server, { ...params, pageToken: first.nextPageToken ?? "" });
    expect(first.totalCount).toBeGreaterThan(4);
    expect(second.totalCount).toBeUndefined();
  });

  it("know a position only: with another query they silently serve its page", async () => {
    const { nextPageToken = "" } = await page(server, { "query.cond": "miscarriage", pageSize: "2" });
    const foreign = await find(server, { "query.cond": "asthma", pageToken: nextPageToken });
    expect(foreign).toEqual((await find(server, { "query.cond": "asthma" })).slice(2));
  });

  it("are refused when they are not ours", async () => {
    const { nextPageToken = "" } = await page(server, { pageSize: "2" });
    for (const pageToken of ["abracadabra", `${nextPageToken}A`, nextPageToken.replace(/.$/, "*")]) {
      expect((await ask(server, "/studies", { pageToken })).status).toBe(400);
    }
  });
});

describe("fields", () => {
  const only = async (nctId: string, fields: string) =>
    JSON.parse(await (await ask(server, `/studies/${nctId}`, { fields })).text());

  it("keep the nesting and drop everything else", async () => {
    expect(await only("NCT02012491", "NCTId,HasResults,LeadSponsorName")).toEqual({
      protocolSection: {
        identificationModule: { nctId: "NCT02012491" },
        sponsorCollaboratorsModule: { leadSponsor: { name: "University of Pennsylvania" } },
      },
      hasResults: false,
    });
  });

  it("leave out parents and list items that have none of the chosen members", async () => {
    expect(await only("NCT09900062", "LocationCity")).toEqual({});
    const locations = (await only("NCT09900063", "LocationFacility")).protocolSection.contactsLocationsModule.locations;
    expect(locations).toEqual([{ facility: "Hospital No. 1" }]);
  });

  it("take modules, sections, dotted paths, search areas and the queried fields", async () => {
    expect(Object.keys((await only("NCT02012491", "ConditionsModule|DesignModule")).protocolSection)).toEqual([
      "conditionsModule",
      "designModule",
    ]);
    expect(Object.keys(await only("NCT02012491", "DerivedSection"))).toEqual(["derivedSection"]);
    const path = "protocolSection.armsInterventionsModule.armGroups.interventionNames";
    expect((await only("NCT02012491", path)).protocolSection.armsInterventionsModule.armGroups[0]).toEqual({
      interventionNames: ["Drug: Mifepristone", "Drug: Misoprostol"],
    });
    expect(Object.keys((await only("NCT02012491", "SponsorSearch")).protocolSection)).toContain(
      "sponsorCollaboratorsModule",
    );
    const { studies } = await page(server, { "query.lead": "AbbVie", fields: "@query" });
    expect(studies[0]).toEqual({
      protocolSection: { sponsorCollaboratorsModule: { leadSponsor: { name: "AbbVie" } } },
    });
  });

  it("keep the order of the study, not of the list", async () => {
    const text = await (await ask(server, "/studies/NCT02012491", { fields: "Condition,BriefTitle,NCTId" })).text();
    expect(text.indexOf("nctId")).toBeLessThan(text.indexOf("briefTitle"));
    expect(text.indexOf("briefTitle")).toBeLessThan(text.indexOf("conditions"));
  });
});

describe("sort", () => {
  it("puts dates last first and numbers smallest first, unless told otherwise", async () => {
    const counts = async (sort: string) => {
      const { studies } = await page(server, { sort, pageSize: "200", fields: "EnrollmentCount,NCTId" });
      return studies.map((study) => study.protocolSection.designModule?.enrollmentInfo?.count);
    };
    expect((await counts("EnrollmentCount"))[0]).toBe(0);
    expect((await counts("EnrollmentCount:desc"))[0]).toBe(99_999_999);
    expect((await counts("EnrollmentCount:desc")).at(-1)).toBeUndefined();
    expect((await counts("EnrollmentCount:asc")).at(-1)).toBeUndefined();
    expect((await find(server, { sort: "StartDate" }))[0]).toBe("NCT09900017");
    expect((await find(server, { sort: "StartDate:asc" }))[0]).toBe("NCT00360815");
  });

  it("is not by relevance or number unless asked for", async () => {
    const ids = await find(server, {});
    expect(ids).not.toEqual(ids.toSorted());
    expect(await find(server, {})).toEqual(ids);
  });
});
