import { join } from "node:path";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import { startBundledSources } from "../../src/bundled/index.js";
import { everyField } from "../support/every-field.js";
import type { Behaviour } from "../support/misbehaving.js";
import { expectPlainWords, type Rig, SOON_OLD, startRig } from "../support/rig.js";
import { expectRecovery, forgetAttempts, seeRecords } from "../support/three-sources.js";

// Many gateways start beside one another; where the machine is busy with other things, that takes its time.
jest.setTimeout(60_000);

const bundled = await startBundledSources({ fixtures: join(import.meta.dirname, "../../fixtures") });
afterAll(() => bundled.close());

async function withRig(test: (rig: Rig) => Promise<void>): Promise<void> {
  const rig = await startRig(bundled, SOON_OLD);
  try {
    await test(rig);
  } finally {
    await rig.close();
  }
}

const WHOLE_TRIAL = `{ clinicalTrial(nctId: "NCT00000542") ${everyField("ClinicalTrial")} }`;
const WHOLE_ARTICLE = `{ journalArticle(pmid: "11832527") ${everyField("JournalArticle")} }`;

const PMIDS = ["11832527", "12057549", "12421889", "12479763"];
const NCT_IDS = ["NCT00000542", "NCT00004992", "NCT00021528", "NCT00047385"];
const LISTS =
  "query ($pmids: [ID!]!, $nctIds: [ID!]!) { journalArticles(pmids: $pmids) { pmid } clinicalTrials(nctIds: $nctIds) { nctId } }";

const askLists = (rig: Rig, pmids = PMIDS, nctIds = NCT_IDS) => rig.ask(LISTS, { pmids, nctIds });

/** Rewrites the records of a batch, given as texts. */
const rewriting =
  (change: (records: string[]) => string[]): Behaviour =>
  async ({ path, real, response }) => {
    const { status, headers, body } = await real();
    const text = body.toString();
    if (path.includes("efetch")) {
      const [head = "", ...rest] = text.split(/(?=<PubmedArticle>)/);
      const [last = "", end = ""] = (rest.pop() ?? "").split(/(?=<\/PubmedArticleSet>)/);
      response.writeHead(status, headers).end(head + change([...rest, last]).join("") + end);
      return;
    }
    const page = JSON.parse(text) as { studies?: unknown[] };
    if (!page.studies) return void response.writeHead(status, headers).end(body);
    const studies = change(page.studies.map((study) => JSON.stringify(study)));
    response.writeHead(200, { "content-type": "application/json" }).end(`{"studies":[${studies.join(",")}]}`);
  };

describe("Records that do not exist (row 13)", () => {
  it("are null, and their neighbours keep their places", async () =>
    withRig(async (rig) => {
      const { json } = await askLists(
        rig,
        ["11832527", "99999999", "12057549"],
        ["NCT00000542", "NCT99999999", "NCT00004992"],
      );
      const page = await rig.ask(
        '{ encyclopediaArticle(articleId: "article/999999") { title } healthTopic(slug: "nosuch") { title } }',
      );

      expect(json).toEqual({
        data: {
          journalArticles: [{ pmid: "11832527" }, null, { pmid: "12057549" }],
          clinicalTrials: [{ nctId: "NCT00000542" }, null, { nctId: "NCT00004992" }],
        },
      });
      expect(page.json).toEqual({ data: { encyclopediaArticle: null, healthTopic: null } });
    }));

  it("do not count as failures of their source", async () =>
    withRig(async (rig) => {
      for (let number = 0; number < 12; number++)
        await rig.ask(`{ encyclopediaArticle(articleId: "article/99990${number % 10}") { title } }`);

      const { json } = await rig.ask(
        '{ encyclopediaArticle(articleId: "article/000080") { title } sources { name status breaker } }',
      );

      expect(json.errors).toBeUndefined();
      expect(json.data?.encyclopediaArticle).toEqual({ title: expect.any(String) });
      expect(json.data?.sources).toContainEqual({ name: "encyclopedia", status: "OK", breaker: "CLOSED" });
    }));
});

describe("A batch whose answer does not fit the question (row 25)", () => {
  const whole = {
    journalArticles: PMIDS.map((pmid) => ({ pmid })),
    clinicalTrials: NCT_IDS.map((nctId) => ({ nctId })),
  };

  it.concurrent.each<[string, (records: string[]) => string[]]>([
    ["in another order", (records) => records.toReversed()],
    ["twice over", (records) => [...records, ...records]],
  ])("gives each field its own record when they come %s", (_, change) =>
    withRig(async (rig) => {
      rig.fronts.pubmed.behave = rewriting(change);
      rig.fronts.clinicaltrials.behave = rewriting(change);

      expect((await askLists(rig)).json).toEqual({ data: whole });
    }),
  );

  it.concurrent("gives null for the records that are left out", () =>
    withRig(async (rig) => {
      rig.fronts.pubmed.behave = rewriting((records) => records.slice(1));
      rig.fronts.clinicaltrials.behave = rewriting((records) => records.slice(1));

      const { json } = await askLists(rig);

      const missing = (list: unknown): number => (list as unknown[]).filter((item) => item === null).length;
      expect(missing(json.data?.journalArticles)).toBe(1);
      expect(missing(json.data?.clinicalTrials)).toBe(1);
      const shown = json.data?.journalArticles as ({ pmid: string } | null)[];
      expect(shown).toEqual(PMIDS.map((pmid) => (shown.some((item) => item?.pmid === pmid) ? { pmid } : null)));
    }));

  it.concurrent("never shows another record in the place of the one that was asked for", () =>
    withRig(async (rig) => {
      const foreign =
        (from: string[], to: string): Behaviour =>
        async (exchange) => {
          const body = from.reduce((text, id) => text.replaceAll(id, to), (await exchange.real()).body.toString());
          exchange.response
            .writeHead(200, { "content-type": exchange.path.includes("efetch") ? "text/xml" : "application/json" })
            .end(body);
        };
      rig.fronts.pubmed.behave = foreign(["11832527"], "77777777");
      rig.fronts.clinicaltrials.behave = foreign(["NCT00000542"], "NCT07777777");
      rig.fronts.medlineplus.behave = async ({ path, pass, real, response }) => {
        if (!path.includes("/ency/")) return pass();
        const { headers, body } = await real();
        response.writeHead(200, headers).end(body.toString().replaceAll("000080", "000141"));
      };

      const reply = await rig.ask(
        '{ journalArticle(pmid: "11832527") { pmid } clinicalTrial(nctId: "NCT00000542") { nctId } encyclopediaArticle(articleId: "article/000080") { articleId title summary { text } } }',
      );

      expect(reply.json.data?.journalArticle).toBeNull();
      expect(reply.json.data?.clinicalTrial).toBeNull();
      expect(reply.json.data?.encyclopediaArticle).toBeNull();
      expectPlainWords(reply);
    }));
});

