import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type BundledSources, startBundledSources } from "../../src/bundled/index.js";
import { readSampleTopics, type SampleTopic } from "./sample-topics.js";

interface Concordance {
  topics: {
    slug: string;
    id: number;
    title: string;
    idSpanish: number | null;
    mesh: { id: string; name: string }[];
    relatedSlugs: string[];
    encyclopedia: { path: string; title: string; titleSpanish: string | null }[];
    pmids: string[];
    trialConditions: string[];
    nctIds: string[];
  }[];
  crossLinks: { articleToTrials: Record<string, string[]>; trialToArticles: Record<string, string[]> };
}

const PMID_IN_LINK = /(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov\/pubmed)\/(\d+)/;
const ENCYCLOPEDIA_PAGE = /\/(?:spanish\/)?ency\/(?:article|patientinstructions)\/\d{6}\.htm$/;

let sources: BundledSources;
let plan: Concordance;
let topics: SampleTopic[];
let english: SampleTopic[];

beforeAll(async () => {
  sources = await startBundledSources({ fixtures: "fixtures", now: () => new Date("2026-10-01T12:00:00Z") });
  plan = JSON.parse(await readFile("fixtures/concordance.json", "utf8")) as Concordance;
  const file = await fetch(`${sources.urls.medlineplus}/xml/mplus_topics_2026-10-01.xml`);
  topics = readSampleTopics(await file.text());
  english = topics.filter((topic) => topic.language === "English");
});
afterAll(() => sources.close());

const unique = <T>(values: Iterable<T>) => [...new Set(values)];
const linksOf = (topic: SampleTopic) => topic.sites.flatMap((site) => [site.url, site.mappedUrl ?? []].flat());

async function missingPages(urls: Iterable<string>): Promise<string[]> {
  const missing: string[] = [];
  for (const url of unique(urls)) {
    const { pathname } = new URL(url.replace("www.nlm.nih.gov/medlineplus", "medlineplus.gov"));
    const response = await fetch(`${sources.urls.medlineplus}${pathname}`);
    await response.arrayBuffer();
    if (response.status !== 200) missing.push(url);
  }
  return missing;
}

async function fetchCitations(pmids: readonly string[]): Promise<Map<string, string>> {
  const body = new URLSearchParams({ db: "pubmed", retmode: "xml", id: pmids.join(",") });
  const xml = await (await fetch(`${sources.urls.pubmed}/efetch.fcgi`, { method: "POST", body })).text();
  const records = xml.split(/(?=<PubmedArticle>|<PubmedBookArticle>)/).slice(1);
  return new Map(records.map((record) => [/<PMID[^>]*>(\d+)</.exec(record)?.[1] ?? "", record]));
}

