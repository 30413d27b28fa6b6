import { beforeAll, describe, expect, it } from "@jest/globals";
import { Language } from "../../../src/content/index.js";
import { TopicSearchIndex } from "../../../src/sources/medlineplus/search-index.js";
import type { TopicCard } from "../../../src/sources/medlineplus/snapshot-format.js";
import { toSnippet } from "../../../src/sources/medlineplus/snippet.js";
import { editDistance } from "../../../src/sources/medlineplus/spelling.js";
import type { StoredTopic } from "../../../src/sources/medlineplus/stored-topic.js";
import { suggestNames } from "../../../src/sources/medlineplus/suggest.js";

function card(topicId: string, title: string, names: string[] = []): TopicCard {
  const lists = { groupIds: [], meshDescriptorIds: [], encyclopediaArticleIds: [] };
  return { topicId, title, names, slug: title, language: Language.ENGLISH, ...lists, offset: 0, length: 0, crc: 0 };
}

function indexOf(language: Language, topics: [title: string, names: string[], mesh: string[], summary: string][]) {
  const index = new TopicSearchIndex(language);
  for (const [title, names, mesh, text] of topics) {
    const meshHeadings = mesh.map((name) => ({ descriptor: { id: name, name }, qualifiers: [], isMajorTopic: null }));
    index.add(card(title, title, names), { meshHeadings, summary: { text, html: "" } } as unknown as StoredTopic);
  }
  return { find: (query: string) => index.find(query).hits.map(({ topicId }) => topicId), index };
}

describe("the search of topics", () => {
  let english: ReturnType<typeof indexOf>;
  let spanish: ReturnType<typeof indexOf>;

  beforeAll(() => {
    english = indexOf(Language.ENGLISH, [
      [
        "Heart Attack",
        ["MI", "Myocardial Infarction"],
        ["Myocardial Infarction"],
        "Blood stops flowing. Call for help.",
      ],
      ["Heart Diseases", ["Cardiac Diseases"], ["Heart Diseases"], "Many diseases harm the heart; an attack is one."],
      [
        "Stress",
        [],
        ["Stress, Psychological"],
        "Long stress can harm the heart, the stomach and sleep. Some are bleeding.",
      ],
      ["Vitamin A", ["Retinol"], [], "A vitamin for the eyes."],
      [
        "Miscarriage",
        ["Spontaneous Abortion"],
        ["Abortion, Spontaneous"],
        "The loss of a pregnancy. Bleeding is a sign.",
      ],
    ]);
    spanish = indexOf(Language.SPANISH, [
      ["Infección urinaria", ["Cistitis"], [], "Las infecciones de la vejiga son frecuentes en mujeres."],
      ["Corazón sano", [], [], "Cuide su corazón: coma bien y duerma."],
    ]);
  });

  it("puts the topic of that title first, then titles, then other places", () => {
    expect(english.find("heart diseases")).toEqual(["Heart Diseases"]);
    expect(english.find("heart").slice(0, 2).sort()).toEqual(["Heart Attack", "Heart Diseases"]);
    expect(english.find("heart").at(-1)).toBe("Stress");
    expect(english.find("vitamin a")[0]).toBe("Vitamin A");
  });

  it("puts the topic of that other name before those that only mention it", () => {
    expect(english.find("spontaneous abortion")[0]).toBe("Miscarriage");
    expect(english.find("MI")[0]).toBe("Heart Attack");
  });

  it("finds other forms of a word, beginnings of the last word, and words in MeSH headings", () => {
    expect(english.find("miscarriages")).toEqual(["Miscarriage"]);
    expect(english.find("bleeds")).toEqual(expect.arrayContaining(["Miscarriage", "Stress"]));
    expect(english.find("miscar")).toEqual(["Miscarriage"]);
    expect(english.find("psychological")).toEqual(["Stress"]);
  });

  it("finds Spanish words with and without their accents, in any form", () => {
    expect(spanish.find("infeccion")).toEqual(["Infección urinaria"]);
    expect(spanish.find("INFECCIÓN")).toEqual(["Infección urinaria"]);
    expect(spanish.find("infecciones urinarias")).toEqual(["Infección urinaria"]);
    expect(spanish.find("corazon")).toEqual(["Corazón sano"]);
  });

  it("finds misspelt words and says how they are written", () => {
    expect(english.find("hart atack")[0]).toBe("Heart Attack");
    expect(english.index.find("hart atack").suggestion).toBe("heart attack");
    expect(spanish.index.find("corzaon").suggestion).toBe("corazón");
  });

  it("suggests nothing for words that are known or still being typed", () => {
    expect(english.index.find("heart").suggestion).toBeNull();
    expect(english.index.find("the miscar").suggestion).toBeNull();
    expect(english.index.find("zzzzzzzz").suggestion).toBeNull();
  });

  it("looks at the first words of a query without end, and sets none of it right", () => {
    const noise = ["haert", "atack", "strss", "vitmin"];

    expect(english.index.find(noise.join(" ")).suggestion).toBeNull();
    expect(english.find(`miscarriage ${"heart blood sleep ".repeat(10)}`)).toContain("Miscarriage");
    expect(english.find("a b c d e f g h i j k l m n")).toEqual([]);
  });

  it("asks for all words, and for some when no topic has all", () => {
    expect(english.find("heart blood")).toEqual(["Heart Attack"]);
    expect(english.find("retinol miscarriage").sort()).toEqual(["Miscarriage", "Vitamin A"]);
  });

  it("counts only what it is told to count", () => {
    expect(english.index.find("heart", (topicId) => topicId === "Stress").hits).toHaveLength(1);
  });

  it.each([
    ['"', "quotes"],
    ["heart AND (", "operators"],
    ["🫀🫀🫀", "signs that are no words"],
    ["\u202Eheart\u202C", "marks of direction"],
    ["\uD83D heart", "half a letter"],
    ["x".repeat(200), "a word without end"],
    ["(((a+)+)+)$", "a pattern"],
    ["constructor __proto__ toString", "names of inner things"],
  ])("answers %j: %s", (query) => {
    expect(Array.isArray(english.find(query))).toBe(true);
  });
});

