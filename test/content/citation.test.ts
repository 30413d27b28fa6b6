import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CitationStyle, type CslItem, formatCitation, pagesInFull, toCslDate } from "../../src/content/index.js";

const names = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ family: `Doe${index + 1}`, given: "Jane A" }));

const ARTICLE: CslItem = {
  id: "90000001",
  type: "article-journal",
  title: "A made-up study",
  author: [
    { family: "Doe", given: "Jane A", suffix: "Jr" },
    { family: "Roe", given: "Jean-Paul" },
    { literal: "Example Group" },
  ],
  "container-title": "Journal of examples",
  "container-title-short": "J Ex",
  volume: "8",
  issue: "2 Suppl",
  page: "244-255",
  issued: toCslDate("2020-01-24"),
  DOI: "10.1000/x_1",
  PMID: "90000001",
  URL: "https://pubmed.ncbi.nlm.nih.gov/90000001/",
};

const CHAPTER: CslItem = {
  id: "90000002",
  type: "chapter",
  title: "X disease",
  author: [{ family: "Doe", given: "Jane" }],
  editor: [
    { family: "Ed", given: "Ann B" },
    { family: "Itor", given: "C" },
  ],
  "container-title": "Big Book",
  publisher: "Press",
  "publisher-place": "Town",
  issued: toCslDate("2006-02-15"),
  URL: "https://www.ncbi.nlm.nih.gov/books/NBK1/",
};

describe("a reference to an article", () => {
  it.each<[CitationStyle, string]>([
    [
      CitationStyle.VANCOUVER,
      "Doe JA Jr, Roe JP, Example Group. A made-up study. J Ex. 2020 Jan 24;8(2 Suppl):244-55. doi: 10.1000/x_1.",
    ],
    [
      CitationStyle.AMA,
      "Doe JA Jr, Roe JP, Example Group. A made-up study. J Ex. 2020;8(2 Suppl):244-255. doi:10.1000/x_1.",
    ],
    [
      CitationStyle.APA,
      "Doe, J. A., Jr., Roe, J.-P., & Example Group. (2020). A made-up study. Journal of examples, 8(2 Suppl), 244–255. https://doi.org/10.1000/x_1",
    ],
  ])("in %s", (style, text) => {
    expect(formatCitation(ARTICLE, style)).toBe(text);
  });

  it("as BibTeX keeps capitals and groups in braces, and escapes what TeX would read", () => {
    expect(formatCitation({ ...ARTICLE, title: "50% of A_b & {C}" }, CitationStyle.BIBTEX)).toBe(
      [
        "@article{Doe2020_90000001,",
        "  author = {Doe, Jr, Jane A and Roe, Jean-Paul and {Example Group}},",
        "  title = {{50\\% of A\\_b \\& \\{C\\}}},",
        "  journal = {Journal of examples},",
        "  year = {2020},",
        "  volume = {8},",
        "  number = {2 Suppl},",
        "  pages = {244--255},",
        "  doi = {10.1000/x\\_1},",
        "  pmid = {90000001},",
        "  url = {https://pubmed.ncbi.nlm.nih.gov/90000001/},",
        "  month = jan",
        "}\n",
      ].join("\n"),
    );
  });

  it("as RIS is one value a line, from TY to ER", () => {
    const lines = formatCitation(ARTICLE, CitationStyle.RIS).split("\r\n");

    expect(lines[0]).toBe("TY  - JOUR");
    expect(lines.slice(-2)).toEqual(["ER  - ", ""]);
    expect(lines).toEqual(
      expect.arrayContaining([
        "AU  - Doe, Jane A, Jr",
        "AU  - Example Group",
        "DA  - 2020/01/24/",
        "SP  - 244",
        "EP  - 255",
        "DO  - 10.1000/x_1",
      ]),
    );
  });

  it("as CSL-JSON is the item itself", () => {
    expect(JSON.parse(formatCitation(ARTICLE, CitationStyle.CSL_JSON))).toEqual(ARTICLE);
  });

  it("says in every style for people that an article was retracted", () => {
    const retracted = { ...ARTICLE, status: "Retracted" };

    for (const style of [CitationStyle.VANCOUVER, CitationStyle.AMA, CitationStyle.APA]) {
      expect(formatCitation(retracted, style)).toContain("A made-up study [Retracted].");
    }
    expect(formatCitation(retracted, CitationStyle.RIS)).toContain("N1  - Retracted");
    expect(formatCitation(retracted, CitationStyle.BIBTEX)).toContain("note = {Retracted}");
  });

  it("prints as many names as each style allows", () => {
    const many = (count: number, style: CitationStyle) => formatCitation({ ...ARTICLE, author: names(count) }, style);

    expect(many(6, CitationStyle.VANCOUVER)).toMatch(/^Doe1 JA, .*, Doe6 JA\. /);
    expect(many(7, CitationStyle.VANCOUVER)).toMatch(/Doe6 JA, et al\. /);
    expect(many(7, CitationStyle.AMA)).toMatch(/^Doe1 JA, Doe2 JA, Doe3 JA, et al\. /);
    expect(many(20, CitationStyle.APA)).toMatch(/Doe19, J\. A\., & Doe20, J\. A\. \(2020\)/);
    expect(many(21, CitationStyle.APA)).toMatch(/Doe19, J\. A\., \. \. \. Doe21, J\. A\. \(2020\)/);
  });

  it("makes do with what a record has", () => {
    const bare: CslItem = { id: "1", type: "article-journal", title: "Who knows?", PMID: "1" };

    expect(formatCitation(bare, CitationStyle.VANCOUVER)).toBe("Who knows? PMID: 1.");
    expect(formatCitation(bare, CitationStyle.APA)).toBe("Who knows? (n.d.).");
    expect(formatCitation({ ...ARTICLE, issued: toCslDate("1990-SPRING") }, CitationStyle.VANCOUVER)).toContain(
      "1990 Spring;8",
    );
  });
});

