import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type ExecutionResult, type GraphQLSchema, graphql, graphqlSync } from "graphql";
import { buildSchemaSync, Query, Resolver } from "type-graphql";
import { Language } from "../../../src/content/index.js";
import {
  createEncyclopedia,
  type Encyclopedia,
  EncyclopediaArticle,
  type EncyclopediaContext,
  type EncyclopediaLink,
  EncyclopediaResolver,
  toEncyclopediaLink,
} from "../../../src/sources/encyclopedia/index.js";
import { createCall, systemClock } from "../../../src/upstream/index.js";
import { type Loopback, listenLoopback } from "../../support/loopback.js";
import { testPlatform } from "../../support/platform.js";
import { page, SPANISH_PAGE } from "./pages.js";

@Resolver()
class TopicLikeResolver {
  @Query(() => EncyclopediaArticle)
  first(): EncyclopediaLink {
    return toEncyclopediaLink("article/009999", Language.ENGLISH, "Linked rash");
  }

  @Query(() => [EncyclopediaArticle])
  linked(): EncyclopediaLink[] {
    return [
      toEncyclopediaLink("article/009999", Language.ENGLISH, "Linked rash", "https://medlineplus.gov/spanish/x"),
      toEncyclopediaLink("article/009998", Language.SPANISH, "Enlace", null),
      toEncyclopediaLink("patientinstructions/000503", Language.ENGLISH, "Out of order"),
    ];
  }
}

