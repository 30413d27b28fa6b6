import { get } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { flatten } from "../../src/server/export/formats.js";
import { readOperations } from "../../src/server/index.js";
import { type Asking, startAsking } from "../support/ask.js";
import { type SmallServer, startSmallServer } from "../support/small-server.js";

let galen: Asking;
let server: SmallServer;

beforeAll(async () => {
  galen = await startAsking();
  const operations = readOperations(join(import.meta.dirname, "../../schema/operations"));
  server = await startSmallServer({ schema: galen.schema, createContext: () => galen.sources, operations });
});

afterAll(async () => {
  await server.close();
  await galen.close();
});

interface Export {
  status: number;
  type: string | undefined;
  lines: string[];
  trailer: string | undefined;
}

function download(query: Record<string, string>): Promise<Export> {
  return new Promise((resolve, reject) => {
    get(`${server.url}/export?${new URLSearchParams(query)}`, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => {
        const trailer = response.trailers["x-galen-export"];
        const { statusCode: status = 0, headers } = response;
        resolve({ status, type: headers["content-type"], lines: text.trimEnd().split(/\r?\n/), trailer });
      });
    }).on("error", reject);
  });
}

describe("an export", () => {
  it("writes a list to its end as NDJSON, page after page, and says that it is complete", async () => {
    const { lines, type, trailer } = await download({ operation: "TopicList", variables: '{"first":20}' });

    const rows = lines.slice(0, -1).map((line) => JSON.parse(line) as { slug: string });
    expect(type).toContain("application/x-ndjson");
    expect(rows.length).toBeGreaterThan(40);
    expect(new Set(rows.map(({ slug }) => slug)).size).toBe(rows.length);
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
      export: { complete: true, rows: rows.length, lost: 0, reason: null },
    });
    expect(trailer).toBe(`complete=true; rows=${rows.length}`);
  });

  it("goes on where an earlier one stopped", async () => {
    const whole = await download({ operation: "TopicList", variables: '{"first":10}' });
    const part = await download({ operation: "TopicList", variables: '{"first":10}', limit: "20" });
    const { export: outcome } = JSON.parse(part.lines.at(-1) ?? "") as {
      export: { complete: boolean; cursor: string };
    };
    const rest = await download({
      operation: "TopicList",
      variables: JSON.stringify({ first: 10, after: outcome.cursor }),
    });

    expect(outcome.complete).toBe(false);
    expect([...part.lines.slice(0, -1), ...rest.lines.slice(0, -1)]).toEqual(whole.lines.slice(0, -1));
  });

  it("writes trials as CSV with one column for each field", async () => {
    const { lines, type } = await download({
      operation: "FindTrials",
      variables: '{"condition":"asthma","first":2}',
      format: "csv",
    });

    expect(type).toContain("text/csv");
    expect(lines[0]).toBe("nctId,title,overallStatus,phases,url");
    expect(lines[1]).toMatch(/^NCT\d{8},/);
    expect(lines.at(-1)).toMatch(/^# complete=true rows=\d+ lost=0 cursor=/);
  });

  it.each([
    [{ operation: "Nothing" }, "operation"],
    [{ operation: "TopicList", variables: "[1]" }, "variables"],
    [{ operation: "TopicList", variables: "{" }, "variables"],
    [{ operation: "TopicList", format: "xlsx" }, "format"],
    [{ operation: "TopicList", limit: "0" }, "limit"],
    [{ operation: "TopicCard" }, "cannot be exported"],
  ])("refuses %j in words", async (query, word) => {
    const { status, lines } = await download(query as Record<string, string>);

    expect(status).toBe(400);
    expect(JSON.parse(lines.join(""))).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    expect(lines.join("")).toContain(word);
  });

  it("says why it stopped when the source is down", async () => {
    galen.bundled.clinicaltrials.controls.down = true;
    const { lines } = await download({ operation: "FindTrials", variables: '{"condition":"measles"}' });
    galen.bundled.clinicaltrials.controls.down = false;

    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
      export: { complete: false, reason: "UPSTREAM_UNAVAILABLE from clinicaltrials" },
    });
  }, 40_000);
});

describe("a row", () => {
  it("becomes columns: members with dots, plain lists joined, formulas made harmless", () => {
    expect(flatten({ a: { b: 1, c: null }, d: ["x", "y"], e: [{ f: 1 }] })).toEqual({
      "a.b": "1",
      "a.c": "",
      d: "x; y",
      e: '[{"f":1}]',
    });
  });
});
