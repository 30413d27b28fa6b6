import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type GraphQLSchema, graphql } from "graphql";
import { buildSchema } from "type-graphql";
import { encodeCursor } from "../../../src/content/index.js";
import { createPubmed, type Pubmed, pubmedResolvers } from "../../../src/sources/pubmed/index.js";
import { aCall, articleSet, articleXml, FakeEutilities, searchJson, testPlatform } from "./fake-eutilities.js";

const eutilities = new FakeEutilities();
let baseUrl = "";
let schema: GraphQLSchema;
let pubmed: Pubmed;

beforeAll(async () => {
  baseUrl = await eutilities.start();
  schema = await buildSchema({ resolvers: [...pubmedResolvers], validate: false });
});
afterAll(() => eutilities.stop());

beforeEach(() => {
  pubmed = createPubmed(testPlatform(), {
    baseUrl,
    apiKey: "secret",
    contactEmail: "me@example.org",
    toolName: "test",
  });
  eutilities.asked.length = 0;
  eutilities.answer = ({ tool, form }) =>
    tool === "esearch"
      ? searchJson(numbers(900, 1 + Number(form.get("retstart")), Number(form.get("retmax"))), 900)
      : articleSetFor(form.get("id") ?? "");
});

const numbers = (total: number, from: number, count: number): string[] =>
  Array.from({ length: Math.max(0, Math.min(count, total - from + 1)) }, (_, index) => String(from + index));

const articleSetFor = (ids: string) => ({
  body: articleSet(
    ids
      .split(",")
      .filter((id) => id !== "404")
      .map((pmid) => articleXml({ pmid, citation: MESH }))
      .join(""),
  ),
});

const MESH =
  '<MeshHeadingList><MeshHeading><DescriptorName UI="D006801" MajorTopicYN="N">Humans</DescriptorName></MeshHeading>' +
  '<MeshHeading><DescriptorName UI="D001249" MajorTopicYN="Y">Asthma</DescriptorName></MeshHeading></MeshHeadingList>';

async function ask(source: string, variableValues: Record<string, unknown> = {}) {
  const result = await graphql({ schema, source, variableValues, contextValue: { call: aCall(), pubmed } });
  return JSON.parse(JSON.stringify(result)) as {
    data: { searchJournalArticles: Found } & Record<string, unknown>;
    errors?: { message: string; extensions: object }[];
  };
}

interface Found {
  nodes: { pmid: string }[];
  pageInfo: { startCursor: string; endCursor: string };
}