function plainTitle(record: string): string {
  const title = /<ArticleTitle[^>]*>(.*?)<\/ArticleTitle>/s.exec(record)?.[1] ?? "";
  const text = title.replace(/<[^>]+>/g, "").replace(/&#x?\w+;/g, decodeReference);
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").replace(/\s+/g, " ");
}

function decodeReference(reference: string): string {
  const digits = reference.slice(2, -1);
  return String.fromCodePoint(digits.startsWith("x") ? Number.parseInt(digits.slice(1), 16) : Number(digits));
}

async function trialIds(params: Record<string, string>): Promise<string[]> {
  const query = new URLSearchParams({ fields: "NCTId", pageSize: "1000", ...params });
  const response = await fetch(`${sources.urls.clinicaltrials}/studies?${query}`);
  return (await response.text()).match(/NCT\d{8}/g) ?? [];
}

describe("the sample data", () => {
  it("is large enough: 40 topics in two languages, 80 articles, 160 citations, 80 trials", () => {
    expect(english.filter((topic) => topic.sisterId).length).toBeGreaterThanOrEqual(40);
    expect(sources.counts.topics).toBe(topics.length);
    expect(unique(plan.topics.flatMap((topic) => topic.encyclopedia.map(({ path }) => path))).length).toBeGreaterThan(
      80,
    );
    expect(sources.counts.journalArticles).toBeGreaterThanOrEqual(160);
    expect(sources.counts.clinicalTrials).toBeGreaterThanOrEqual(80);
  });

  it("gives every topic an id of its own and English topics the slug of their title", () => {
    expect(unique(topics.map((topic) => topic.id))).toHaveLength(topics.length);
    for (const { title, url } of english) {
      expect(url).toBe(`https://medlineplus.gov/${title.toLowerCase().replace(/[^a-z0-9]/g, "")}.html`);
    }
  });

  it("relates topics only to topics of the same language that are there, and sisters to one another", () => {
    const byId = new Map(topics.map((topic) => [topic.id, topic]));
    for (const topic of topics) {
      const related = topic.relatedIds.map((id) => byId.get(id)?.language);
      expect([topic.title, unique(related)]).toEqual([topic.title, related.length > 0 ? [topic.language] : []]);
      if (topic.sisterId) expect(byId.get(topic.sisterId)?.sisterId).toBe(topic.id);
    }
  });

  it("has in its topics what the concordance says", () => {
    for (const planned of plan.topics) {
      const topic = english.find(({ id }) => id === String(planned.id));
      expect(topic?.title).toBe(planned.title);
      expect(topic?.mesh.map(({ id, name }) => ({ id, name }))).toEqual(planned.mesh);
      expect(topic?.sisterId).toBe(planned.idSpanish === null ? undefined : String(planned.idSpanish));
      const links = topic ? linksOf(topic) : [];
      expect(unique(links.flatMap((url) => PMID_IN_LINK.exec(url)?.[1] ?? [])).sort()).toEqual(
        [...planned.pmids].sort(),
      );
      for (const { path } of planned.encyclopedia)
        expect(links.some((url) => url.endsWith(`/ency/${path}.htm`))).toBe(true);
    }
  });

  it("has every encyclopedia page that a topic links to, in both languages", async () => {
    const urls = topics.flatMap(linksOf).filter((url) => ENCYCLOPEDIA_PAGE.test(url));
    expect(unique(urls).length).toBeGreaterThan(140);
    expect(await missingPages(urls)).toEqual([]);
  });

  it("has every page that an encyclopedia page or a summary links to", async () => {
    const targets = new Set<string>();
    for (const url of unique(topics.flatMap(linksOf)).filter((link) => ENCYCLOPEDIA_PAGE.test(link))) {
      const page = new URL(url.replace("www.nlm.nih.gov/medlineplus", "medlineplus.gov"));
      const html = await (await fetch(`${sources.urls.medlineplus}${page.pathname}`)).text();
      for (const [, href = ""] of html.matchAll(/<a test="test" href="([^"]+)"/g))
        targets.add(new URL(href, page).href);
      for (const [, href = ""] of html.matchAll(/<li><a href="(https:[^"]+\.html)"/g)) targets.add(href);
    }
    for (const topic of topics) {
      const summary = topic.texts["full-summary"]?.[0] ?? "";
      for (const [, href = ""] of summary.matchAll(/href="([^"]+)"/g)) targets.add(new URL(href, topic.url).href);
    }
    expect(targets.size).toBeGreaterThan(150);
    expect(await missingPages(targets)).toEqual([]);
  });

  it("has every citation that a topic links to", async () => {
    const pmids = unique(plan.topics.flatMap((topic) => topic.pmids));
    const found = await fetchCitations(pmids);
    expect(pmids.filter((pmid) => !found.has(pmid))).toEqual([]);
  });

  it("titles the link to a paper with the beginning of the paper's title", async () => {
    const papers = english.flatMap((topic) => topic.sites).filter((site) => site.title.startsWith("Article: "));
    const citations = await fetchCitations(unique(papers.flatMap(({ url }) => PMID_IN_LINK.exec(url)?.[1] ?? [])));
    expect(papers.length).toBeGreaterThan(160);
    for (const { title, url } of papers) {
      const whole = plainTitle(citations.get(PMID_IN_LINK.exec(url)?.[1] ?? "") ?? "");
      expect(whole).toContain(title.replace("Article: ", "").replace(/\.{3}$/, ""));
    }
  });

  it("has every trial of the concordance, each found by the saved search of its topic", async () => {
    const planned = unique(plan.topics.flatMap((topic) => topic.nctIds));
    const found = await trialIds({ "filter.ids": planned.join(",") });
    expect(planned.filter((id) => !found.includes(id))).toEqual([]);
    for (const { title, trialConditions, nctIds } of plan.topics.filter((topic) => topic.trialConditions.length > 0)) {
      const condition = trialConditions.map((name) => `"${name}"`).join(" OR ");
      const answer = await trialIds({ "query.cond": condition });
      expect([title, nctIds.filter((id) => !answer.includes(id))]).toEqual([title, []]);
    }
  });

  it("names the trials in the citations and the citations in the trials", async () => {
    const { articleToTrials, trialToArticles } = plan.crossLinks;
    const citations = await fetchCitations(Object.keys(articleToTrials));
    for (const [pmid, ids] of Object.entries(articleToTrials)) {
      const named =
        citations
          .get(pmid)
          ?.match(/<AccessionNumber>NCT\d{8}/g)
          ?.map((tag) => tag.slice(-11)) ?? [];
      expect([pmid, ids.filter((id) => !named.includes(id))]).toEqual([pmid, []]);
    }
    for (const [id, pmids] of Object.entries(trialToArticles)) {
      const study = await (await fetch(`${sources.urls.clinicaltrials}/studies/${id}`)).text();
      expect([id, pmids.filter((pmid) => !study.includes(`"${pmid}"`))]).toEqual([id, []]);
    }
  });

  it("has a topic behind every code of the code table", async () => {
    const { codes } = JSON.parse(await readFile("fixtures/connect/codes.json", "utf8")) as {
      codes: { code: string; topics: string[] }[];
    };
    const slugs = new Set(plan.topics.map((topic) => topic.slug));
    expect(codes.length).toBeGreaterThan(60);
    expect(codes.filter(({ topics: named }) => named.length === 0 || named.some((slug) => !slugs.has(slug)))).toEqual(
      [],
    );
  });
});
