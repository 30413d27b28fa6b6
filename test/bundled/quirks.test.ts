import { readdir, readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { readSampleTopics, type SampleTopic } from "./sample-topics.js";

const topics: SampleTopic[] = [];
const pages = new Map<string, string>();

beforeAll(async () => {
  const names = await readdir("fixtures/medlineplus/topics");
  for (const name of names) {
    const file = await readFile(`fixtures/medlineplus/topics/${name}`, "utf8");
    topics.push(...readSampleTopics(`<health-topics>${file}</health-topics>`));
  }
  for (const folder of ["article", "patientinstructions", "spanish/article", "spanish/patientinstructions"]) {
    for (const name of await readdir(`fixtures/encyclopedia/${folder}`)) {
      pages.set(`${folder}/${name}`, await readFile(`fixtures/encyclopedia/${folder}/${name}`, "utf8"));
    }
  }
});

const texts = (topic: SampleTopic, name: string) => topic.texts[name] ?? [];
const summary = (topic: SampleTopic) => texts(topic, "full-summary")[0] ?? "";
const isSpanish = (topic: SampleTopic) => topic.language === "Spanish";
const links = (topic: SampleTopic) => topic.sites.map((site) => site.url);
const hasCategory = (topic: SampleTopic, category: string) =>
  topic.sites.some((site) => site.categories.includes(category));

const TOPIC_QUIRKS: [string, (topic: SampleTopic) => boolean][] = [
  ["a topic without summary", (topic) => texts(topic, "full-summary").length === 0],
  ["an English topic without other names", (topic) => !isSpanish(topic) && texts(topic, "also-called").length === 0],
  ["an English topic without MeSH heading", (topic) => !isSpanish(topic) && topic.mesh.length === 0],
  ["an English topic without Spanish sister", (topic) => !isSpanish(topic) && topic.sisterId === undefined],
  ["a topic without related topics", (topic) => topic.relatedIds.length === 0],
  ["a topic with sixteen related topics", (topic) => topic.relatedIds.length === 16],
  ["a name that repeats part of the title", (topic) => texts(topic, "also-called").includes("COVID-19")],
  ["a see-reference equal to another name", (topic) => texts(topic, "see-reference").includes("Early pregnancy loss")],
  ["an inverted see-reference", (topic) => texts(topic, "see-reference").includes("Pain, Abdominal")],
  ["a topic in fourteen groups", (topic) => texts(topic, "group").length === 14],
  ["a topic without any site", (topic) => !isSpanish(topic) && topic.sites.length === 0],
  ["a topic with 150 sites", (topic) => topic.sites.length >= 150],
  [
    "a slideshow among the encyclopedia's links",
    (topic) => links(topic).some((url) => url.includes("/ency/presentations/")),
  ],
  ["a site of three categories", (topic) => topic.sites.some((site) => site.categories.length === 3)],
  ["a site of two organizations", (topic) => topic.sites.some((site) => site.organizations.length === 2)],
  ["a site without organization", (topic) => topic.sites.some((site) => site.organizations.length === 0)],
  ["a category nobody knows", (topic) => hasCategory(topic, "Podcasts")],
  ["a retired category, Overviews", (topic) => hasCategory(topic, "Overviews")],
  ["a retired category, Latest News", (topic) => hasCategory(topic, "Latest News")],
  ["a category under its old name", (topic) => hasCategory(topic, "Diagnosis/Symptoms")],
  ["a Spanish site not to be shown", (topic) => hasCategory(topic, "NON-DISPLAY (Patient Handout)")],
  ["a heading with qualifiers", (topic) => topic.mesh.some((heading) => heading.qualifiers.length === 2)],
  ["a descriptor of nine digits", (topic) => topic.mesh.some((heading) => /^D\d{9}$/.test(heading.id))],
  [
    "Spanish twice among the other languages",
    (topic) => topic.otherLanguages.filter((l) => l.name === "Spanish").length === 2,
  ],
  [
    "raw spaces, commas, brackets in a fragment",
    (topic) => topic.otherLanguages.some((l) => /#.*, .* \(.*\)/.test(l.url)),
  ],
  ["a relative link with a tid", (topic) => /<a href="\w+\.html" tid="\d+">/.test(summary(topic))],
  ["a nested list in a summary", (topic) => /<li>[^<]*<ul>|<ul><li>.*?<ul>/.test(summary(topic))],
  ["a table in a summary", (topic) => summary(topic).includes("<table>")],
  ["an empty paragraph", (topic) => summary(topic).includes("<p></p>")],
  ["a tab at the start of a list item", (topic) => summary(topic).includes("<li>\t")],
  ["a double space", (topic) => /\w\. {2}\w/.test(summary(topic))],
  ["an entity escaped twice", (topic) => summary(topic).includes("&nbsp;")],
  ["a narrow no-break space", (topic) => summary(topic).includes("\u202f")],
  ["an attribution of today's form", (topic) => /<p class="">NIH: .*<\/p>$/.test(summary(topic))],
  [
    "an attribution of the older form",
    (topic) => /<p style="font-weight:bold;font-style:italic;">/.test(summary(topic)),
  ],
  [
    "a link of the old host",
    (topic) => [...links(topic), summary(topic)].some((text) => text.includes("www.nlm.nih.gov/medlineplus/")),
  ],
  ["a description of 223 characters", (topic) => topic.metaDescription.length === 223],
  ["a description that ends in a space", (topic) => topic.metaDescription.endsWith(" ")],
  [
    "a trial search of 2012",
    (topic) => links(topic).some((url) => url.startsWith("http://clinicaltrials.gov/search/open/condition=")),
  ],
  [
    "a trial search of 2013 to 2023, two conditions",
    (topic) => links(topic).some((url) => /ct2\/results\?cond=.*\+OR\+/.test(url)),
  ],
  [
    "a trial search of today",
    (topic) =>
      links(topic).some((url) => /clinicaltrials\.gov\/search\?cond=%22.*&aggFilters=status:not%20rec/.test(url)),
  ],
  [
    "a paper by the old PubMed address",
    (topic) => links(topic).some((url) => /www\.ncbi\.nlm\.nih\.gov\/pubmed\/\d+$/.test(url)),
  ],
  [
    "a paper by today's PubMed address",
    (topic) => links(topic).some((url) => /pubmed\.ncbi\.nlm\.nih\.gov\/\d+\/$/.test(url)),
  ],
  [
    "a saved PubMed search, old address",
    (topic) => links(topic).some((url) => url.startsWith("http://www.ncbi.nlm.nih.gov/pubmed?term=")),
  ],
  [
    "a saved PubMed search, today's address",
    (topic) => links(topic).some((url) => url.startsWith("https://pubmed.ncbi.nlm.nih.gov/?term=")),
  ],
];

const PAGE_QUIRKS: [string, (page: string) => boolean][] = [
  ["the current layout", (page) => page.includes('<div class="main">') && page.includes('aria-controls="section-1"')],
  ["the older layout", (page) => page.includes('<div class="main-single">')],
  ["no summary", (page) => !page.includes('id="ency_summary"')],
  ["no alternative names", (page) => !page.includes('id="section-Alt"')],
  ["twelve alternative names", (page) => /id="section-Alt"><p>(?:[^;<]+; ){11}[^;<]+</.test(page)],
  ["headings of a test", (page) => page.includes("<h2>How the Test is Performed</h2>")],
  ["headings of a symptom", (page) => page.includes("<h2>What to Expect at Your Office Visit</h2>")],
  ["headings of a procedure", (page) => page.includes("<h2>Why the Procedure is Performed</h2>")],
  ["a table in a section", (page) => page.includes("<table>")],
  ["the image box twice", (page) => (page.match(/<h2>Images<\/h2>/g) ?? []).length === 2],
  [
    "a protocol-relative thumbnail",
    (page) => /src="\/\/medlineplus\.gov\/ency\/images\/ency\/tnails\/\d+t\.jpg"/.test(page),
  ],
  ["the related box twice", (page) => (page.match(/<h2>Related MedlinePlus Health Topics<\/h2>/g) ?? []).length === 2],
  ["a relative link with a stray attribute", (page) => page.includes('<a test="test" href="./')],
  ["a link to the other kind", (page) => page.includes('<a test="test" href="../article/')],
  ["a review date without leading zeros", (page) => /<h2>Review Date \d\/\d\/\d{4}<\/h2>/.test(page)],
  [
    "a Spanish review date and translator",
    (page) => /Ultima revisión \d+\/.*Traducción y localización realizada por:/s.test(page),
  ],
];

describe("the sample topics have", () => {
  it.each(TOPIC_QUIRKS)("%s", (_quirk, shows) => {
    expect(topics.some(shows)).toBe(true);
  });

  it("line breaks around the texts of one record, as in copies that somebody has formatted", async () => {
    const record = await readFile("fixtures/medlineplus/topics/stillbirth.xml", "utf8");
    expect(record).toMatch(/<information-category>\n +Start Here\n +<\/information-category>/);
  });

  it("no MeSH heading and no other language on Spanish topics, and bookkeeping on every Spanish site", () => {
    const spanish = topics.filter(isSpanish);
    expect(spanish.flatMap((topic) => [...topic.mesh, ...topic.otherLanguages])).toEqual([]);
    const sites = spanish.flatMap((topic) => topic.sites);
    expect(sites.filter((site) => !site.categories.includes("Spanish/Español"))).toEqual([]);
    expect(sites.filter((site) => site.categories.includes("Encyclopedia"))).toEqual([]);
  });
});

describe("the sample encyclopedia has", () => {
  it.each(PAGE_QUIRKS)("%s", (_quirk, shows) => {
    expect([...pages.values()].some(shows)).toBe(true);
  });

  it("three or more numbers that are used by both kinds", () => {
    const shared = [...pages.keys()].filter(
      (path) => path.startsWith("article/") && pages.has(path.replace("article/", "patientinstructions/")),
    );
    expect(shared.length).toBeGreaterThanOrEqual(3);
  });

  it("at least 25 pages with a Spanish twin", () => {
    expect([...pages.keys()].filter((path) => pages.has(`spanish/${path}`)).length).toBeGreaterThanOrEqual(25);
  });
});