describe("the snippet of a found topic", () => {
  it("shows the words around the first that was found, marked", () => {
    const text = `${"Nothing here. ".repeat(20)}Some are bleeding <heavily> & long. ${"More text follows. ".repeat(20)}`;

    const { html, text: plain } = toSnippet(text, ["bleed"], Language.ENGLISH);

    expect(html).toContain("Some are <mark>bleeding</mark> &lt;heavily&gt; &amp; long.");
    expect(plain).toMatch(/^… .*Some are bleeding <heavily> & long\..* …$/);
    expect(plain.length).toBeLessThan(250);
  });

  it("shows the beginning when the words are elsewhere", () => {
    expect(toSnippet("Short and plain.", ["asthma"], Language.ENGLISH).html).toBe("Short and plain.");
  });

  it("marks words with accents by words without", () => {
    expect(toSnippet("Una infección.", ["infeccion"], Language.SPANISH).html).toBe("Una <mark>infección</mark>.");
  });
});

describe("suggestions while somebody types", () => {
  const cards = [
    card("1", "Abdominal Pain", ["Bellyache"]),
    card("2", "Back Pain"),
    card("3", "Pain"),
    card("4", "Burns", ["Painful skin"]),
  ];

  it("offer titles first, then other names, one line per topic", () => {
    expect(suggestNames(cards, "Pain", 10).map(({ text }) => text)).toEqual([
      "Pain",
      "Abdominal Pain",
      "Back Pain",
      "Painful skin",
    ]);
    expect(suggestNames(cards, "belly", 10).map(({ text, card: { title } }) => [text, title])).toEqual([
      ["Bellyache", "Abdominal Pain"],
    ]);
  });

  it("offer no more than asked, and nothing for what is no word", () => {
    expect(suggestNames(cards, "pain", 2)).toHaveLength(2);
    expect(suggestNames(cards, "🫀", 2)).toEqual([]);
  });
});

describe("the distance of two words", () => {
  it.each([
    ["heart", "heart", 0],
    ["hart", "heart", 1],
    ["haert", "heart", 1],
    ["corzaon", "corazon", 1],
    ["asthma", "azma", 3],
    ["heart", "kidney", 3],
  ])("%s and %s: %i", (one, other, distance) => {
    expect(editDistance(one, other, 2)).toBe(distance);
  });
});