describe("questions about encyclopedia articles", () => {
  const schema: GraphQLSchema = buildSchemaSync({
    resolvers: [EncyclopediaResolver, TopicLikeResolver],
    validate: false,
  });
  let server: Loopback;
  let encyclopedia: Encyclopedia;

  beforeEach(async () => {
    server = await listenLoopback((request, response) => {
      const pages: Record<string, [number, string]> = {
        "/ency/article/009999.htm": [200, page()],
        "/spanish/ency/article/009999.htm": [200, SPANISH_PAGE],
        "/ency/patientinstructions/000503.htm": [400, "no"],
      };
      const [status, body] = pages[request.url ?? ""] ?? [404, "<html></html>"];
      response.writeHead(status, { "content-type": "text/html" }).end(body);
    });
    const settings = { baseUrl: server.url, text: "full", license: "adam" } as const;
    encyclopedia = createEncyclopedia(testPlatform(systemClock), settings);
  });

  afterEach(async () => {
    await encyclopedia.close();
    await server.close();
  });

  async function ask(source: string): Promise<ExecutionResult> {
    const contextValue: EncyclopediaContext = { encyclopedia, call: createCall(systemClock, { deadlineMs: 5000 }) };
    return JSON.parse(JSON.stringify(await graphql({ schema, source, contextValue })));
  }

  it("are answered in full for an article, by id", async () => {
    const { data, errors } = await ask(`{ encyclopediaArticle(articleId: "article/009999") {
      id articleId kind language title url translationUrl summary { text html }
      sections { heading kind text { text } } alternativeNames images { title thumbnailUrl pageUrl }
      reviewedOn reviewedBy updatedBy alsoReviewedBy translatedBy references relatedTopicLinks { title url }
      provenance { source url freshness sourceUpdatedOn license { name mayRepublish } } } }`);
    expect(errors).toBeUndefined();
    expect(data?.encyclopediaArticle).toMatchObject({
      id: "EncyclopediaArticle:article/009999",
      kind: "ARTICLE",
      title: "Sample rash",
      summary: { text: "A rash that was made up. It itches." },
      sections: [{ heading: "Causes", kind: "CAUSES" }, { heading: "How to scratch" }],
      reviewedOn: "2024-03-07",
      references: [expect.any(String), expect.any(String)],
      provenance: { source: "encyclopedia", freshness: "FRESH", license: { mayRepublish: false } },
    });
  });

  it("may name the address instead, old forms of it too, and the language wanted", async () => {
    const { data } = await ask(`{
      spanish: encyclopediaArticle(url: "https://medlineplus.gov/spanish/ency/article/009999.htm") { title }
      old: encyclopediaArticle(url: "http://www.nlm.nih.gov/medlineplus/ency/article/009999.htm?x=1#y") { title }
      translated: encyclopediaArticle(articleId: "article/009999", language: SPANISH) { title translationUrl } }`);
    expect(data).toEqual({
      spanish: { title: "Sarpullido de muestra" },
      old: { title: "Sample rash" },
      translated: {
        title: "Sarpullido de muestra",
        translationUrl: "https://medlineplus.gov/ency/article/009999.htm",
      },
    });
  });

  it("give null for an article that does not exist", async () => {
    expect(await ask(`{ encyclopediaArticle(articleId: "article/000000") { title } }`)).toEqual({
      data: { encyclopediaArticle: null },
    });
  });

  it.each([
    [`articleId: "001488"`, "articleId"],
    [`articleId: "article/1488"`, "articleId"],
    [`articleId: "imagepages/001488"`, "articleId"],
    [`articleId: "article/001488/../x"`, "articleId"],
    [`articleId: ""`, "articleId"],
    [`language: SPANISH`, "articleId"],
    [`articleId: "article/009999", url: "https://medlineplus.gov/ency/article/009999.htm"`, "articleId"],
    [`url: "https://example.org/ency/article/009999.htm"`, "url"],
    [`url: "https://medlineplus.gov/rash.html"`, "url"],
    [`url: "/ency/article/009999.htm"`, "url"],
    [`url: "javascript:alert(1)"`, "url"],
  ])("are refused without asking the source: %s", async (given, argument) => {
    const { data, errors } = await ask(`{ encyclopediaArticle(${given}) { title } }`);
    expect(data).toEqual({ encyclopediaArticle: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
    expect(server.seen).toEqual([]);
  });

  it("ask no page for what a link already knows", async () => {
    const { data, errors } = await ask(`{ linked { id articleId kind language title url } }`);
    expect(errors).toBeUndefined();
    expect(data?.linked).toMatchObject([
      { id: "EncyclopediaArticle:article/009999", title: "Linked rash", kind: "ARTICLE", language: "ENGLISH" },
      { id: "EncyclopediaArticle:es/article/009998", url: "https://medlineplus.gov/spanish/ency/article/009998.htm" },
      { id: "EncyclopediaArticle:patientinstructions/000503", kind: "PATIENT_INSTRUCTIONS" },
    ]);
    expect(server.seen).toEqual([]);
  });

  it("lose only the fields of a page that could not be had", async () => {
    const { data, errors } = await ask(`{ linked { title summary { text } reviewedOn } }`);
    expect(data?.linked).toEqual([
      { title: "Linked rash", summary: { text: "A rash that was made up. It itches." }, reviewedOn: "2024-03-07" },
      { title: "Enlace", summary: null, reviewedOn: null },
      { title: "Out of order", summary: null, reviewedOn: null },
    ]);
    expect(errors?.map(({ path }) => path)).toEqual([
      ["linked", 2, "summary"],
      ["linked", 2, "reviewedOn"],
    ]);
    expect(server.seen.toSorted()).toHaveLength(3);
  });

  it("are answered at once, without a turn of the event loop, from memory", async () => {
    const source = "{ first { summary { text } sections { heading } provenance { source } } }";
    await ask(source);
    const contextValue: EncyclopediaContext = { encyclopedia, call: createCall(systemClock, { deadlineMs: 5000 }) };
    expect(graphqlSync({ schema, source, contextValue }).errors).toBeUndefined();
  });

  it("know from a link whether there is a translation, else from the page", async () => {
    const { data } = await ask(`{ linked { translationUrl } }`);
    expect(data?.linked).toEqual([
      { translationUrl: "https://medlineplus.gov/spanish/x" },
      { translationUrl: null },
      { translationUrl: null },
    ]);
    expect(server.seen).toEqual(["GET /ency/patientinstructions/000503.htm"]);
  });
});
