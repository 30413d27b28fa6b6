import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { PubmedClient } from "../../../src/sources/pubmed/client.js";
import { ArticleSort } from "../../../src/sources/pubmed/search-filter.js";
import { createUpstream, type Upstream, type UpstreamError } from "../../../src/upstream/index.js";
import {
  type Answer,
  anUpstreamCall,
  articleSet,
  articleXml,
  FakeEutilities,
  searchJson,
  testPlatform,
} from "./fake-eutilities.js";

const KEY = "0123456789abcdef";
const eutilities = new FakeEutilities();
let baseUrl = "";
let notes: string[] = [];
let upstream: Upstream;
let client: PubmedClient;

beforeAll(async () => {
  baseUrl = await eutilities.start();
});
afterAll(() => eutilities.stop());
beforeEach(() => {
  notes = [];
  eutilities.asked.length = 0;
  const quota = { requests: 100, windowMs: 100, concurrency: 4 };
  upstream = createUpstream(testPlatform(notes), { source: "pubmed", baseUrl, quota });
  client = new PubmedClient(upstream, { toolName: "galen-test", contactEmail: "me@example.org", apiKey: KEY });
});
afterEach(() => upstream.close());

const search = (term = "asthma", deadlineMs = 1_200) =>
  client.search({ term, sort: ArticleSort.RELEVANCE, start: 0, count: 10 }, anUpstreamCall(deadlineMs));

async function failureOf(answering: Promise<unknown>): Promise<UpstreamError> {
  return answering.then(
    () => Promise.reject(new Error("it succeeded")),
    (error) => error as UpstreamError,
  );
}

describe("questions to E-utilities", () => {
  it("fetch many records by one POST, with who asks in the form and nothing in the address", async () => {
    eutilities.answer = () => ({ body: articleSet(articleXml({ pmid: "2" })) });

    const { articles } = await client.fetchArticles(["1", "2"], anUpstreamCall());

    expect([...articles.keys()]).toEqual(["2"]);
    expect(eutilities.asked).toMatchObject([{ method: "POST", address: "/eutils/efetch.fcgi" }]);
    expect(Object.fromEntries(eutilities.asked[0]?.form ?? [])).toEqual({
      db: "pubmed",
      id: "1,2",
      retmode: "xml",
      tool: "galen-test",
      email: "me@example.org",
      api_key: KEY,
    });
  });

  it("send no empty key and no empty address, which NCBI refuses", async () => {
    eutilities.answer = () => searchJson([]);
    const anonymous = new PubmedClient(upstream, { toolName: "galen-test", contactEmail: null, apiKey: null });

    await anonymous.count("x", anUpstreamCall());

    expect([...(eutilities.asked[0]?.form.keys() ?? [])].sort()).toEqual(["db", "retmax", "retmode", "term", "tool"]);
  });

  it.each([
    [ArticleSort.RELEVANCE, "relevance"],
    [ArticleSort.NEWEST, "pub_date"],
    [ArticleSort.RECENTLY_ADDED, null],
    [ArticleSort.FIRST_AUTHOR, "Author"],
    [ArticleSort.JOURNAL, "JournalName"],
  ])("name the order %s as PubMed does", async (sort, name) => {
    eutilities.answer = () => searchJson([]);

    await client.search({ term: "x", sort, start: 9_900, count: 200 }, anUpstreamCall());

    expect([eutilities.asked[0]?.form.get("sort"), eutilities.asked[0]?.form.get("retmax")]).toEqual([name, "99"]);
  });

  it("carry hostile words as one value of the form", async () => {
    eutilities.answer = () => searchJson([]);
    const term = 'a&api_key=x&db=gene "ñ" %22 +';

    await search(term);

    expect(eutilities.asked[0]?.form.get("term")).toBe(term);
    expect(eutilities.asked[0]?.form.getAll("db")).toEqual(["pubmed"]);
  });
});

