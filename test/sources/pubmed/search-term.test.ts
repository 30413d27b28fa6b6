import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { phrase, plainWords, searchWords } from "../../../src/sources/pubmed/plain-words.js";
import { toTerm, within } from "../../../src/sources/pubmed/search-term.js";

/** Texts made of what could do harm: syntax, operators, look-alikes, invisible signs, halves of characters. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '"',
          "[",
          "]",
          "(",
          ")",
          ":",
          "*",
          "#1",
          " AND ",
          " OR ",
          " NOT ",
          "[mh]",
          "[tiab:~3]",
          "［mh］",
          "＂",
          "“",
          "”",
          "«",
          "A\u200bND",
        ],
        ...[
          "\u0000",
          "\n",
          "\u202e",
          "\ud800",
          "\udc00",
          "\u00ad",
          "ﹰ",
          "\\",
          "&api_key=",
          "%22",
          "asthma",
          "ＡＮＤ",
          "{",
          "}",
          "|",
        ],
      ),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

/** What a term has outside its phrases. */
const outsidePhrases = (term: string) => term.replace(/"[^"]*"/g, " ");

describe("people's words in a PubMed term", () => {
  it("have balanced quotation marks, and no field, group, range, cut or operator, whatever was typed", () => {
    fc.assert(
      fc.property(hostile, (typed) => {
        const term = searchWords(typed);

        expect(term.split('"').length % 2).toBe(1);
        expect(term).not.toMatch(/[[\](){}:*#|&]/);
        expect(outsidePhrases(term).split(/\s+/)).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/^(AND|OR|NOT)$/)]),
        );
        expect(term).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
      { numRuns: 2_000 },
    );
  });

  it("stay one phrase in one field when a filter needs them so", () => {
    fc.assert(
      fc.property(hostile, (typed) => {
        expect(phrase(typed, "ta")).toMatch(/^$|^"[^"[\]():*]+"\[ta\]$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never change the filter that stands beside them", () => {
    fc.assert(
      fc.property(hostile, (typed) => {
        const words = searchWords(typed);
        fc.pre(/[\p{L}\p{N}]/u.test(words) && typed.length <= 1_000);

        expect(toTerm({ query: typed }, { humansOnly: true })).toBe(`(${words}) AND humans[mh]`);
      }),
    );
  });

  it.each([
    ["heart attack", "heart attack"],
    ['asthma "inhaled steroids" child', 'asthma "inhaled steroids" child'],
    ['an odd " mark', "an odd mark"],
    ["“curly quotes” too", '"curly quotes" too'],
    ["cancer NOT lung OR (liver)", "cancer lung liver"],
    ["and or not", "and or not"],
    ["x[mh] OR 2019:2020[dp]", "x mh 2019 2020 dp"],
    ["hyper\u00adtension", "hypertension"],
    ["p.E1317Q HER2/neu COVID-19 Crohn's", "p.E1317Q HER2/neu COVID-19 Crohn's"],
    ["niños ＡＳＴＨＭＡ", "niños ASTHMA"],
  ])("%j become %j", (typed, term) => {
    expect(searchWords(typed)).toBe(term);
  });

  it("are empty when nothing but syntax was typed", () => {
    expect([plainWords(" [()] "), phrase('"'), searchWords("AND OR \ud800")]).toEqual(["", "", ""]);
  });
});

describe("a search with a filter", () => {
  it("closes every part, and excludes last, because PubMed reads from left to right", () => {
    const term = toTerm(
      { query: "asthma" },
      {
        publishedFrom: "2020-03",
        publicationTypes: ["Review", "Meta-Analysis"],
        languages: ["spa"],
        journals: ["J Ex"],
        authors: ["Doe J"],
        meshHeadings: ["Child", "D001249"],
        hasAbstract: true,
        freeFullText: false,
        humansOnly: true,
      },
    );

    expect(term).toBe(
      '(asthma) AND ("Review"[pt] OR "Meta-Analysis"[pt]) AND "spa"[la] AND "J Ex"[ta] AND "Doe J"[au] AND "Child"[mh] AND "D001249"[mh]' +
        " AND 2020/03:3000[dp] AND hasabstract AND humans[mh] NOT free full text[sb]",
    );
  });

  it("leaves out what has no value", () => {
    const filter = { publicationTypes: [], humansOnly: false, hasAbstract: null, publishedTo: null };

    expect(toTerm({ query: "asthma" }, filter)).toBe("asthma");
  });

  it("includes both ends of a period, of whatever precision", () => {
    expect(toTerm({ query: "x" }, { publishedFrom: "2020-05-01", publishedTo: "2020" })).toContain(
      "2020/05/01:2020[dp]",
    );
    expect(toTerm({ query: "x" }, { publishedTo: "2019-12-31" })).toContain("1000:2019/12/31[dp]");
    expect(within("a OR b", "2019", "2019")).toBe("(a OR b) AND 2019:2019[dp]");
  });

  it("passes PubMed's own syntax on as it is, when its marks are paired", () => {
    expect(toTerm({ advanced: 'asthma[mh] AND ("a) b"[ti] OR\n c)' })).toBe('asthma[mh] AND ("a) b"[ti] OR c)');
    expect(toTerm({ advanced: "a OR b" }, { humansOnly: true })).toBe("(a OR b) AND humans[mh]");
  });

  it.each(["(a", "a)", "a]", "[a", '"a', "([a)]", "", " \u200b ", "x".repeat(4_001)])(
    "refuses %.20j as PubMed's syntax",
    (advanced) => {
      expect(() => toTerm({ advanced })).toThrow(/Argument "advanced"/);
    },
  );

  it.each([
    [{ query: "x".repeat(1_001) }, {}, "query"],
    [{ query: "x" }, { authors: Array.from({ length: 21 }, () => "Doe J") }, "filter.authors"],
    [{ query: "x" }, { authors: ["["] }, "filter.authors"],
    [{ query: "x" }, { publishedTo: "2020-WINTER" }, "filter.publishedTo"],
  ])("refuses what cannot be, naming the argument (%#)", (words, filter, argument) => {
    expect(() => toTerm(words, filter)).toThrow(`Argument "${argument}"`);
  });
});
