import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type BundledSources, startBundledSources } from "../../src/bundled/index.js";

const ICD10 = "2.16.840.1.113883.6.90";
const RXCUI = "2.16.840.1.113883.6.88";
let sources: BundledSources;

beforeAll(async () => {
  sources = await startBundledSources({ fixtures: "fixtures", now: () => new Date("2026-10-08T13:38:08Z") });
});
afterAll(() => sources.close());

interface Feed {
  subtitle: { _value: string };
  category: { scheme: string; term: string }[];
  entry: { title: { _value: string }; link: { href: string }[]; id: { _value: string }; summary: { _value: string } }[];
}

function ask(system: string, code: string, more: Record<string, string> = {}) {
  const params = { "mainSearchCriteria.v.cs": system, "mainSearchCriteria.v.c": code, ...more };
  return fetch(`${sources.urls.medlineplusConnect}?${new URLSearchParams(params)}`);
}

async function feed(system: string, code: string, more: Record<string, string> = {}): Promise<Feed> {
  const response = await ask(system, code, { knowledgeResponseType: "application/json", ...more });
  expect(response.status).toBe(200);
  return ((await response.json()) as { feed: Feed }).feed;
}

const titles = (answer: Feed) => answer.entry.map((entry) => entry.title._value);

describe("MedlinePlus Connect", () => {
  it("answers with one topic, or with three", async () => {
    expect(titles(await feed(ICD10, "O03.9"))).toEqual(["Miscarriage"]);
    expect(titles(await feed(ICD10, "O09.90"))).toEqual(["High-Risk Pregnancy", "Pregnancy", "Prenatal Care"]);
  });

  it.each([
    ["an unknown code", ICD10, "X99.99"],
    ["an unknown code system", "1.2.3", "O03.9"],
    ["a code of another system", "2.16.840.1.113883.6.103", "O03.9"],
  ])("answers %s with status 200 and no entry", async (_case, system, code) => {
    expect((await feed(system, code)).entry).toEqual([]);
  });

  it("echoes the question, the code system by its label", async () => {
    const answer = await feed(ICD10, "I10", { "mainSearchCriteria.v.dn": "pressure" });
    expect(answer.subtitle._value).toBe("MedlinePlus Connect results for ICD-10-CM I10");
    expect(answer.category.map(({ term }) => term)).toEqual(["I10", "ICD10CM", "pressure", "PAT"]);
  });

  it("marks its links and writes the day before the month in an entry's id", async () => {
    const [entry] = (await feed(ICD10, "O03.9")).entry;
    expect(entry?.link[0]?.href).toBe(
      "https://medlineplus.gov/miscarriage.html?utm_source=mplusconnect&utm_medium=service",
    );
    expect(entry?.id._value).toMatch(/^tag: medlineplus\.gov, 2026-08-10:\/miscarriage\.html\?/);
    expect(entry?.summary._value).toContain('href="https://medlineplus.gov/stillbirth.html?utm_source=mplusconnect"');
  });

  it("answers in Spanish when asked", async () => {
    const answer = await feed(ICD10, "O03.9", { "informationRecipient.languageCode.c": "es" });
    expect(titles(answer)).toEqual(["Aborto espontáneo"]);
    expect(answer.entry[0]?.link[0]?.href).toContain("https://medlineplus.gov/spanish/miscarriage.html?");
  });

  it("finds a drug by its name when the code is unknown, and nothing else that way", async () => {
    expect(titles(await feed(RXCUI, "0", { "mainSearchCriteria.v.dn": "Metformin" }))).toEqual(["Diabetes Type 2"]);
    expect(titles(await feed(ICD10, "0", { "mainSearchCriteria.v.dn": "Measles without complication" }))).toEqual([]);
  });

  it("answers as Atom to who names no type", async () => {
    const response = await ask(ICD10, "K90.0");
    const body = await response.text();
    expect(response.headers.get("content-type")).toBe("text/xml;charset=UTF-8");
    expect(body.match(/<entry>/g)).toHaveLength(2);
    expect(body).toContain('<title type="text">Celiac Disease</title>');
    expect(body).toContain("utm_source=mplusconnect&amp;utm_medium=service");
  });

  it("wraps the answer in a call for JSONP", async () => {
    const response = await ask(ICD10, "I10", { knowledgeResponseType: "application/javascript", callback: "show" });
    expect(await response.text()).toMatch(/^show\(\{"feed":.*\}\)$/s);
  });
});
