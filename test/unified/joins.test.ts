import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Answer, type Asking, startAsking } from "../support/ask.js";

let galen: Asking;

beforeAll(async () => {
  galen = await startAsking();
});

afterAll(async () => {
  await galen.close();
});

/** The value at a path of names and indexes. */
function at(answer: Answer, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], answer.data);
}

describe("a topic's articles", () => {
  it("are those that its page links to, and say so", async () => {
    const answer = await galen.ask(
      `{ healthTopic(slug: "miscarriage") { journalArticles { via totalCount nodes { pmid title { text } } edges { via } } } }`,
    );

    expect(answer.errors).toEqual([]);
    expect(at(answer, "healthTopic", "journalArticles", "via")).toBe("TOPIC_LINK");
    expect(at(answer, "healthTopic", "journalArticles", "edges", 0)).toEqual({ via: "TOPIC_LINK" });
    expect(at(answer, "healthTopic", "journalArticles", "nodes", 0)).toMatchObject({
      title: { text: expect.any(String) },
    });
    expect(answer.calls).toEqual(["POST /entrez/eutils/efetch.fcgi"]);
  });

  it("cost nothing when only their ids are asked for", async () => {
    const answer = await galen.ask(`{ healthTopic(slug: "asthma") { journalArticles { nodes { id pmid url } } } }`);

    expect(answer.calls).toEqual([]);
    expect(at(answer, "healthTopic", "journalArticles", "nodes", 0, "id")).toMatch(/^JournalArticle:\d+$/);
  });

  it.each(["SAVED_SEARCH", "MESH_DESCRIPTOR", "TITLE_SEARCH"])("can be those of the rule %s", async (via) => {
    const answer = await galen.ask(
      `query ($via: JoinRule!) { healthTopic(slug: "miscarriage") { journalArticles(via: $via) { via totalCount } } }`,
      { via },
    );

    expect(answer.errors).toEqual([]);
    expect(at(answer, "healthTopic", "journalArticles", "via")).toBe(via);
    expect(at(answer, "healthTopic", "journalArticles", "totalCount")).toBeGreaterThanOrEqual(
      via === "MESH_DESCRIPTOR" ? 1 : 0,
    );
  });

  it("are refused for a rule that joins no articles to a topic, at no cost", async () => {
    const answer = await galen.ask(
      `{ healthTopic(slug: "asthma") { title journalArticles(via: DATABANK_NUMBER) { totalCount } } }`,
    );

    expect(answer.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "via" } }]);
    expect(at(answer, "healthTopic")).toEqual({ title: "Asthma", journalArticles: null });
    expect(answer.calls).toEqual([]);
  });
});

