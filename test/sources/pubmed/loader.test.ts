import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { createPubmed, type Pubmed } from "../../../src/sources/pubmed/index.js";
import { createCall, UpstreamError } from "../../../src/upstream/index.js";
import { FakeClock } from "../../support/fake-clock.js";
import { aCall, articleSet, articleXml, FakeEutilities, searchJson, testPlatform } from "./fake-eutilities.js";

const DAY_MS = 24 * 3_600_000;
const eutilities = new FakeEutilities();
let baseUrl = "";
let pubmed: Pubmed;

beforeAll(async () => {
  baseUrl = await eutilities.start();
});
afterAll(() => eutilities.stop());
beforeEach(() => {
  eutilities.asked.length = 0;
  pubmed = createPubmed(testPlatform(), { baseUrl, apiKey: "key", contactEmail: null, toolName: "test" });
});
afterEach(() => pubmed.close());

const asked = () => eutilities.asked.map(({ form }) => form.get("id")?.split(",").sort());
const records = (...pmids: string[]) => ({ body: articleSet(pmids.map((pmid) => articleXml({ pmid })).join("")) });

describe("PubMed's records", () => {
  it("leave in one batch, whoever asks, and come back to whom they belong, in whatever order", async () => {
    eutilities.answer = () => records("3", "1", "7", "2");

    const [one, many] = await Promise.all([pubmed.load("1", aCall()), pubmed.loadMany(["2", "3", "4"], aCall())]);

    expect(one?.pmid).toBe("1");
    expect(many.map((entry) => entry && "pmid" in entry && entry.pmid)).toEqual(["2", "3", null]);
    expect(asked()).toEqual([["1", "2", "3", "4"]]);
  });

  it("are asked for once, and so are those that do not exist", async () => {
    eutilities.answer = () => records("1");
    await pubmed.loadMany(["1", "2"], aCall());

    expect([await pubmed.load("2", aCall()), (await pubmed.load("1", aCall()))?.pmid]).toEqual([null, "1"]);
    expect(eutilities.asked).toHaveLength(1);
  });

  it("fail one by one: an unreadable record costs itself, and is not taken for absent", async () => {
    const broken = articleXml({ pmid: "2" }).replace(/<Article .*<\/Article>/, "");
    eutilities.answer = () => ({ body: articleSet(articleXml({ pmid: "1" }) + broken) });

    const [first, second, third] = await pubmed.loadMany(["1", "2", "3"], aCall());

    expect(first).toMatchObject({ pmid: "1" });
    expect(second).toBeInstanceOf(UpstreamError);
    expect(second).toMatchObject({ failure: "malformed" });
    expect(third).toBeNull();
  });

  it("are not taken for absent when an unreadable record hides its PMID", async () => {
    eutilities.answer = () => ({ body: articleSet(`${articleXml({ pmid: "1" })}<PubmedArticle/>`) });

    const [, second] = await pubmed.loadMany(["1", "2"], aCall());

    expect(second).toMatchObject({ failure: "malformed" });
  });

  it("that were there before are asked for once more before they are taken for gone", async () => {
    const clock = new FakeClock();
    const settings = { baseUrl, apiKey: "key", contactEmail: null, toolName: "test" };
    const patient = createPubmed({ ...testPlatform(), clock }, settings);
    const load = () => patient.load("1", createCall(clock, { deadlineMs: 5_000 }));
    const answers = [["1"], [], ["1"], [], []];
    eutilities.answer = () => records(...(answers.shift() ?? []));

    const first = await load();
    clock.jumpBy(60 * DAY_MS);
    const flickered = await load();
    clock.jumpBy(60 * DAY_MS);
    const gone = await load();
    await patient.close();

    expect([first?.pmid, flickered?.pmid, gone]).toEqual(["1", "1", null]);
    expect(eutilities.asked).toHaveLength(5);
  });

  it("say how old their copy is", async () => {
    eutilities.answer = () => records("1");
    const article = await pubmed.load("1", aCall());

    expect(pubmed.copyOf(article ?? {})).toMatchObject({ freshness: "FRESH", ageMs: expect.any(Number) });
  });
});

describe("PubMed's answers", () => {
  it("are shared by equal questions, and kept apart from others", async () => {
    eutilities.answer = ({ form }) => searchJson(["1"], (form.get("term") ?? "").length);

    const counts = await Promise.all(["aa", "aa", "bbb"].map((term) => pubmed.count(term, aCall())));

    expect(counts).toEqual([2, 2, 3]);
    expect(eutilities.asked).toHaveLength(2);
  });

  it("that no spelling is better is an answer too", async () => {
    eutilities.answer = () => ({ body: "<eSpellResult><CorrectedQuery/><ERROR/></eSpellResult>" });

    expect([await pubmed.spelling("asthma", aCall()), await pubmed.spelling("asthma", aCall())]).toEqual([null, null]);
    expect(eutilities.asked).toHaveLength(1);
  });

  it("tell the source's health", async () => {
    eutilities.answer = () => searchJson([]);
    await pubmed.count("x", aCall());

    expect(pubmed.health()).toMatchObject({
      source: "pubmed",
      status: "OK",
      calls: 1,
      quota: { requests: 10, windowMs: 1_200 },
    });
  });
});
