import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { composeServices } from "@theguild/federation-composition";
import { parse } from "graphql";
import { type Asking, startAsking } from "../support/ask.js";

let galen: Asking;

beforeAll(async () => {
  galen = await startAsking();
});

afterAll(async () => {
  await galen.close();
});

const REVIEWS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])
  type Query { reviews: [Review!]! }
  type Review { id: ID! text: String! article: JournalArticle }
  type JournalArticle @key(fields: "pmid") { pmid: ID! reviews: [Review!]! }
`;

const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename
  ... on HealthTopic { title } ... on JournalArticle { pmid } ... on ClinicalTrial { nctId } ... on EncyclopediaArticle { articleId } } }`;

describe("the gateway as a subgraph", () => {
  it("composes with a second subgraph that adds fields to journal articles", async () => {
    const { data } = await galen.ask("{ _service { sdl } }");
    const { sdl } = (data as unknown as { _service: { sdl: string } })._service;

    const composed = composeServices([
      { name: "galen", typeDefs: parse(sdl), url: "http://127.0.0.1:4000/graphql" },
      { name: "reviews", typeDefs: parse(REVIEWS), url: "http://127.0.0.1:4001/graphql" },
    ]);

    expect(composed.errors).toBeUndefined();
    expect(composed.supergraphSdl).toContain("reviews: [Review!]! @join__field(graph: REVIEWS)");
    expect(sdl).not.toContain("_entities");
  });

  it("finds records of each type by their keys, in order, and answers for each alone", async () => {
    const representations = [
      { __typename: "ClinicalTrial", nctId: "NCT99999999" },
      { __typename: "HealthTopic", id: "HealthTopic:245" },
      { __typename: "EncyclopediaArticle", id: "EncyclopediaArticle:article/001488" },
      { __typename: "JournalArticle", pmid: "not a number" },
    ];

    const { data, errors } = await galen.ask(ENTITIES, { representations });

    expect(data?._entities).toEqual([
      null,
      { __typename: "HealthTopic", title: "Miscarriage" },
      { __typename: "EncyclopediaArticle", articleId: "article/001488" },
      null,
    ]);
    expect(errors).toMatchObject([{ path: ["_entities", 3], extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("fetches all records of a type together", async () => {
    const pmids = ["1", "2", "3", "4", "5"];
    const representations = pmids.map((pmid) => ({ __typename: "JournalArticle", pmid }));

    const { calls } = await galen.ask(ENTITIES, { representations });

    expect(calls).toEqual(["POST /entrez/eutils/efetch.fcgi"]);
  });
});
