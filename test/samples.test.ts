import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readXml, type XmlNode } from "../src/upstream/index.js";
import { type ChildGateway, spawnGateway } from "./support/child-gateway.js";
import { everyField } from "./support/every-field.js";
import type { Loopback } from "./support/loopback.js";
import { articles, hasSamples, sample, serveSamples, studies } from "./support/sample-server.js";
import { ask } from "./support/small-server.js";

let server: Loopback;
let gateway: ChildGateway;
let url: string;

beforeAll(async () => {
  if (!hasSamples) return;
  server = await serveSamples();
  gateway = spawnGateway({
    GALEN_MEDLINEPLUS_URL: server.url,
    GALEN_MEDLINEPLUS_CONNECT_URL: `${server.url}/service`,
    GALEN_PUBMED_URL: `${server.url}/entrez/eutils`,
    GALEN_CLINICALTRIALS_URL: `${server.url}/api/v2`,
    GALEN_ENCYCLOPEDIA_TEXT: "full",
  });
  url = await gateway.url;
});
afterAll(async () => {
  await gateway?.stop();
  await server?.close();
});

const data = async (query: string): Promise<Record<string, unknown>> => {
  const { json } = await ask(url, query);
  expect(json.errors).toBeUndefined();
  return json.data ?? {};
};

/** A text without marks, markup and small or raised figures, so that it can be found however it is shown. */
const bare = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

type Leaf = [path: string, text: string];

function* leavesOfJson(value: unknown, path = ""): Generator<Leaf> {
  if (typeof value !== "object" || value === null) yield [path, String(value)];
  else if (Array.isArray(value)) for (const item of value) yield* leavesOfJson(item, path);
  else for (const [key, item] of Object.entries(value)) yield* leavesOfJson(item, `${path}.${key}`);
}

const INLINE = /^(i|b|u|sub|sup|mml:.*)$/;

function* leavesOfXml(node: XmlNode, path = ""): Generator<Leaf> {
  const below = node.elements();
  const here = `${path}/${node.name}`;
  if (below.every(({ name }) => INLINE.test(name))) yield [here, node.text()];
  else for (const child of below) yield* leavesOfXml(child, here);
}

/** Where a recorded record says something that the answer lacks. */
function lost(leaves: Iterable<Leaf>, answer: object, notInSchema: RegExp): string[] {
  const shown = bare(JSON.stringify(answer));
  const missing = [...leaves].filter(([path, text]) => !notInSchema.test(path) && !shown.includes(bare(text)));
  return missing.map(([path, text]) => `${path}: ${text.slice(0, 40)}`);
}

/** Parts of dates are shown in other words; the rest has no field. */
const NOT_OF_ARTICLES =
  /\/(Year|Month|Day|Hour|Minute)$|\/EndPage$|\/PublicationStatus$|\/GeneralNote$|\/Sections\/|\/AbstractText$|\/History\//;
/** Submission dates, browse trees and guesses about body mass have no field; ids are shown in MeSH's own form. */
const NOT_OF_STUDIES =
  /SubmitDate$|SubmitQcDate$|PostDateStruct\.type$|browse(Leaves|Branches)|modelPredictions|(meshes|ancestors)\.id$|detailedDescription$|eligibilityCriteria$|resultsSection|submissionTracking/i;

const describeSamples = hasSamples ? describe : describe.skip;

