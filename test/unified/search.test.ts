import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { fuse } from "../../src/unified/search/fuse.js";
import { type Asking, startAsking } from "../support/ask.js";

let galen: Asking;

beforeAll(async () => {
  galen = await startAsking();
});

afterEach(() => {
  galen.bundled.pubmed.controls.down = false;
});

afterAll(async () => {
  await galen.close();
});

const SEARCH = `query ($query: String!, $first: Int = 20, $sources: [SearchSource!]) {
  search(query: $query, first: $first, sources: $sources) {
    hits { rank score foundBy record { __typename ... on HealthTopic { title } ... on JournalArticle { pmid } ... on ClinicalTrial { nctId } ... on EncyclopediaArticle { articleId } } }
    sources { source outcome totalCount code } suggestion } }`;

interface Results {
  search: {
    hits: { rank: number; record: { __typename: string; title?: string } }[];
    sources: { source: string; outcome: string; code: string | null }[];
    suggestion: string | null;
  } | null;
}

async function search(variables: Record<string, unknown>) {
  const answer = await galen.ask(SEARCH, variables);
  return { ...answer, results: (answer.data as unknown as Results | null)?.search ?? null };
}

describe("a search of all sources", () => {
  it("fuses what they find into one list, the topic of that name among the first", async () => {
    const { results, errors } = await search({ query: "asthma" });

    expect(errors).toEqual([]);
    const types = new Set(results?.hits.map(({ record }) => record.__typename));
    expect(types).toEqual(new Set(["HealthTopic", "EncyclopediaArticle", "JournalArticle", "ClinicalTrial"]));
    expect(results?.hits.slice(0, 4).map(({ record }) => record.title)).toContain("Asthma");
    expect(results?.sources.map(({ outcome }) => outcome)).toEqual(["ANSWERED", "ANSWERED", "ANSWERED", "ANSWERED"]);
  });

  it("asks only the sources named", async () => {
    const { results, calls } = await search({ query: "migraine", sources: ["HEALTH_TOPICS", "ENCYCLOPEDIA"] });

    expect(calls).toEqual([]);
    expect(results?.hits.length).toBeGreaterThan(0);
  });

  it("reports a dead source and shows the others", async () => {
    galen.bundled.pubmed.controls.down = true;

    const { results, errors } = await search({ query: "stroke" });

    expect(errors).toEqual([]);
    expect(results?.sources).toContainEqual(
      expect.objectContaining({ source: "JOURNAL_ARTICLES", outcome: "FAILED", code: "UPSTREAM_UNAVAILABLE" }),
    );
    expect(results?.hits.length).toBeGreaterThan(0);
  });

  it("says what may have been meant", async () => {
    const { results } = await search({ query: "asthmma", sources: ["HEALTH_TOPICS"] });

    expect(results?.suggestion).toBe("asthma");
  });

  it.each([
    '"',
    "[mh]",
    "AREA[Phase]PHASE3",
    'x") OR (all',
    "\\",
    "a\u0000b",
    "\u202easthma",
    "as\u200bthma",
    "asthma \ud800",
    "NOT",
    "asthma AND",
    "((",
    "NCT01234567",
  ])("answers %j sensibly", async (query) => {
    const { results, errors } = await search({ query, first: 3 });

    for (const error of errors) expect(error.extensions.code).toBe("BAD_USER_INPUT");
    for (const source of results?.sources ?? []) expect(source.outcome).toBe("ANSWERED");
  });

  it("refuses ten thousand characters at no cost", async () => {
    const { errors, calls } = await search({ query: "asthma ".repeat(1_500) });

    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "query" } }]);
    expect(calls).toEqual([]);
  });
});

describe("reciprocal rank fusion", () => {
  it("puts what two lists have before what one has, and merges by identity", () => {
    const fused = fuse(
      [
        { source: "one", items: ["a", "b", "c"] },
        { source: "two", items: ["d", "b"] },
      ],
      (item) => item,
    );

    expect(fused.map(({ item }) => item)).toEqual(["b", "a", "d", "c"]);
    expect(fused[0]?.sources).toEqual(["one", "two"]);
  });
});
