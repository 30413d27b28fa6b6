import { describe, expect, it } from "@jest/globals";
import {
  GraphQLError,
  getIntrospectionQuery,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isObjectType,
  parse,
} from "graphql";
import { isList, listOf } from "../../../src/server/cost/plan.js";
import type { FieldPrice, Price } from "../../../src/server/cost/price.js";
import { createPricer } from "../../../src/server/cost/pricer.js";
import { LIST_SIZES, RECORDS, SIZED_FIELDS, SLICING_ARGUMENTS } from "../../../src/server/cost/prices.js";
import { createSchema, readOperations } from "../../../src/server/index.js";

const schema = await createSchema();
const pricer = createPricer(schema, { cost: 5_000, upstreamCalls: 100 });
const ANY = createPricer(schema, { cost: Number.MAX_SAFE_INTEGER, upstreamCalls: Number.MAX_SAFE_INTEGER });

function asked(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("There is no operation");
  return { document, operation, variables };
}

const priceOf = (query: string, variables?: Record<string, unknown>): Price => ANY.price(asked(query, variables));
const callsOf = (query: string, variables?: Record<string, unknown>) => priceOf(query, variables).upstreamCalls;

function refusalOf(query: string, variables?: Record<string, unknown>) {
  try {
    pricer.price(asked(query, variables));
  } catch (error) {
    if (error instanceof GraphQLError) return { message: error.message, ...error.extensions };
    throw error;
  }
  throw new Error("It was not refused");
}

describe("The price of an operation", () => {
  it("is one for each object; plain values and introspection are free", () => {
    expect(priceOf("{ __typename }")).toEqual({ cost: 0, upstreamCalls: 0 });
    expect(priceOf('{ healthTopic(slug: "a") { title url } }')).toEqual({ cost: 1, upstreamCalls: 0 });
    expect(priceOf("{ healthTopics(first: 7) { nodes { title summary { text } } } }").cost).toBe(1 + 7 + 7);
    expect(priceOf(getIntrospectionQuery()).cost).toBe(0);
  });

  it("is ten more for each call of an upstream", () => {
    expect(priceOf('{ journalArticle(pmid: "1") { volume } }')).toEqual({ cost: 11, upstreamCalls: 1 });
  });

  it("knows lists by the argument that bounds them, by variables, by defaults of either", () => {
    const query = "query ($first: Int = 4) { healthTopics(first: $first) { edges { node { title } } } }";

    expect(priceOf(query).cost).toBe(1 + 4 + 4);
    expect(priceOf(query, { first: 6 }).cost).toBe(1 + 6 + 6);
    expect(priceOf("{ healthTopics { edges { cursor } } }").cost).toBe(1 + 20);
    expect(priceOf("query ($ids: [ID!]!) { clinicalTrials(nctIds: $ids) { title } }", { ids: ["a", "b"] })).toEqual({
      cost: 2 + 10,
      upstreamCalls: 1,
    });
  });

  it("counts a page size that no resolver allows as the largest that is, so that the resolver can say so", () => {
    expect(priceOf("{ healthTopics(first: 99999999) { nodes { title } } }").cost).toBe(101);
    expect(priceOf("{ healthTopics(first: -5) { nodes { title } } }").cost).toBe(1);
  });

  it("counts what is asked for twice under one name once, through fragments and without", () => {
    const topic = 'healthTopic(slug: "a")';

    expect(priceOf(`{ ${topic} { summary { text } } ${topic} { summary { html } } }`).cost).toBe(2);
    expect(
      priceOf(
        `{ ${topic} { ...A ...B } } fragment A on HealthTopic { summary { text } ...B } fragment B on HealthTopic { summary { html } }`,
      ).cost,
    ).toBe(2);
    expect(priceOf(`{ a: ${topic} { title } b: ${topic} { title } }`).cost).toBe(2);
  });

  it("leaves out what is skipped", () => {
    const query = 'query ($no: Boolean!) { healthTopic(slug: "a") { title summary @include(if: $no) { text } } }';

    expect(priceOf(query, { no: false }).cost).toBe(1);
    expect(priceOf(query, { no: true }).cost).toBe(2);
  });

  it("takes the dearest type where there can be several, and the calls of all", () => {
    const query = `{ node(id: "x") { ... on HealthTopic { summary { text } groups { name } } ... on JournalArticle { volume } } }`;

    expect(priceOf(query)).toEqual({ cost: 1 + 1 + 3 + 30, upstreamCalls: 3 });
  });

  it("does not follow a fragment into itself", () => {
    const query =
      "{ healthTopics(first: 2) { nodes { ...A } } } fragment A on HealthTopic { translation { ...A title } }";

    expect(priceOf(query).cost).toBe(1 + 2 + 2);
  });

  it("is not computed for a document whose fragments multiply beyond all reason", () => {
    const levels = Array.from({ length: 11 }, (_, i) => {
      const inside = `{ ...F${i + 1} }`;
      const fields = `a: translation ${inside} b: translation ${inside} c: relatedTopics ${inside} d: relatedTopics ${inside}`;
      return `fragment F${i} on HealthTopic { ${fields} }`;
    });
    const query = `{ healthTopic(slug: "a") { ...F0 } } ${levels.join(" ")} fragment F11 on HealthTopic { title }`;

    expect(refusalOf(query)).toMatchObject({ code: "OPERATION_TOO_COMPLEX", limit: "fields", allowed: 5_000 });
  });
});

