import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Language } from "../../../src/content/index.js";
import { CodeSystem, toCode } from "../../../src/sources/medlineplus/code-system.js";
import { Connect } from "../../../src/sources/medlineplus/connect.js";
import { parseConnectFeed } from "../../../src/sources/medlineplus/connect-parser.js";
import { FakeClock } from "../../support/fake-clock.js";
import { type Loopback, listenLoopback } from "../../support/loopback.js";
import { type TestPlatform, testPlatform } from "../../support/platform.js";
import { callOf, createTopics, listenTopics, temporaryFolder } from "./topics-server.js";
import { topicsFileXml, topicXml } from "./topics-xml.js";

const MARKS = "utm_source=mplusconnect&utm_medium=service";

function feedOf(...pages: string[]): string {
  const entry = pages.map((page) => ({
    title: { _value: "Made up", type: "text" },
    link: [{ href: `${page}?${MARKS}`, rel: "alternate" }],
    id: { _value: `tag: medlineplus.gov, 2026-08-10:/x.html?${MARKS}` },
    summary: { type: "html", _value: "<p>Made up.</p>" },
  }));
  return JSON.stringify({ feed: { lang: "en", subtitle: { type: "text", _value: "Made up" }, entry } });
}

describe("MedlinePlus Connect", () => {
  let clock: FakeClock;
  let platform: TestPlatform;
  let server: Loopback;
  let connect: Connect;
  let body: string;

  const ask = (code: string, language = Language.ENGLISH): Promise<readonly string[]> =>
    connect.pages({ system: CodeSystem.ICD_10_CM, code, language }, callOf(platform));

  beforeEach(async () => {
    clock = new FakeClock();
    platform = testPlatform(clock);
    body = feedOf("https://medlineplus.gov/asthma.html", "https://medlineplus.gov/asthmainchildren.html");
    server = await listenLoopback((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(body);
    });
    connect = new Connect(platform, `${server.url}/service`);
  });

  afterEach(async () => {
    await connect.close();
    await server.close();
  });

  it("asks with the system's identifier, the code and the language, and nothing else", async () => {
    await ask("J45.909", Language.SPANISH);

    const { pathname, searchParams } = new URL(server.seen[0]?.replace("GET ", "") ?? "", server.url);
    expect(pathname).toBe("/service");
    expect(Object.fromEntries(searchParams)).toEqual({
      "mainSearchCriteria.v.cs": "2.16.840.1.113883.6.90",
      "mainSearchCriteria.v.c": "J45.909",
      "informationRecipient.languageCode.c": "es",
      knowledgeResponseType: "application/json",
    });
  });

  it("answers the pages in their order without the marks", async () => {
    expect(await ask("J45.909")).toEqual([
      "https://medlineplus.gov/asthma.html",
      "https://medlineplus.gov/asthmainchildren.html",
    ]);
  });

  it("takes an empty feed for no match", async () => {
    body = JSON.stringify({ feed: { entry: [] } });

    expect(await ask("Z99.9")).toEqual([]);
  });

  it("remembers an answer for a day", async () => {
    await ask("J45.909");
    await clock.advance(23 * 3_600_000);
    await ask("J45.909");
    expect(server.seen).toHaveLength(1);

    await ask("J45.901");
    expect(server.seen).toHaveLength(2);
  });

  it("lets the codes of one record through at once, and never starts more than thirty calls in twenty seconds", async () => {
    const asked = Promise.allSettled(Array.from({ length: 40 }, (_, code) => ask(`J45.${code}`)));
    while (server.seen.length < 30) await clock.advance(0);
    await clock.advance(19_000);
    expect(server.seen).toHaveLength(30);

    await clock.advance(60_000);
    expect((await asked).filter(({ status }) => status === "fulfilled")).toHaveLength(30);
  });

  it.each([
    ["a page", "<html><body>Busy</body></html>"],
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["half an answer", '{"feed":{"entry":['],
  ])("fails when the answer is %s", async (_, wrong) => {
    body = wrong;

    let outcome: unknown;
    void ask("J45.909").catch((error) => {
      outcome = error;
    });
    // Some of these are tried again after a pause.
    while (outcome === undefined) await clock.advance(10);

    expect(outcome).toMatchObject({ name: "UpstreamError", source: "medlineplus-connect", failure: "malformed" });
  });

  it("reads entries and links that came alone, and leaves out those without an address", () => {
    const one = { link: { href: "https://medlineplus.gov/a.html?utm_source=x&b=1" } };

    expect(parseConnectFeed(JSON.stringify({ feed: { entry: one } }))).toEqual(["https://medlineplus.gov/a.html?b=1"]);
    expect(parseConnectFeed(JSON.stringify({ feed: { entry: [{}, { link: [] }, { link: [{ href: 1 }] }] } }))).toEqual(
      [],
    );
    expect(parseConnectFeed(JSON.stringify({ feed: {} }))).toEqual([]);
  });

  it("leads to the topics that are held, and leaves other pages out", async () => {
    const topics = await listenTopics({
      "2030-10-02": topicsFileXml([topicXml({ id: 1, title: "Asthma" })]),
    });
    const { answer } = topics.loopback;
    topics.loopback.answer = (request, response, sent) => {
      if (!request.url?.startsWith("/service")) return answer(request, response, sent);
      const pages = ["https://medlineplus.gov/druginfo/meds/a1.html", "https://medlineplus.gov/asthma.html"];
      response.writeHead(200, { "content-type": "application/json" }).end(feedOf(...pages));
    };
    const medlineplus = createTopics(platform, topics.loopback, await temporaryFolder());
    await medlineplus.start();

    const question = { system: CodeSystem.ICD_10_CM, code: "J45.909", language: Language.ENGLISH };
    const found = await medlineplus.byCode(question, callOf(platform));

    expect(found.map(({ title }) => title)).toEqual(["Asthma"]);
    await medlineplus.close();
    await topics.loopback.close();
  });
});

describe("codes of health records", () => {
  it.each([
    [CodeSystem.ICD_10_CM, " o03.9 ", "O03.9"],
    [CodeSystem.ICD_10_CM, "U07.1", "U07.1"],
    [CodeSystem.ICD_9_CM, "E880.9", "E880.9"],
    [CodeSystem.SNOMED_CT, "17369002", "17369002"],
    [CodeSystem.RXNORM, "637188", "637188"],
    [CodeSystem.NDC, "0069-3060-30", "0069-3060-30"],
    [CodeSystem.LOINC, "3187-2", "3187-2"],
    [CodeSystem.CPT, "0001u", "0001U"],
  ])("%s: %j is asked for as %s", (system, code, asked) => {
    expect(toCode(system, code)).toBe(asked);
  });

  it.each([
    [CodeSystem.ICD_10_CM, "asthma"],
    [CodeSystem.ICD_10_CM, "J45.909&x=1"],
    [CodeSystem.SNOMED_CT, "0"],
    [CodeSystem.LOINC, "3187"],
    [CodeSystem.RXNORM, ""],
  ])("%s: %j is refused", (system, code) => {
    expect(() => toCode(system, code)).toThrow(/Argument "code"/);
  });
});
