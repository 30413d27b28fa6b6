import { describe, expect, it } from "@jest/globals";
import { Language } from "../../../src/content/index.js";
import { TopicLinkFormat } from "../../../src/sources/medlineplus/link-words.js";
import { toHealthTopic } from "../../../src/sources/medlineplus/model.js";
import { SECTION_PLANS, sectionPlanOf } from "../../../src/sources/medlineplus/section-plan.js";
import type { StoredLink, StoredTopic } from "../../../src/sources/medlineplus/stored-topic.js";
import { TopicIndex } from "../../../src/sources/medlineplus/topic-index.js";
import type { HealthTopic } from "../../../src/sources/medlineplus/types.js";

const NO_TOPICS = new TopicIndex();

function link(title: string, categories: string[], more: Partial<StoredLink> = {}): StoredLink {
  const url = `https://example.org/${title}`;
  return { title, url, translationUrl: null, organizations: [], categories, descriptions: [], ...more };
}

function topicWith(links: StoredLink[], language = Language.ENGLISH): HealthTopic {
  const stored: StoredTopic = {
    topicId: "1",
    slug: "sample",
    title: "Sample",
    language,
    url: "https://medlineplus.gov/sample.html",
    metaDescription: null,
    alsoCalled: [],
    seeReferences: [],
    summary: null,
    groups: [],
    meshHeadings: [],
    primaryInstitute: null,
    otherLanguages: [],
    createdOn: null,
    links,
    relatedTopicIds: [],
    translationTopicId: null,
  };
  return toHealthTopic(stored, NO_TOPICS);
}

const outline = (topic: HealthTopic): unknown[] =>
  topic.sections.map(({ block, heading, links }) => [block, heading, ...links.map(({ title }) => title)]);

describe("the sections of a topic", () => {
  it("come in the page's order, whatever the order of the links", () => {
    const topic = topicWith([
      link("a", ["Encyclopedia", "Patient Handouts"]),
      link("b", ["Find an Expert"]),
      link("c", ["Journal Articles"]),
      link("d", ["Specifics"]),
      link("e", ["Start Here"]),
      link("f", ["Patient Handouts", "Start Here"]),
    ]);

    expect(outline(topic)).toEqual([
      ["BASICS", "Start Here", "e", "f"],
      ["LEARN_MORE", "Specifics", "d"],
      ["RESEARCH", "Journal Articles", "c"],
      ["RESOURCES", "Find an Expert", "b"],
      ["FOR_YOU", "Patient Handouts", "a", "f"],
      ["ENCYCLOPEDIA", "Medical Encyclopedia", "a"],
    ]);
  });

  it("have Spanish headings in Spanish, and hide the editors' marks", () => {
    const topic = topicWith(
      [
        link("a", ["Asuntos específicos", "Spanish/Español"]),
        link("b", ["Comience aquí", "Spanish/Español", "NON-DISPLAY (Patient Handout)"]),
        link("c", ["Spanish/Español"]),
      ],
      Language.SPANISH,
    );

    expect(outline(topic)).toEqual([
      ["BASICS", "Comience aquí", "b"],
      ["LEARN_MORE", "Asuntos específicos", "a"],
    ]);
    expect(topic.links).toHaveLength(3);
  });

  it("read the categories of past years, and list a link once where two of them have become one section", () => {
    const topic = topicWith([
      link("a", ["Videos", "Tutorials"]),
      link("b", ["Diagnosis/Symptoms"]),
      link("c", ["Organizations"]),
      link("d", ["diagnosis  and tests"]),
    ]);

    expect(outline(topic)).toEqual([
      ["BASICS", "Diagnosis and Tests", "b", "d"],
      ["SEE_PLAY_LEARN", "Videos and Tutorials", "a"],
      ["RESOURCES", "Find an Expert", "c"],
    ]);
    expect(topic.sections[0]?.category).toBe("Diagnosis/Symptoms");
  });

  it("keep a category that nobody knows under its own name, at the end", () => {
    const topic = topicWith([link("a", ["Virtual Reality"]), link("b", ["Encyclopedia"]), link("c", ["Start Here"])]);

    expect(outline(topic)).toEqual([
      ["BASICS", "Start Here", "c"],
      ["ENCYCLOPEDIA", "Medical Encyclopedia", "b"],
      [null, "Virtual Reality", "a"],
    ]);
  });

  it("know every heading in both languages by itself", () => {
    for (const plan of SECTION_PLANS) {
      expect(sectionPlanOf(plan.english)).toBe(plan);
      expect(sectionPlanOf(plan.spanish)).toBe(plan);
    }
  });
});

describe("a link of a topic", () => {
  it.each([
    [["NIH"], "https://example.org/a", TopicLinkFormat.HTML],
    [["NIH", "PDF"], "https://example.org/a", TopicLinkFormat.PDF],
    [["Video"], "https://example.org/a", TopicLinkFormat.VIDEO],
    [["Interactive Tutorial"], "https://example.org/a", TopicLinkFormat.TUTORIAL],
    [["Tutorial interactivo"], "https://example.org/a", TopicLinkFormat.TUTORIAL],
    [["Hologram"], "https://example.org/a", TopicLinkFormat.OTHER],
    [[], "https://example.org/a.pdf?x=1", TopicLinkFormat.PDF],
    [[], "https://example.org/pdf", TopicLinkFormat.HTML],
  ])("with the marks %j at %s opens as %s", (descriptions, url, format) => {
    const [only] = topicWith([link("a", [], { descriptions, url })]).links;

    expect(only).toMatchObject({ format, isNih: descriptions.includes("NIH") });
  });

  it("of an English topic is also in Spanish when it has another address", () => {
    const translationUrl = "https://example.org/es";

    const [english, alone] = topicWith([link("a", [], { translationUrl }), link("b", [])]).links;
    const [spanish] = topicWith([link("a", [], { translationUrl })], Language.SPANISH).links;

    expect(english).toMatchObject({ alsoInSpanish: true, translationUrl });
    expect(alone).toMatchObject({ alsoInSpanish: false, translationUrl: null });
    expect(spanish).toMatchObject({ alsoInSpanish: false, translationUrl });
  });

  it("says what it leads to without anybody being asked", () => {
    const url = "https://medlineplus.gov/ency/article/001488.htm";

    const [only] = topicWith([link("a", [], { url })]).links;

    expect(only).toMatchObject({ kind: "ENCYCLOPEDIA_ARTICLE", encyclopediaArticleId: "article/001488", pmid: null });
  });
});