describe("Calls of upstreams", () => {
  it("are one for records that are known together, whatever their number", () => {
    const articles = (count: number) => Array.from({ length: count }, (_, i) => `"${i + 1}"`).join(" ");

    expect(callsOf(`{ journalArticles(pmids: [${articles(100)}]) { title { text } } }`)).toBe(1);
    expect(callsOf('{ searchJournalArticles(query: "x", first: 100) { nodes { volume } } }')).toBe(2);
    expect(callsOf('{ searchJournalArticles(query: "x", first: 100) { nodes { citedBy { nodes { pmid } } } } }')).toBe(
      3,
    );
  });

  it("are none for what ids alone tell", () => {
    expect(callsOf("{ healthTopics { nodes { encyclopediaArticles { title url articleId } } } }")).toBe(0);
    expect(callsOf('{ searchJournalArticles(query: "x") { nodes { pmid url } } }')).toBe(1);
  });

  it("are one for each encyclopedia page, which have no batch form", () => {
    expect(callsOf('{ healthTopic(slug: "a") { encyclopediaArticles(first: 12) { summary { text } } } }')).toBe(12);
    expect(callsOf('{ healthTopic(slug: "a") { links { target { ... on EncyclopediaArticle { title } } } } }')).toBe(0);
  });

  it("are one for each parent's search, and then for the records of each, which may come back one by one", () => {
    expect(callsOf("{ healthTopics(first: 20) { nodes { clinicalTrials { totalCount } } } }")).toBe(20);
    expect(callsOf("{ healthTopics(first: 20) { nodes { clinicalTrials { nodes { title } } } } }")).toBe(40);
    expect(
      callsOf("{ healthTopics(first: 20) { nodes { journalArticles(via: TOPIC_LINK) { nodes { volume } } } } }"),
    ).toBe(1);
    expect(callsOf("{ healthTopics(first: 20) { nodes { journalArticles(via: TITLE_SEARCH) { totalCount } } } }")).toBe(
      20,
    );
  });

  it("follow the arguments of dashboards", () => {
    const facets = (kinds: string) => callsOf(`{ searchClinicalTrials { facets(by: [${kinds}]) { by } } }`);

    expect(facets("PHASE STUDY_TYPE") - facets("PHASE")).toBe(12);
    expect(callsOf('{ searchJournalArticles(query: "x") { timeline(from: 2001, to: 2020) { count } } }')).toBe(21);
  });

  it("are a number whatever the arguments are", () => {
    const query =
      "query ($from: Int, $by: [TrialFacetKind!]!) { searchClinicalTrials { facets(by: $by) { by } } searchJournalArticles { timeline(from: $from, to: 5) { count } } }";

    for (const odd of [null, "x", {}, [], true, 1e308]) {
      expect(Number.isFinite(callsOf(query, { from: odd, by: odd }))).toBe(true);
    }
  });
});

