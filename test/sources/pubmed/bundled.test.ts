import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLSchema, graphql } from "graphql";
import { buildSchema } from "type-graphql";
import { type BundledSources, startBundledSources } from "../../../src/bundled/index.js";
import { createPubmed, type Pubmed, pubmedResolvers } from "../../../src/sources/pubmed/index.js";
import { aCall, testPlatform } from "./fake-eutilities.js";

const FIXTURES = join(import.meta.dirname, "../../../fixtures");
const FOLDER = join(FIXTURES, "pubmed");
const pmids = existsSync(FOLDER) ? readdirSync(FOLDER).flatMap((name) => /^(\d+)\.xml$/.exec(name)?.[1] ?? []) : [];

interface Articles {
  totalCount: number;
  nodes: { pmid: string; title: { text: string } | null; sortDate: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  query: { term: string; droppedPhrases: string[]; spellingSuggestion: string | null };
}

(pmids.length > 0 ? describe : describe.skip)("the bundled E-utilities", () => {
  let bundled: BundledSources;
  let pubmed: Pubmed;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    bundled = await startBundledSources({ fixtures: FIXTURES });
    pubmed = createPubmed(testPlatform(), {
      baseUrl: bundled.urls.pubmed,
      apiKey: "0".repeat(36),
      contactEmail: null,
      toolName: "test",
    });
    schema = await buildSchema({ resolvers: [...pubmedResolvers], validate: false });
  });
  afterAll(async () => {
    await pubmed.close();
    await bundled.close();
  });

  async function search(args: string): Promise<Articles> {
    const source = `{ searchJournalArticles(${args}) { totalCount nodes { pmid title { text } sortDate }
      pageInfo { hasNextPage endCursor } query { term droppedPhrases spellingSuggestion } } }`;
    const { data, errors } = await graphql({ schema, source, contextValue: { call: aCall(), pubmed } });
    expect(errors).toBeUndefined();
    return (data as unknown as { searchJournalArticles: Articles }).searchJournalArticles;
  }

  it("give back every record that there is, none unreadable", async () => {
    const records = await pubmed.loadMany(pmids, aCall());

    expect(records.map((record) => (record && "pmid" in record ? record.pmid : record))).toEqual(pmids);
  });

  it("list the whole sample page by page, each record once", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const place: string = after === null ? "" : `, after: "${after}"`;
      const page: Articles = await search(`advanced: "1500:3000[dp]", sort: NEWEST, first: 50${place}`);
      expect(page.totalCount).toBe(pmids.length);
      seen.push(...page.nodes.map(({ pmid }) => pmid));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);

    expect(seen.sort()).toEqual([...pmids].sort());
  });

  it("find an article by words of its title, and say what they did not know", async () => {
    const [article] = (await search(`advanced: "1500:3000[dp]", first: 1`)).nodes;
    const found = await search(`query: ${JSON.stringify(`"${article?.title?.text}"`)}`);
    const vague = await search(`query: "zzqqyyxx"`);

    expect(found.nodes.map(({ pmid }) => pmid)).toContain(article?.pmid);
    expect([vague.totalCount, vague.query.droppedPhrases]).toEqual([0, ["zzqqyyxx"]]);
  });

  it("honour the filters: what passes and what does not make the whole", async () => {
    const counts = async (filter: string) =>
      (await search(`advanced: "1500:3000[dp]", filter: { ${filter} }, first: 1`)).totalCount;

    expect((await counts("hasAbstract: true")) + (await counts("hasAbstract: false"))).toBe(pmids.length);
    expect((await counts("freeFullText: true")) + (await counts("freeFullText: false"))).toBe(pmids.length);
    expect((await counts('publishedTo: "2009"')) + (await counts('publishedFrom: "2010"'))).toBe(pmids.length);
  });
});
