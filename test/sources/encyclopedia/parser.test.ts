import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Language } from "../../../src/content/index.js";
import { parsePage } from "../../../src/sources/encyclopedia/parser.js";
import { OLDER_PAGE, page, SECTIONS, SPANISH_PAGE, section } from "./pages.js";

const KEY = { articleId: "article/009999", language: Language.ENGLISH };
const SPANISH = { ...KEY, language: Language.SPANISH };

describe("a page of the current layout", () => {
  const article = parsePage(page(), KEY);

  it("gives title, ids, address and summary", () => {
    expect(article).toMatchObject({
      id: "EncyclopediaArticle:article/009999",
      articleId: "article/009999",
      kind: "ARTICLE",
      language: "ENGLISH",
      title: "Sample rash",
      url: "https://medlineplus.gov/ency/article/009999.htm",
      summary: { html: "<p>A rash that was made up. It itches.</p>", text: "A rash that was made up. It itches." },
    });
  });

  it("gives the sections in order, with links resolved and stray attributes gone", () => {
    expect(article.sections).toEqual([
      {
        heading: "Causes",
        kind: "CAUSES",
        text: {
          html: `<p>Wool, soap &amp; <a href="https://medlineplus.gov/ency/article/009998.htm">sun</a>.</p><ul><li>Wool</li><li>P&lt;0.001</li></ul>`,
          text: "Wool, soap & sun.\n- Wool\n- P<0.001",
        },
      },
      {
        heading: "How to scratch",
        kind: "OTHER",
        text: { html: "<h2>Not at all</h2><p>Keep your nails short.</p>", text: "Not at all\nKeep your nails short." },
      },
    ]);
  });

  it("gives names, references, images and topics once each", () => {
    expect(article.alternativeNames).toEqual(["Blotch", "Itchy spot", "Red spot"]);
    expect(article.references).toEqual(["Doe J. Book of Spots. 2nd ed. 2020.", "Roe R. Spots. 2021."]);
    expect(article.relatedTopicLinks).toEqual([
      { title: "Sample Rash", url: "https://medlineplus.gov/samplerash.html" },
    ]);
    expect(article.images).toEqual([
      {
        title: "Red spot",
        thumbnailUrl: "https://medlineplus.gov/ency/images/ency/tnails/99001t.jpg",
        pageUrl: "https://medlineplus.gov/ency/imagepages/99001.htm",
      },
      {
        title: "Blue spot",
        thumbnailUrl: "https://medlineplus.gov/ency/images/ency/tnails/99002t.jpg",
        pageUrl: "https://medlineplus.gov/ency/imagepages/99002.htm",
      },
    ]);
  });

  it("reads the review's date in US order and its people", () => {
    expect(article).toMatchObject({
      reviewedOn: "2024-03-07",
      reviewedBy: "Updated by: Jane Doe, MD, Spot Clinic. Also reviewed by Richard Roe, MD, and the team.",
      updatedBy: "Jane Doe, MD, Spot Clinic.",
      alsoReviewedBy: "Richard Roe, MD, and the team.",
      translatedBy: null,
    });
  });

  it("lets no sentence of the page around the article through", () => {
    expect(JSON.stringify(article)).not.toMatch(/sharing features|Share|Expand Section|how to cite|footer|Menu/i);
  });
});

describe("a Spanish page", () => {
  const article = parsePage(SPANISH_PAGE, SPANISH);

  it("has an id and an address of its own and knows its English twin", () => {
    expect(article).toMatchObject({
      id: "EncyclopediaArticle:es/article/009999",
      articleId: "article/009999",
      url: "https://medlineplus.gov/spanish/ency/article/009999.htm",
      translationUrl: "https://medlineplus.gov/ency/article/009999.htm",
    });
  });

  it("has its headings understood", () => {
    expect(article.sections.map(({ kind }) => kind)).toEqual(["CAUSES", "WHEN_TO_CONTACT"]);
    expect(article.alternativeNames).toEqual(["Mancha", "Roncha"]);
  });

  it("tells reviewers from translators, its date being in US order too", () => {
    expect(article).toMatchObject({
      reviewedOn: "2021-11-09",
      updatedBy: "Jane Doe, MD, Spot Clinic.",
      translatedBy: "Casa de Palabras.",
    });
  });
});