describe("a topic's encyclopedia entries", () => {
  it("have titles and addresses without any call", async () => {
    const answer = await galen.ask(
      `{ healthTopics(first: 20) { nodes { title encyclopediaArticles { articleId title url language } } } }`,
    );

    expect(answer.errors).toEqual([]);
    expect(answer.calls).toEqual([]);
  });

  it("come each once, though a link stands in two sections", async () => {
    const answer = await galen.ask(`{ healthTopic(slug: "miscarriage") { encyclopediaArticles { id } } }`);
    const ids = (at(answer, "healthTopic", "encyclopediaArticles") as { id: string }[]).map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it("are exactly those that its links say they lead to", async () => {
    const answer = await galen.ask(
      `{ healthTopics(first: 20) { nodes { links { encyclopediaArticleId } encyclopediaArticles { articleId } } } }`,
    );
    type Topic = Record<"links" | "encyclopediaArticles", Record<string, string | null>[]>;
    const topics = at(answer, "healthTopics", "nodes") as Topic[];

    expect(topics.some(({ encyclopediaArticles }) => encyclopediaArticles.length > 0)).toBe(true);
    for (const { links, encyclopediaArticles } of topics) {
      const linked = links.flatMap(({ encyclopediaArticleId }) => encyclopediaArticleId ?? []);
      expect(encyclopediaArticles.map(({ articleId }) => articleId)).toEqual([...new Set(linked)]);
    }
  });

  it("are Spanish for a Spanish topic", async () => {
    const answer = await galen.ask(
      `{ healthTopic(slug: "miscarriage", language: SPANISH) { encyclopediaArticles { language url } } }`,
    );

    expect(at(answer, "healthTopic", "encyclopediaArticles", 0)).toMatchObject({
      language: "SPANISH",
      url: expect.stringContaining("/spanish/ency/"),
    });
  });
});

describe("a topic's trials", () => {
  it("are those of its own saved searches, in one call", async () => {
    const answer = await galen.ask(
      `{ healthTopic(slug: "asthma") { clinicalTrials(first: 5) { via totalCount nodes { nctId overallStatus conditions } } } }`,
    );

    expect(answer.errors).toEqual([]);
    expect(at(answer, "healthTopic", "clinicalTrials", "via")).toBe("SAVED_SEARCH");
    const statuses = (at(answer, "healthTopic", "clinicalTrials", "nodes") as { overallStatus: string }[]).map(
      (trial) => trial.overallStatus,
    );
    expect(new Set(["RECRUITING", "NOT_YET_RECRUITING"])).toEqual(
      new Set([...statuses, "RECRUITING", "NOT_YET_RECRUITING"]),
    );
    expect(answer.calls.filter((call) => call === "GET /api/v2/studies")).toHaveLength(1);
  });
});

describe("the way back", () => {
  it("leads from an article to the topics of its MeSH headings and to the trials it names", async () => {
    const concordance = (await import("../../fixtures/concordance.json", { with: { type: "json" } })).default;
    const [pmid, [nctId]] = Object.entries(concordance.crossLinks.articleToTrials)[0] as [string, string[]];

    const answer = await galen.ask(
      `query ($pmid: ID!) { journalArticle(pmid: $pmid) {
        healthTopics { totalCount edges { via descriptor { id } node { title } } }
        clinicalTrials { via totalCount nodes { nctId title } } } }`,
      { pmid },
    );

    expect(answer.errors).toEqual([]);
    expect(at(answer, "journalArticle", "clinicalTrials")).toMatchObject({ via: "DATABANK_NUMBER" });
    expect(JSON.stringify(at(answer, "journalArticle", "clinicalTrials", "nodes"))).toContain(nctId);
  });

  it("leads from a trial to its topics and its references", async () => {
    const concordance = (await import("../../fixtures/concordance.json", { with: { type: "json" } })).default;
    const [nctId, pmids] = Object.entries(concordance.crossLinks.trialToArticles)[0] as [string, string[]];

    const answer = await galen.ask(
      `query ($nctId: ID!) { clinicalTrial(nctId: $nctId) { healthTopics { nodes { slug } } journalArticles { via nodes { pmid } } } }`,
      { nctId },
    );

    expect(answer.errors).toEqual([]);
    expect(at(answer, "clinicalTrial", "journalArticles")).toMatchObject({ via: "REFERENCE_LIST" });
    expect(JSON.stringify(at(answer, "clinicalTrial", "journalArticles"))).toContain(pmids[0]);
  });

  it("leads from an encyclopedia entry to the topics that link to it", async () => {
    const answer = await galen.ask(
      `{ encyclopediaArticle(articleId: "article/001488") { healthTopics { edges { via node { slug } } } } }`,
    );

    expect(at(answer, "encyclopediaArticle", "healthTopics", "edges")).toContainEqual({
      via: "TOPIC_LINK",
      node: { slug: "miscarriage" },
    });
  });
});

describe("the target of a link", () => {
  it("is the record behind it, whichever source holds it", async () => {
    const answer = await galen.ask(`{ healthTopic(slug: "miscarriage") { links { kind target { __typename
      ... on EncyclopediaArticle { articleId title } ... on JournalArticle { pmid url } ... on SavedSearch { source query conditions }
      ... on HealthTopic { slug } } } } }`);
    const links = at(answer, "healthTopic", "links") as { kind: string; target: { __typename: string } | null }[];
    const types = new Set(links.map(({ kind, target }) => `${kind} ${target?.__typename ?? null}`));

    expect(answer.errors).toEqual([]);
    expect(types).toContain("ENCYCLOPEDIA_ARTICLE EncyclopediaArticle");
    expect(types).toContain("JOURNAL_ARTICLE JournalArticle");
    expect(types).toContain("TRIAL_SEARCH SavedSearch");
    expect(types).toContain("WEB_PAGE null");
    expect(answer.calls).toEqual([]);
  });
});

describe("node", () => {
  it.each([
    ["HealthTopic", `healthTopic(slug: "asthma")`],
    ["EncyclopediaArticle", `encyclopediaArticle(articleId: "article/001488")`],
    ["EncyclopediaArticle", `encyclopediaArticle(articleId: "article/001488", language: SPANISH)`],
  ])("finds a %s again by its id", async (type, field) => {
    const first = await galen.ask(`{ found: ${field} { __typename id } }`);
    const id = at(first, "found", "id");

    const again = await galen.ask(`query ($id: ID!) { found: node(id: $id) { __typename id } }`, { id });

    expect(at(first, "found", "__typename")).toBe(type);
    expect(again.data).toEqual(first.data);
  });

  it.each(["", "x", "Person:1", "JournalArticle:abc", "ClinicalTrial:NCT1", "__proto__:1", "EncyclopediaArticle:../x"])(
    "refuses %p at no cost",
    async (id) => {
      const answer = await galen.ask(`query ($id: ID!) { node(id: $id) { id } }`, { id });

      expect(answer.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "id" } }]);
      expect(answer.calls).toEqual([]);
    },
  );
});

describe("the whole graph", () => {
  it("is walked in one question, with a constant number of calls for each level", async () => {
    const query = `query ($first: Int!) { healthTopics(first: $first) { nodes { title
      clinicalTrials(first: 5) { nodes { nctId journalArticles(first: 3) { nodes { pmid healthTopics(first: 3) { nodes { title relatedTopics { title } } } } } } } } } }`;

    const few = await galen.ask(query, { first: 2 });
    const batches = few.calls.filter((call) => call.includes("efetch")).length;

    expect(few.errors).toEqual([]);
    expect(batches).toBeLessThanOrEqual(1);
    expect(few.calls.filter((call) => call === "GET /api/v2/studies").length).toBeLessThanOrEqual(2);
  });
});