describeSamples(
  "Recorded answers, asked for through the built gateway (skipped where ../shared/samples is missing)",
  () => {
    it.each(hasSamples ? [...articles.keys()] : ["none"])("loses nothing of article %s", async (pmid) => {
      const whole = everyField("JournalArticle").replace("references {", "references(first: 100) {");
      const { journalArticle } = await data(`{ journalArticle(pmid: "${pmid}") ${whole} }`);

      expect(journalArticle).toMatchObject({ pmid });
      const record = readXml(articles.get(pmid) ?? "");
      expect(lost(leavesOfXml(record), journalArticle as object, NOT_OF_ARTICLES)).toEqual([]);
    });

    it.each(hasSamples ? [...studies.keys()] : ["none"])("loses nothing of study %s", async (nctId) => {
      const whole = everyField("ClinicalTrial").replace("locations {", "locations(first: 100) {");
      const { clinicalTrial } = await data(`{ clinicalTrial(nctId: "${nctId}") ${whole} }`);

      expect(clinicalTrial).toMatchObject({ nctId });
      const study: unknown = JSON.parse(studies.get(nctId) ?? "");
      expect(lost(leavesOfJson(study), clinicalTrial as object, NOT_OF_STUDIES)).toEqual([]);
    });

    it.each([
      ["3061", "ENGLISH", 49],
      ["3062", "SPANISH", 30],
    ])(
      "serves topic %s of a file of 2012, whose addresses are of the old host, in %s",
      async (topicId, language, links) => {
        const { healthTopic } = await data(
          `{ healthTopic(topicId: "${topicId}", language: ${language}) ${everyField("HealthTopic")} }`,
        );

        expect(healthTopic).toMatchObject({
          topicId,
          language,
          slug: "abdominalpain",
          url: expect.stringContaining("https://medlineplus.gov/"),
        });
        expect((healthTopic as { links: object[] }).links).toHaveLength(links);
        expect(JSON.stringify(healthTopic)).not.toContain("nlm.nih.gov/medlineplus");
      },
    );

    it("joins the old topic's links with the records behind them", async () => {
      const { healthTopic } = await data(
        '{ healthTopic(slug: "abdominalpain") { translation { title language } encyclopediaArticles { title url } clinicalTrials(first: 5) { via totalCount nodes { nctId title } } journalArticles(first: 3) { via totalCount } } }',
      );

      expect(healthTopic).toMatchObject({
        translation: { language: "SPANISH" },
        clinicalTrials: { totalCount: expect.any(Number) },
        journalArticles: { totalCount: 3 },
      });
      expect((healthTopic as { encyclopediaArticles: object[] }).encyclopediaArticles).toHaveLength(13);
    });

    it("serves an encyclopedia page with all its parts", async () => {
      const { encyclopediaArticle } = await data(
        `{ encyclopediaArticle(articleId: "article/003122") ${everyField("EncyclopediaArticle")} }`,
      );

      expect(encyclopediaArticle).toMatchObject({ title: "Abdomen - swollen", reviewedOn: "2024-10-09" });
      const { sections, images, references, alternativeNames } = encyclopediaArticle as Record<string, object[]>;
      for (const part of [sections, images, references, alternativeNames]) expect(part?.length).toBeGreaterThan(1);
      const headings = [
        ...sample("medlineplus/003122_article-element_review-2024-10-09.prose-elided.html").matchAll(
          /id="section-\d+"/g,
        ),
      ];
      expect(sections).toHaveLength(headings.length);
    });

    it("pages through a search of studies", async () => {
      const page = (after: string): string =>
        `{ searchClinicalTrials(condition: "phelan", first: 5${after}) { totalCount pageInfo { hasNextPage endCursor } nodes { nctId title } } }`;
      const first = (await data(page(""))).searchClinicalTrials as {
        pageInfo: { endCursor: string };
        nodes: { nctId: string }[];
      };
      const next = (await data(page(`, after: "${first.pageInfo.endCursor}"`))).searchClinicalTrials as typeof first;

      expect(first).toMatchObject({ totalCount: 21, pageInfo: { hasNextPage: true } });
      expect(first.nodes).toHaveLength(5);
      expect(next.nodes.length).toBeGreaterThan(0);
      expect(new Set([...first.nodes, ...next.nodes].map(({ nctId }) => nctId)).size).toBe(
        first.nodes.length + next.nodes.length,
      );
    });

    it("searches articles, and follows their links", async () => {
      const found = await data(
        '{ searchJournalArticles(query: "anything", first: 3) { totalCount } unknown: searchJournalArticles(advanced: "unknown[tiab]", first: 3) { totalCount } }',
      );

      expect(found).toEqual({ searchJournalArticles: { totalCount: 3 }, unknown: { totalCount: 40_362 } });
    });
  },
);