describe("A source whose format has changed (row 22)", () => {
  const drift =
    (change: (value: unknown, key: string) => unknown): Behaviour =>
    async ({ path, real, response, pass }) => {
      if (!path.includes("/studies")) return pass();
      const page = JSON.parse((await real()).body.toString()) as { studies: object[] };
      const studies = page.studies.map((study) =>
        JSON.parse(JSON.stringify(study), (key, value) => (key === "nctId" ? value : change(value, key))),
      );
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ...page, studies }));
    };

  it.concurrent.each<[string, Behaviour]>([
    ["every text is null", drift((value) => (typeof value === "string" ? null : value))],
    ["every text is an object", drift((value) => (typeof value === "string" ? { en: value } : value))],
    ["every list is one object", drift((value, key) => (Array.isArray(value) && key !== "studies" ? value[0] : value))],
    [
      "every number is a text",
      drift((value) => (typeof value === "number" || typeof value === "boolean" ? String(value) : value)),
    ],
    ["every text is a number", drift((value) => (typeof value === "string" ? 7 : value))],
    [
      "every list holds null, numbers and lists",
      drift((value) => (Array.isArray(value) ? [null, 7, [], ...value] : value)),
    ],
  ])("shows trials without what cannot be read when %s", (_, behave) =>
    withRig(async (rig) => {
      rig.fronts.clinicaltrials.behave = behave;

      const reply = await rig.ask(WHOLE_TRIAL);

      expectPlainWords(reply);
      expect(reply.status).toBe(200);
      for (const error of reply.json.errors ?? [])
        expect(error.extensions).toMatchObject({ code: "UPSTREAM_BAD_RESPONSE", source: "clinicaltrials" });
    }),
  );

  it.concurrent.each<[string, string]>([
    ["JournalIssue", "Renamed"],
    ["AuthorList", "Names"],
    ["PubDate", "When"],
    ["ArticleTitle", "Title2"],
    ["MeshHeading", "Thing"],
    ["PubmedData", "More"],
  ])("shows an article without %s", (element, name) =>
    withRig(async (rig) => {
      rig.fronts.pubmed.behave = async ({ real, response }) => {
        const { headers, body } = await real();
        response
          .writeHead(200, headers)
          .end(body.toString().replaceAll(`<${element}`, `<${name}`).replaceAll(`</${element}`, `</${name}`));
      };

      const reply = await rig.ask(WHOLE_ARTICLE);

      expectPlainWords(reply);
      expect(reply.json.errors).toBeUndefined();
      expect(reply.json.data?.journalArticle).toMatchObject({ pmid: "11832527" });
    }),
  );

  it("drops one record that cannot be read and keeps the others", async () =>
    withRig(async (rig) => {
      const broken = (text: string): string => text.replace(/<Article /, "<Gone ").replace(/<\/Article>/, "</Gone>");
      rig.fronts.pubmed.behave = rewriting((records) =>
        records.map((text) => (text.includes(">12057549<") ? broken(text) : text)),
      );

      const { json } = await askLists(rig);

      expect(json.data?.journalArticles).toEqual([
        { pmid: "11832527" },
        null,
        { pmid: "12421889" },
        { pmid: "12479763" },
      ]);
      expect(json.errors).toMatchObject([
        { path: ["journalArticles", 1], extensions: { code: "UPSTREAM_BAD_RESPONSE", source: "pubmed" } },
      ]);
    }));
});

describe("Half an answer (rows 7 and 8)", () => {
  it("is not remembered", async () =>
    withRig(async (rig) => {
      await seeRecords(rig);
      rig.fronts.pubmed.behave = async ({ real, response }) => {
        const { headers, body } = await real();
        response.writeHead(200, headers).end(body.subarray(0, body.length - 200));
      };
      await rig.ask('{ journalArticle(pmid: "12421889") { pmid } }');
      forgetAttempts(rig);

      await expectRecovery(rig);

      expect((await rig.ask('{ journalArticle(pmid: "12421889") { pmid title { text } } }')).json).toMatchObject({
        data: { journalArticle: { pmid: "12421889", title: { text: expect.any(String) } } },
      });
    }));
});
