import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { BundledServer } from "../../src/bundled/http.js";
import { ask, serveTrials } from "./clinicaltrials-service.js";

let server: BundledServer;
beforeAll(async () => {
  server = await serveTrials();
});
afterAll(() => server.close());

const table = (params: Record<string, string>) => ask(server, "/studies", { format: "csv", ...params });

describe("format=csv", () => {
  it("has thirty columns, a header on the first page, and the count and token in the headers", async () => {
    const first = await table({ "query.cond": "miscarriage", pageSize: "2", countTotal: "true" });
    const text = await first.text();
    expect(text.split("\r\n")[0]?.split(",")).toHaveLength(30);
    expect(Number(first.headers.get("x-total-count"))).toBeGreaterThan(5);
    const second = await table({
      "query.cond": "miscarriage",
      pageSize: "2",
      pageToken: first.headers.get("x-next-page-token") ?? "",
      fields: "NCT Number",
    });
    expect(await second.text()).toMatch(/^NCT\d{8}\r\nNCT\d{8}\r\n$/);
  });

  it("joins values with pipes and quotes a cell only when needed", async () => {
    const fields = "NCT Number|Study Results|Interventions|Age|Study Design";
    const response = await ask(server, "/studies/NCT02012491", { format: "csv", fields });
    expect(response.headers.get("content-type")).toBe("text/csv");
    expect((await response.text()).split("\r\n").slice(0, 2)).toEqual([
      "NCT Number,Study Results,Interventions,Age,Study Design",
      'NCT02012491,NO,DRUG: Mifepristone|DRUG: Misoprostol,"ADULT, OLDER_ADULT",Allocation: RANDOMIZED|Intervention Model: PARALLEL|Masking: SINGLE|Primary Purpose: TREATMENT',
    ]);
  });

  it("refuses piece names, which are not column titles", async () => {
    const response = await table({ fields: "NCTId" });
    expect(response.status).toBe(400);
    expect(await response.text()).toBe("Parameter 'fields' contains invalid CSV column name: 'NCTId'");
  });
});
