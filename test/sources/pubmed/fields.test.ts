import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type GraphQLSchema, graphql, isEnumType, isInputObjectType, isObjectType } from "graphql";
import { buildSchema } from "type-graphql";
import { createPubmed, type Pubmed, pubmedResolvers } from "../../../src/sources/pubmed/index.js";
import { type Answer, aCall, articleSet, articleXml, FakeEutilities, testPlatform } from "./fake-eutilities.js";

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
  pubmed = createPubmed(testPlatform(), { baseUrl, apiKey: "key", contactEmail: null, toolName: "test" });
  eutilities.asked.length = 0;
});
afterEach(() => pubmed.close());

async function ask(source: string) {
  const result = await graphql({ schema, source, contextValue: { call: aCall(), pubmed } });
  return JSON.parse(JSON.stringify(result)) as { data: Record<string, unknown>; errors?: { extensions: object }[] };
}

const json = (body: object, status = 200): Answer => ({ status, type: "application/json", body: JSON.stringify(body) });

describe("an article's fields", () => {
  const reference = (number: number) => `<Reference><Citation>Cited ${number}</Citation></Reference>`;
  const references = Array.from({ length: 130 }, (_, index) => reference(index + 1)).join("");

  beforeEach(() => {
    const data = `<ArticleIdList><ArticleId IdType="doi">10.1/x</ArticleId></ArticleIdList><ReferenceList>${references}</ReferenceList>`;
    const article =
      "<ArticleTitle>A made-up study.</ArticleTitle><Abstract><AbstractText>x</AbstractText><CopyrightInformation>© Someone</CopyrightInformation></Abstract>" +
      "<AuthorList><Author><LastName>Doe</LastName><Initials>JA</Initials></Author></AuthorList>";
    eutilities.answer = () => ({ body: articleSet(articleXml({ pmid: "1", article, data })) });
  });

  it("show references page by page, with their number", async () => {
    type References = {
      references: { nodes: { citation: string }[]; totalCount: number; pageInfo: { endCursor: string } };
    };
    const page = async (args: string): Promise<References["references"]> =>
      (
        (
          await ask(
            `{ journalArticle(pmid: "1") { references(${args}) { totalCount nodes { citation } pageInfo { hasNextPage endCursor } } } }`,
          )
        ).data.journalArticle as References
      ).references;

    const first = await page("first: 100");
    const second = await page(`first: 100, after: "${first.pageInfo.endCursor}"`);

    expect([first.totalCount, first.nodes.length, second.nodes.length]).toEqual([130, 100, 30]);
    expect(second.nodes[0]?.citation).toBe("Cited 101");
    expect(second.pageInfo).toMatchObject({ hasNextPage: false });
  });

  it("write a reference to it in the style that is asked for", async () => {
    const { data } = await ask(
      `{ journalArticle(pmid: "1") { plain: citation ris: citation(style: RIS) csl: citation(style: CSL_JSON) } }`,
    );
    const article = data.journalArticle as Record<string, string>;

    expect(article.plain).toBe("Doe JA. A made-up study. Journal of examples. 2020. doi: 10.1/x.");
    expect(article.ris).toContain("TI  - A made-up study\r\n");
    expect(JSON.parse(article.csl ?? "")).toMatchObject({
      type: "article-journal",
      PMID: "1",
      author: [{ family: "Doe", given: "JA" }],
    });
  });

  it("tell that an abstract with a copyright line may not be shown elsewhere", async () => {
    const { data } = await ask(
      `{ journalArticle(pmid: "1") { abstractCopyright provenance { attribution license { mayRepublish } } } }`,
    );

    expect(data.journalArticle).toEqual({
      abstractCopyright: "© Someone",
      provenance: {
        attribution: expect.stringContaining("National Library of Medicine"),
        license: { mayRepublish: false },
      },
    });
  });
});