describe("journalArticle", () => {
  it("answers with the record and where it came from", async () => {
    const { data, errors } = await ask(
      `{ journalArticle(pmid: "7") { id pmid url title { text } journal { title } publishedOn provenance { source freshness url } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      journalArticle: {
        id: "JournalArticle:7",
        pmid: "7",
        url: "https://pubmed.ncbi.nlm.nih.gov/7/",
        title: { text: "A made-up study." },
        journal: { title: "Journal of examples" },
        publishedOn: "2020",
        provenance: { source: "pubmed", freshness: "FRESH", url: "https://pubmed.ncbi.nlm.nih.gov/7/" },
      },
    });
  });

  it("is null for a PMID that PubMed does not have", async () => {
    expect(await ask(`{ journalArticle(pmid: "404") { pmid } }`)).toEqual({ data: { journalArticle: null } });
  });

  it.each(["abc", "0", "0123", "1234567890", "1,2", "", "1 OR 2"])("refuses %j without asking PubMed", async (pmid) => {
    const { data, errors } = await ask("query ($pmid: ID!) { journalArticle(pmid: $pmid) { pmid } }", { pmid });

    expect(data).toEqual({ journalArticle: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "pmid" });
    expect(eutilities.asked).toEqual([]);
  });

  it("lists many in the asked order with gaps as null, by one efetch", async () => {
    const { data } = await ask(`{ journalArticles(pmids: ["9", "404", "3"]) { pmid } }`);

    expect(data).toEqual({ journalArticles: [{ pmid: "9" }, null, { pmid: "3" }] });
    expect(eutilities.tools()).toEqual(["efetch"]);
  });
});

describe("searchJournalArticles", () => {
  it("asks one search and one efetch for a page, and says how PubMed read it", async () => {
    const { data, errors } = await ask(
      `{ searchJournalArticles(query: "asthma", first: 2) { totalCount totalCountIsExact reachableCount via
           nodes { pmid title { text } } edges { cursor node { pmid } } pageInfo { hasNextPage hasPreviousPage } query { term translation droppedPhrases freshness retrievedAt } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.searchJournalArticles).toMatchObject({
      totalCount: 900,
      totalCountIsExact: true,
      reachableCount: 900,
      via: null,
      nodes: [{ pmid: "1", title: { text: "A made-up study." } }, { pmid: "2" }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
      query: {
        term: "asthma",
        translation: "x",
        droppedPhrases: [],
        freshness: "FRESH",
        retrievedAt: expect.stringMatching(/^20.*Z$/),
      },
    });
    expect(eutilities.tools()).toEqual(["esearch", "efetch"]);
  });

  it("fetches no record when only ids, addresses and cursors are asked", async () => {
    await ask(
      `{ searchJournalArticles(query: "asthma") { nodes { ...F } edges { cursor node { id __typename } } } } fragment F on JournalArticle { pmid url }`,
    );

    expect(eutilities.tools()).toEqual(["esearch"]);
  });

  it("goes on behind a cursor, across the blocks in which ids are asked for", async () => {
    const page = (after: string | null) =>
      ask(
        'query ($after: String) { searchJournalArticles(query: "x", first: 90, after: $after) { nodes { pmid } pageInfo { endCursor } } }',
        { after },
      );
    const seen: string[] = [];
    let after: string | null = null;
    for (let turn = 0; turn < 5; turn++) {
      const { data } = await page(after);
      seen.push(...data.searchJournalArticles.nodes.map((node) => node.pmid));
      after = data.searchJournalArticles.pageInfo.endCursor;
    }

    expect(seen).toEqual(numbers(450, 1, 450));
    expect(eutilities.asked.map(({ form }) => form.get("retstart"))).toEqual(["0", "200", "400"]);
  });

  it("goes backwards from a cursor, down to the start", async () => {
    const page = async (args: string) =>
      (
        await ask(
          `{ searchJournalArticles(query: "x", ${args}) { nodes { pmid } pageInfo { startCursor endCursor hasPreviousPage hasNextPage } } }`,
        )
      ).data.searchJournalArticles;
    const { pageInfo } = await page("first: 5");

    const back = await page(`last: 3, before: "${pageInfo.endCursor}"`);
    const start = await page(`last: 3, before: "${back.pageInfo.startCursor}"`);

    expect(back.nodes.map(({ pmid }) => pmid)).toEqual(["2", "3", "4"]);
    expect(start.nodes.map(({ pmid }) => pmid)).toEqual(["1"]);
    expect([back.pageInfo, start.pageInfo]).toMatchObject([
      { hasPreviousPage: true, hasNextPage: true },
      { hasPreviousPage: false, hasNextPage: true },
    ]);
  });

  it("tells the 9,999 that PubMed lists beside the true number", async () => {
    eutilities.answer = () =>
      searchJson(["1"], 40_362, { errorlist: { phrasesnotfound: ["qqzz"], fieldsnotfound: [] } });

    const { data } = await ask(
      `{ searchJournalArticles(query: "x qqzz") { totalCount reachableCount query { droppedPhrases } } }`,
    );

    expect(data).toEqual({
      searchJournalArticles: { totalCount: 40_362, reachableCount: 9_999, query: { droppedPhrases: ["qqzz"] } },
    });
  });

  it.each([
    [`query: ""`, "query"],
    [`query: " [] (AND) \\u200b"`, "query"],
    [``, "query"],
    [`query: "a", advanced: "b"`, "advanced"],
    [`advanced: "(a"`, "advanced"],
    [`query: "a", first: 0`, "first"],
    [`query: "a", first: 101`, "first"],
    [`query: "a", after: "nonsense"`, "after"],
    [`query: "a", last: 2`, "last"],
    [`query: "a", before: "x"`, "before"],
    [`query: "a", first: 1, last: 2, before: "x"`, "last"],
    [`query: "a", last: 2, before: "x"`, "before"],
    [`query: "a", filter: { publishedFrom: "2020", publishedTo: "2019-12" }`, "filter.publishedTo"],
    [`query: "a", filter: { publishedFrom: "2020-SPRING" }`, "filter.publishedFrom"],
    [`query: "a", filter: { journals: ["()"] }`, "filter.journals"],
  ])("refuses (%s) by naming %s, without asking PubMed", async (argument, named) => {
    const { errors } = await ask(`{ searchJournalArticles${argument && `(${argument})`} { totalCount } }`);

    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: named });
    expect(eutilities.asked).toEqual([]);
  });

  it("says at the end of what PubMed lists how to get at the rest", async () => {
    const after = encodeCursor(["articles", "a", "RELEVANCE"], "9998");

    const { errors } = await ask(
      'query ($after: String) { searchJournalArticles(query: "a", after: $after) { totalCount } }',
      { after },
    );

    expect(errors?.[0]?.message).toMatch(/first 9999 articles.*publishedFrom/);
    expect(eutilities.asked).toEqual([]);
  });

  it("refuses the cursor of another search", async () => {
    const { data } = await ask(`{ searchJournalArticles(query: "a", first: 1) { pageInfo { endCursor } } }`);
    const after = data.searchJournalArticles.pageInfo.endCursor;

    const { errors } = await ask(
      'query ($after: String) { searchJournalArticles(query: "b", after: $after) { totalCount } }',
      { after },
    );

    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "after" });
  });

  it("counts a timeline year by year, and remembers the counts", async () => {
    eutilities.answer = ({ form }) =>
      form.get("retmax") === "0"
        ? searchJson([], Number(/(\d{4}):/.exec(form.get("term") ?? "")?.[1]))
        : searchJson(["1"]);
    const question = `{ searchJournalArticles(query: "asthma") { timeline(by: YEAR, from: 2018, to: 2020) { period count } } }`;

    const { data } = await ask(question);
    await ask(question);

    expect(data).toEqual({
      searchJournalArticles: {
        timeline: [
          { period: "2018", count: 2018 },
          { period: "2019", count: 2019 },
          { period: "2020", count: 2020 },
        ],
      },
    });
    expect(eutilities.asked).toHaveLength(4);
    expect(eutilities.asked[1]?.form.get("term")).toBe("(asthma) AND 2018:2018[dp]");
  });

  it("refuses a timeline of more than 30 years", async () => {
    const { errors } = await ask(`{ searchJournalArticles(query: "a") { timeline(from: 1900, to: 2020) { count } } }`);

    expect(errors?.[0]?.message).toContain("at most 30");
  });

  it("counts subjects in a sample, and says that it is one", async () => {
    const { data } = await ask(
      `{ searchJournalArticles(query: "a") { topMeshHeadings(first: 1, majorOnly: true) { sampleSize isEstimate headings { count share descriptor { id name } } } } }`,
    );

    expect(data).toEqual({
      searchJournalArticles: {
        topMeshHeadings: {
          sampleSize: 200,
          isEstimate: true,
          headings: [{ count: 200, share: 1, descriptor: { id: "D001249", name: "Asthma" } }],
        },
      },
    });
    expect(eutilities.tools()).toEqual(["esearch", "efetch"]);
  });
});
