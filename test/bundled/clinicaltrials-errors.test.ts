import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { BundledServer } from "../../src/bundled/http.js";
import { ask, serveTrials } from "./clinicaltrials-service.js";

let server: BundledServer;
beforeAll(async () => {
  server = await serveTrials();
});
afterAll(() => server.close());

const PHASES = "`NA`, `EARLY_PHASE1`, `PHASE1`, `PHASE2`, `PHASE3`, `PHASE4`";

describe("refusals are plain text", () => {
  it.each([
    ["/studies", { "query.recrs": "a" }, "`query.recrs` is unknown parameter"],
    ["/studies", { max_rnk: "5" }, "`max_rnk` is unknown parameter"],
    ["/studies/NCT02012491", { "query.cond": "x" }, "Invalid prefix in parameter name: query.cond"],
    ["/stats/size", { "query.cond": "x" }, "Invalid prefix in parameter name: query.cond"],
    ["/studies", { "filter.overallStatus": "OPEN" }, "Invalid value in parameter `overallStatus`: `OPEN`"],
    ["/studies", { "filter.ids": "NCT02012491,NCT0" }, "Item 2 in parameter `filter.ids` has incorrect format"],
    ["/studies/NCT000", {}, "Parameter `nctId` has incorrect format"],
    ["/studies", { sort: "StartDate:down" }, "Item 1 in parameter `sort` has incorrect format"],
    ["/studies", { sort: "BriefTitle" }, "Unsupported sort field type: text"],
    ["/studies", { fields: "NCTId,StudyDesign" }, "Parameter 'fields' contains invalid field name: 'StudyDesign'"],
    ["/studies", { fields: "nctid" }, "Parameter 'fields' contains invalid field name: 'nctid'"],
    [
      "/studies",
      { "filter.advanced": "AREA[Foo]x" },
      "Error parsing query in advanced filter: Unknown area name: `Foo`",
    ],
    [
      "/studies",
      { "filter.advanced": "AREA[Phase]PHASE9" },
      `Error parsing query in advanced filter: Allowed values for enum field \`protocolSection.designModule.phases\` are ${PHASES}`,
    ],
    [
      "/studies",
      { "query.cond": "(a" },
      "Error parsing query in Conditions or disease: no viable alternative at input 'a'\nmissing ')' at '<EOF>'",
    ],
    [
      "/studies",
      { "query.cond": "a)" },
      "Error parsing query in Conditions or disease: mismatched input ')' expecting '<EOF>'",
    ],
    [
      "/studies",
      { "query.intr": "(a AND" },
      "Error parsing query in Intervention / treatment: inner bool query clause cannot be null",
    ],
    ["/studies", { "query.term": "COVERAGE[FullMatc]a" }, "Invalid coverage: FullMatc"],
    ["/studies", { "query.term": "word ".repeat(2_000) }, "Too complicated query"],
    ["/studies", { "query.term": "(".repeat(500) }, "Too complicated query"],
    ["/studies", { "filter.geo": "distance(1, 2,3mi)" }, "Parameter `filter.geo` has incorrect format"],
    ["/studies", { pageSize: "-1" }, "Parameter `pageSize` has incorrect format"],
    ["/studies", { countTotal: "yes" }, "Invalid value in parameter `countTotal`: `yes`"],
  ] as [string, Record<string, string>, string][])("%s %j", async (path, params, text) => {
    const response = await ask(server, path, params);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(await response.text()).toBe(text);
  });

  it("quotes what it read of an expression with a bracket", async () => {
    const text = async (term: string) => (await ask(server, "/studies", { "query.term": term })).text();
    expect(await text("[177Lu] PSMA")).toMatch(
      /^Error parsing query in Other terms: extraneous input '\[' expecting \{/,
    );
    expect(await text("heart [x]")).toMatch(
      /^Error .*: no viable alternative at input 'heart \['\nmismatched input '\['/,
    );
  });

  it.each([
    ["/studies/NCT99999999", "NCT number NCT99999999 not found"],
    ["/studies/nct7", "NCT number NCT00000007 not found"],
    ["/stats/field/values?fields=Nope", "Unknown piece name of field path: Nope"],
    ["/stats/field/sizes?fields=Nope", "Unknown piece name of field path: Nope"],
  ])("%s is not found", async (path, text) => {
    const response = await fetch(server.url + path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe(text);
  });

  it("answers hostile text with a refusal or a page, never with a fault of its own", async () => {
    const hostile = [
      '"',
      "\\",
      "AREA[",
      "AREA[]",
      "RANGE[1,2]",
      "a AND",
      "NOT",
      "()",
      "\u202e\u200b",
      "\ud800",
      "MISSING",
      "[mh]",
    ];
    for (const text of hostile) {
      for (const name of ["query.cond", "filter.advanced"]) {
        const { status } = await ask(server, "/studies", { [name]: text, fields: "NCTId" });
        expect([200, 400]).toContain(status);
      }
    }
  });
});