describe("articles around an article", () => {
  const links = (name: string, pmids: string[]) =>
    json({
      linksets: [{ dbfrom: "pubmed", ids: ["1"], linksetdbs: [{ dbto: "pubmed", linkname: name, links: pmids }] }],
    });

  it("are the similar ones without itself, and no record is fetched for their ids", async () => {
    eutilities.answer = ({ tool }) =>
      tool === "elink" ? links("pubmed_pubmed", ["1", "2", "3"]) : { body: articleSet(articleXml({ pmid: "1" })) };

    const { data } = await ask(
      `{ journalArticle(pmid: "1") { similarArticles(first: 1) { totalCount nodes { pmid } pageInfo { hasNextPage } } } }`,
    );

    expect(data.journalArticle).toEqual({
      similarArticles: { totalCount: 2, nodes: [{ pmid: "2" }], pageInfo: { hasNextPage: true } },
    });
    expect(eutilities.tools()).toEqual(["efetch", "elink"]);
  });

  it("of many articles cost one question", async () => {
    eutilities.answer = ({ tool, form }) =>
      tool === "elink"
        ? json({
            linksets: form
              .getAll("id")
              .map((id) => ({ ids: [id], linksetdbs: [{ linkname: "pubmed_pubmed_citedin", links: [`${id}0`] }] })),
          })
        : { body: articleSet(["1", "2"].map((pmid) => articleXml({ pmid })).join("")) };

    const { data } = await ask(`{ journalArticles(pmids: ["1", "2"]) { citedBy { nodes { pmid } } } }`);

    expect(data.journalArticles).toEqual([
      { citedBy: { nodes: [{ pmid: "10" }] } },
      { citedBy: { nodes: [{ pmid: "20" }] } },
    ]);
    expect(eutilities.tools()).toEqual(["efetch", "elink"]);
  });

  it("are null with an error when links cannot be had, and the article stays", async () => {
    eutilities.answer = ({ tool }) =>
      tool === "elink"
        ? json({ ERROR: "Couldn't resolve #exLinkSrv2" })
        : { body: articleSet(articleXml({ pmid: "1" })) };

    const { data, errors } = await ask(`{ journalArticle(pmid: "1") { pmid citedBy { totalCount } } }`);

    expect(data.journalArticle).toEqual({ pmid: "1", citedBy: null });
    expect(errors).toHaveLength(1);
  });
});

describe("a search", () => {
  it("suggests a spelling when asked, for people's words only", async () => {
    eutilities.answer = ({ tool }) =>
      tool === "espell"
        ? { body: "<eSpellResult><CorrectedQuery>asthma</CorrectedQuery><ERROR/></eSpellResult>" }
        : json({ esearchresult: { count: "0", idlist: [] } });

    const typed = await ask(`{ searchJournalArticles(query: "astma") { query { spellingSuggestion } } }`);
    const advanced = await ask(`{ searchJournalArticles(advanced: "astma[ti]") { query { spellingSuggestion } } }`);

    expect(typed.data).toEqual({ searchJournalArticles: { query: { spellingSuggestion: "asthma" } } });
    expect(advanced.data).toEqual({ searchJournalArticles: { query: { spellingSuggestion: null } } });
    expect(eutilities.tools()).toEqual(["esearch", "espell", "esearch"]);
  });

  it("in PubMed's syntax is the caller's mistake when PubMed cannot read it, and not when the key is refused", async () => {
    const question = `{ searchJournalArticles(advanced: "a AND") { totalCount } }`;
    eutilities.answer = () => json({ esearchresult: { ERROR: "Search Backend failed: syntax error" } });
    const unreadable = await ask(question);
    eutilities.answer = () => json({ error: "API key invalid" }, 400);
    const refused = await ask(question);

    expect(unreadable.errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "advanced" });
    expect(refused.errors).toHaveLength(1);
    expect(refused.errors?.[0]?.extensions).toBeUndefined();
  });
});

describe("the schema of PubMed", () => {
  it("describes every type, field, argument and value", () => {
    const silent: string[] = [];
    const note = (name: string, { description }: { description?: string | null | undefined }) => {
      if (!description || description.length < 8) silent.push(name);
    };
    for (const type of Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"))) {
      if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value);
      if (!isObjectType(type) && !isInputObjectType(type)) continue;
      if (type.name !== "Query") note(type.name, type);
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field);
        if ("args" in field)
          for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name})`, argument);
      }
    }

    expect(silent).toEqual([]);
  });
});