describe("a page of the older layout", () => {
  const article = parsePage(OLDER_PAGE, KEY);

  it("needs no summary, no ids and no wrappers", () => {
    expect(article).toMatchObject({
      title: "Older rash",
      summary: null,
      sections: [
        { heading: "Description", kind: "DESCRIPTION", text: { text: "It is old.\nVery old." } },
        {
          heading: "When to Contact a Medical Professional",
          kind: "WHEN_TO_CONTACT",
          text: { html: "<p>Call when it <b>grows</b>.</p>", text: "Call when it grows." },
        },
      ],
      alternativeNames: ["Old spot"],
      references: ["Doe J. Old spots. 1999."],
      reviewedOn: "2016-05-04",
      updatedBy: "Jane Doe, MD.",
      images: [],
      relatedTopicLinks: [],
    });
  });

  it("takes the text before the first heading as the summary", () => {
    const html = OLDER_PAGE.replace("</h1>", "</h1><p>An old one.</p>");
    expect(parsePage(html, KEY).summary?.text).toBe("An old one.");
  });
});

describe("parts that are missing or odd", () => {
  it("an article without summary, review and lists has nulls and empty lists", () => {
    const article = parsePage(page({ summary: "", sections: section("Risks", "section-1", "<p>None.</p>") }), KEY);
    expect(article).toMatchObject({ summary: null, reviewedOn: null, reviewedBy: null, updatedBy: null });
    expect(article).toMatchObject({ alternativeNames: [], references: [], translationUrl: null });
  });

  it("a date that is none is no date", () => {
    const sections = SECTIONS.replace("3/7/2024", "13/7/2024");
    expect(parsePage(page({ sections }), KEY).reviewedOn).toBeNull();
  });

  it("instruction sheets have ids of their own kind", () => {
    const html = page({ path: "/ency/patientinstructions/009999.htm" });
    const article = parsePage(html, { articleId: "patientinstructions/009999", language: Language.ENGLISH });
    expect(article).toMatchObject({
      id: "EncyclopediaArticle:patientinstructions/009999",
      kind: "PATIENT_INSTRUCTIONS",
    });
  });

  it("a special part is known by its id where its heading is worded in a new way", () => {
    const sections = SECTIONS.replace(">Images<", ">Pictures<").replace(">Alternative Names<", ">Also known as<");
    const article = parsePage(page({ sections }), KEY);
    expect(article.images).toHaveLength(2);
    expect(article.alternativeNames).toHaveLength(3);
    expect(article.sections).toHaveLength(2);
  });

  it("no address that runs a script passes as an image, a topic or a link", () => {
    const sections = SECTIONS.replaceAll("https://medlineplus.gov/samplerash.html", "javascript:alert(1)")
      .replaceAll("../imagepages/99001.htm", "data:text/html,x")
      .replaceAll("./009998.htm", "vbscript:x");
    expect(JSON.stringify(parsePage(page({ sections }), KEY))).not.toMatch(/javascript:|data:|vbscript:/);
  });
});

describe("a page that is not the article asked for", () => {
  it.each([
    ["has no article heading", "<html><body><p>We are busy.</p></body></html>"],
    ["has a heading outside an article", "<html><body><h1>Maintenance</h1><h2>Why</h2><p>Because.</p></body></html>"],
    ["has no article text", "<html><body><article><h1>Page</h1></article></body></html>"],
    ["is cut short", page().slice(0, 3500)],
    ["is another article", page({ path: "/ency/article/009998.htm" })],
    ["is a sheet with the same number", page({ path: "/ency/patientinstructions/009999.htm" })],
    ["is the other language's", SPANISH_PAGE],
    ["is the index that a withdrawn article leads to", page({ path: "/encyclopedia.html" })],
    ["is nested without end", `<article><h1>A</h1>${"<div>".repeat(100_000)}</article>`],
  ])("is refused when it %s", (_, html) => {
    expect(() => parsePage(html, KEY)).toThrow(expect.objectContaining({ name: "UnreadableAnswerError" }));
  });
});

describe("whatever comes instead of a page", () => {
  const pieces = page().split(/(?=<)/);

  it("is read or refused as unreadable, and nothing else happens", () => {
    const shuffled = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((some) => `<article>${some.join("")}`);
    fc.assert(
      fc.property(fc.oneof(shuffled, fc.string({ unit: "binary" })), (html) => {
        try {
          const article = parsePage(html, KEY);
          expect(article.title).not.toBe("");
          expect(JSON.stringify(article)).not.toMatch(/sharing features/);
        } catch (error) {
          expect(error).toMatchObject({ name: "UnreadableAnswerError" });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("with one tag lost still gives the title and the sections around it", () => {
    for (let lost = 0; lost < pieces.length; lost += 1) {
      const html = pieces.toSpliced(lost, 1).join("");
      if (/<\/?(article|h1)|d-article|<noscript|<header|<nav|<\/title/.test(pieces[lost] ?? "")) continue;
      expect(parsePage(html, KEY).title).toBe("Sample rash");
    }
  });
});