describe("a reference to a chapter", () => {
  it.each<[CitationStyle, string]>([
    [
      CitationStyle.VANCOUVER,
      "Doe J. X disease. In: Ed AB, Itor C, editors. Big Book [Internet]. Town: Press; 2006 Feb 15. Available from: https://www.ncbi.nlm.nih.gov/books/NBK1/",
    ],
    [
      CitationStyle.APA,
      "Doe, J. (2006). X disease. In A. B. Ed & C. Itor (Eds.), Big Book. Press. https://www.ncbi.nlm.nih.gov/books/NBK1/",
    ],
  ])("in %s names its book, editors and publisher", (style, text) => {
    expect(formatCitation(CHAPTER, style)).toBe(text);
  });
});

describe("a reference to a page or a registration", () => {
  const page: CslItem = {
    id: "1",
    type: "webpage",
    title: "A page",
    publisher: "Library",
    URL: "https://example.org/a",
    issued: toCslDate("2024"),
  };

  it.each<[CitationStyle, string]>([
    [CitationStyle.VANCOUVER, "A page [Internet]. Library; 2024. Available from: https://example.org/a."],
    [CitationStyle.AMA, "A page. Library; 2024. https://example.org/a."],
    [CitationStyle.APA, "A page. (2024). Library. https://example.org/a"],
  ])("in %s names who publishes it and where it is", (style, text) => {
    expect(formatCitation(page, style)).toBe(text);
  });
});

describe("whatever a record says", () => {
  const item = fc.record<Partial<CslItem>>({
    title: fc.string(),
    volume: fc.string(),
    page: fc.string(),
    "container-title": fc.string(),
  });

  it("leaves BibTeX with balanced braces", () => {
    fc.assert(
      fc.property(item, (members) => {
        const text = formatCitation({ ...ARTICLE, ...members }, CitationStyle.BIBTEX).replace(/\\[{}]/g, "");
        let open = 0;
        for (const sign of text) {
          if (sign === "{") open++;
          if (sign === "}") open--;
          expect(open).toBeGreaterThanOrEqual(0);
        }
        expect(open).toBe(0);
      }),
    );
  });

  it("cannot start a tag of its own in RIS", () => {
    const text = formatCitation({ ...ARTICLE, title: "x\r\nER  - \r\nTY  - JOUR" }, CitationStyle.RIS);

    expect(text.match(/^TY {2}- /gm)).toHaveLength(1);
  });
});

describe("pages", () => {
  it.each([
    ["244-55", "244-255"],
    ["S224-S225", "S224-S225"],
    ["e20200147", "e20200147"],
    ["026002", "026002"],
    ["99-101", "99-101"],
    ["1001-9", "1001-1009"],
  ])("%s are %s in full", (printed, full) => {
    expect(pagesInFull(printed)).toBe(full);
  });
});
