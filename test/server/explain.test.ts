import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type ChildGateway, spawnGateway } from "../support/child-gateway.js";
import { ask, type Reply, send } from "../support/small-server.js";

const PAGE = `query Page($slug: String!) {
  healthTopic(slug: $slug) { encyclopediaArticles { reviewedOn } journalArticles(first: 3) { nodes { publishedOn } } }
}`;

interface Explain {
  operation: string;
  price: number;
  before: {
    callsAtLeast: number;
    callsAtMost: number;
    sources: { source: string; atHand: number; toFetch: { kind: string; records: number; calls: number }[] }[];
  };
  after: { calls: number; sources: { source: string; fetched: number; ownCalls: number }[] } | null;
  text: string[];
}

let gateway: ChildGateway;
let url: string;

beforeAll(async () => {
  gateway = spawnGateway();
  url = await gateway.url;
});

afterAll(async () => {
  await gateway.stop();
});

const explain = (query: string, mode: string, variables = {}) =>
  ask(url, query, variables, { "x-galen-explain": mode });
const explanationIn = ({ json }: Reply) => json.extensions?.explain as Explain;

/** Lines in which nothing is left that differs from run to run. */
const steady = (lines: readonly string[]) => lines.map((line) => line.replace(/\d+ ms/, "some ms"));

describe("Explain", () => {
  it("says what its page in the documentation shows", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/operations.md"), "utf8");
    const [, sent = "{}", shown = ""] = /-d '(\{"documentId".*\})'[\s\S]*?```text\n([\s\S]*?)\n```/.exec(page) ?? [];
    const reply = await send(`${url}/graphql`, {
      headers: { "content-type": "application/json", "x-galen-explain": "1" },
      body: sent,
    });

    expect(steady(explanationIn(reply).text)).toEqual(steady(shown.split("\n")));
  });

  it("says what would be asked without asking it, and after that what was asked: the same", async () => {
    const dry = await explain(PAGE, "dry", { slug: "miscarriage" });
    const again = await explain(PAGE, "dry", { slug: "miscarriage" });
    const real = explanationIn(await explain(PAGE, "1", { slug: "miscarriage" }));

    const { before, after } = explanationIn(dry);
    expect(dry.json.data).toBeNull();
    expect(after).toBeNull();
    expect(before.callsAtLeast).toBeGreaterThan(1);
    expect(explanationIn(again).before).toEqual(before);
    const pubmed = before.sources.find(({ source }) => source === "pubmed");
    expect(pubmed?.toFetch).toEqual([{ kind: "article", records: 3, calls: 1 }]);
    expect(real.before).toEqual(before);
    expect(real.after?.calls).toBe(before.callsAtLeast);
    expect(real.after?.sources.find(({ source }) => source === "pubmed")).toMatchObject({ fetched: 3, ownCalls: 1 });
  });

  it("sees what the caches hold", async () => {
    await ask(url, PAGE, { slug: "asthma" });
    const { before, after, text } = explanationIn(await explain(PAGE, "1", { slug: "asthma" }));

    expect(before.callsAtLeast).toBe(0);
    expect(after?.calls).toBe(0);
    expect(text).toContain("before: everything is at hand");
  });

  it("never promises fewer calls than were made, whatever is in the caches", async () => {
    const search = '{ search(query: "migraine") { hits { record { ... on JournalArticle { title { text } } } } } }';
    const { before, after } = explanationIn(await explain(search, "1"));

    expect(after?.calls).toBeGreaterThanOrEqual(before.callsAtLeast);
    expect(after?.calls).toBeLessThanOrEqual(before.callsAtMost);
  });

  it("gives the answer beside the explanation, and a tree that can be read", async () => {
    const reply = await explain(PAGE, "1", { slug: "diabetes" });
    const { text } = explanationIn(reply);

    expect(reply.json.data).toMatchObject({ healthTopic: { encyclopediaArticles: expect.any(Array) } });
    expect(text[0]).toMatch(/^Page: price \d+, \d+ calls with nothing in a cache$/);
    expect(text.filter((line) => /^[├└]─ /.test(line)).length).toBeGreaterThan(4);
    expect(text.find((line) => line.startsWith("after: "))).toMatch(/^after: \d+ calls?, \d+ ms$/);
  });

  it("is given with the whole answer where that could have come in parts", async () => {
    const query =
      'query Parts { healthTopic(slug: "asthma") { title ... @defer { journalArticles(first: 2) { totalCount } } } }';
    const accept = "multipart/mixed; deferSpec=20220824, application/json";
    const reply = await ask(url, query, undefined, { accept, "x-galen-explain": "1" });

    expect(reply.headers["content-type"]).toContain("application/json");
    expect(reply.json.data).toMatchObject({ healthTopic: { journalArticles: { totalCount: expect.any(Number) } } });
    expect(explanationIn(reply)).toMatchObject({ operation: "Parts", after: { calls: expect.any(Number) } });
  });

  it("is never answered from memory, nor kept there", async () => {
    const question = '{ healthTopic(slug: "migraine") { title } }';
    await ask(url, question);
    await ask(url, question);
    const explained = await explain(question, "1");
    const plain = await ask(url, question);

    expect(explained.json.extensions?.explain).toBeDefined();
    expect(explained.headers.age).toBeUndefined();
    expect(plain.json.extensions).toBeUndefined();
  });

  it("leaves refusals as they are, and other values of the header alone", async () => {
    const invalid = await explain("{ nothingOfTheKind }", "1");
    const other = await explain('{ healthTopic(slug: "cough") { title } }', "yes");

    expect(invalid.json.errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    expect(invalid.json.extensions).toBeUndefined();
    expect(other.json.extensions).toBeUndefined();
  });
});