describe("answers of E-utilities", () => {
  it("say how a search was read, and a dropped phrase is no failure", async () => {
    eutilities.answer = () =>
      searchJson(["7", "8"], 40_362, {
        querytranslation: "a OR b",
        errorlist: { phrasesnotfound: ["qqzz"], fieldsnotfound: ["[zz]"] },
        warninglist: { phrasesignored: ["the"], quotedphrasesnotfound: [], outputmessages: ["Something."] },
      });

    expect(await search()).toEqual({
      total: 40_362,
      pmids: ["7", "8"],
      translation: "a OR b",
      droppedPhrases: ["qqzz", "[zz]"],
      warnings: ["the", "Something."],
    });
  });

  it("suggest a spelling, or none", async () => {
    const spelling = (corrected: string) => ({
      body: `<eSpellResult><Database>pubmed</Database><Query>astma</Query><CorrectedQuery>${corrected}</CorrectedQuery><SpelledQuery/><ERROR/></eSpellResult>`,
    });
    eutilities.answer = () => spelling("asthma");
    expect(await client.spelling("astma", anUpstreamCall())).toBe("asthma");

    eutilities.answer = () => spelling("");
    expect(await client.spelling("asthma", anUpstreamCall())).toBeNull();
  });

  it("list links record by record, and none where the list is missing", async () => {
    const set = (pmid: string, more: object) => ({ dbfrom: "pubmed", ids: [pmid], ...more });
    const linksetdbs = [
      { linkname: "pubmed_pubmed", links: ["1", "2"] },
      { linkname: "other", links: ["3"] },
    ];
    const linksets = [set("1", { linksetdbs }), set("9", {})];
    eutilities.answer = () => ({ type: "application/json", body: JSON.stringify({ linksets }) });

    const links = await client.links(["1", "9"], "pubmed_pubmed", anUpstreamCall());

    expect(links).toEqual(
      new Map([
        ["1", ["1", "2"]],
        ["9", []],
      ]),
    );
    expect(eutilities.asked[0]?.form.getAll("id")).toEqual(["1", "9"]);
  });

  const json = (body: string): Answer => ({ type: "application/json", body });
  const backend = (text: string): Answer => json(`{"header":{"type":"esearch"},"esearchresult":{"ERROR":"${text}"}}`);

  it.each<[string, Answer, string, number]>([
    [
      "the page behind 9,999, whose JSON is broken by a line feed",
      backend("Search Backend failed: Exception:\n'retstart' cannot be larger than 9998."),
      "rejected",
      1,
    ],
    ["a term that PubMed cannot read", backend("Search Backend failed: syntax error, unexpected end"), "rejected", 1],
    ["a database that is down", backend("Search Backend failed: Database is not supported: pubmed"), "malformed", 2],
    ["a backend's stack trace", backend("TXCLIENT::readAll EOF"), "malformed", 2],
    [
      "a quota error with status 200",
      json('{"error":"API rate limit exceeded","api-key":"10.0.0.7","count":"4","limit":"3"}'),
      "throttled",
      1,
    ],
    [
      "a maintenance page",
      { type: "text/html", body: "<!DOCTYPE html><html><body>Down</body></html>" },
      "malformed",
      1,
    ],
    ["JSON without a result", json("{}"), "malformed", 2],
    ["null", json("null"), "malformed", 2],
    ["a count that is none", json('{"esearchresult":{"count":"many","idlist":[]}}'), "malformed", 2],
    ["an answer without its ids", json('{"esearchresult":{"count":"3"}}'), "malformed", 2],
    ["JSON cut short", json('{"esearchresult":{"count":"1",'), "malformed", 2],
    [
      "a refused key",
      { status: 400, ...json(`{"error":"API key invalid","api-key":"${KEY}","type":"invalid"}`) },
      "rejected",
      1,
    ],
  ])("to a search fail as what they are: %s", async (_, answer, failure, leastCalls) => {
    eutilities.answer = () => answer;

    const error = await failureOf(search());

    expect({ name: error.name, failure: error.failure }).toEqual({ name: "UpstreamError", failure });
    expect(eutilities.asked.length).toBeGreaterThanOrEqual(leastCalls);
  });

  it.each<[string, Answer, string]>([
    ["a prolog without a root", { body: '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet>\n' }, "malformed"],
    ["records cut short", { body: articleSet(articleXml()).slice(0, 380) }, "malformed"],
    [
      "an error in place of records",
      { body: "<eFetchResult><ERROR>Cannot connect to backend</ERROR></eFetchResult>" },
      "malformed",
    ],
    ["a quota error where XML was asked for", json('{"error":"API rate limit exceeded","count":"4"}'), "throttled"],
    ["a web page", { body: "<!DOCTYPE HTML><html><title>Blocked</title></html>", type: "text/html" }, "malformed"],
  ])("to a fetch fail as what they are: %s", async (_, answer, failure) => {
    eutilities.answer = () => answer;

    expect(await failureOf(client.fetchArticles(["1"], anUpstreamCall(1_200)))).toMatchObject({
      name: "UpstreamError",
      failure,
    });
  });

  it("with status 429 are throttling, and say when to come again", async () => {
    eutilities.answer = () => ({
      status: 429,
      headers: { "retry-after": "2" },
      ...json(`{"error":"API rate limit exceeded","api-key":"${KEY}","count":"11","limit":"10"}`),
    });

    expect(await failureOf(client.count("x", anUpstreamCall(1_500)))).toMatchObject({
      failure: "throttled",
      retryAfterSeconds: expect.any(Number),
    });
  });

  it("that pass are asked for again", async () => {
    eutilities.answer = () =>
      eutilities.asked.length === 1
        ? { body: '<?xml version="1.0" ?>\n' }
        : { body: articleSet(articleXml({ pmid: "1" })) };

    const { articles } = await client.fetchArticles(["1"], anUpstreamCall());

    expect([articles.size, eutilities.asked.length]).toEqual([1, 2]);
  });

  it("never bring the key into an error or the log, though they repeat it", async () => {
    eutilities.answer = () => ({ status: 400, ...json(`{"error":"API key invalid","api-key":"${KEY}"}`) });
    const refused = await failureOf(search());
    eutilities.answer = () => json(`{"error":"API rate limit exceeded","api-key":"${KEY}"}`);
    const throttled = await failureOf(search());

    expect(notes).not.toEqual([]);
    expect([...notes, refused.message, throttled.message].join("\n")).not.toContain(KEY);
  });
});