describe("The budget of one operation", () => {
  it("refuses the encyclopedia's pages of a hundred topics, with the price and how to lower it", () => {
    const refusal = refusalOf(
      "{ healthTopics(first: 100) { nodes { encyclopediaArticles { sections { heading } } } } }",
    );

    expect(refusal).toMatchObject({
      code: "OPERATION_TOO_COMPLEX",
      limit: "upstreamCalls",
      allowed: 100,
      found: 4_000,
      upstreamCalls: 4_000,
      hint: expect.stringContaining("first"),
    });
    expect((refusal as unknown as { dearest: FieldPrice[] }).dearest[0]).toEqual({
      field: "HealthTopic.encyclopediaArticles",
      cost: 44_000,
      upstreamCalls: 4_000,
    });
    expect(refusal.message).toContain(
      "HealthTopic.encyclopediaArticles (4000 calls, cost 44000); 100 is the most that is allowed",
    );
  });

  it("refuses an answer that is too large although it asks no upstream", () => {
    const query = "{ healthTopics(first: 100) { nodes { relatedTopics { sections { links { title } } } } } }";

    expect(refusalOf(query)).toMatchObject({ limit: "cost", allowed: 5_000, upstreamCalls: 0 });
  });

  it("lets a list of twenty topics have articles and trials each, and every committed operation pass", () => {
    const list = `{ healthTopics(first: 20) { nodes { title
      journalArticles(first: 3) { nodes { title { text } } } clinicalTrials(first: 3) { nodes { title } } } } }`;

    expect(pricer.price(asked(list)).upstreamCalls).toBe(100);
    for (const { name, text } of readOperations("schema/operations").values()) {
      expect({ name, ...pricer.price(asked(text)) }).toMatchObject({ name });
    }
  });
});

const lists = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type))
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ type, field, name: `${type.name}.${field.name}` })),
  )
  .filter(
    ({ name, field }) => !name.startsWith("__") && isList(field.type) && isCompositeType(getNamedType(field.type)),
  );

describe("The table of prices", () => {
  it("bounds every list of objects: by an argument, by the connection around it, or by its own entry", () => {
    const unbounded = lists.filter(({ type, field, name }) => {
      const sliced = field.args.some((argument) => SLICING_ARGUMENTS.some((slicing) => slicing === argument.name));
      const counted = listOf(type, field)?.counted ?? null;
      return !sliced && counted === null && !SIZED_FIELDS.includes(field.name) && !(name in LIST_SIZES);
    });

    expect(unbounded.map(({ name }) => name)).toEqual([]);
  });

  it("has no entry for what is not there", () => {
    const names = new Set(lists.map(({ name }) => name));
    const known = Object.entries(RECORDS).flatMap(([type, record]) => record.known.map((field) => ({ type, field })));

    expect(Object.keys(LIST_SIZES).filter((name) => !names.has(name))).toEqual([]);
    for (const { type, field } of known) {
      const found = schema.getType(type);
      expect({ type, field, isThere: isObjectType(found) && field in found.getFields() }).toMatchObject({
        isThere: true,
      });
    }
  });

  it("says of no field that takes a page size that the connection around it has one", () => {
    expect(lists.filter(({ field }) => SIZED_FIELDS.includes(field.name) && field.args.length > 0)).toEqual([]);
  });
});
