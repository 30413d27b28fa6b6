import { readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";

const QUIRKS: readonly (readonly [string, string, RegExp])[] = [
  ["99000001", "a title that begins with markup", /<ArticleTitle><i>/],
  ["99000003", "MathML in a title", /<ArticleTitle>[^\n]*<mml:math xmlns:mml/],
  ["99000004", "a bracketed title beside the original", /<ArticleTitle>\[.*\]\.<[\s\S]*<VernacularTitle>/],
  ["99000005", "an empty label", /<AbstractText Label="">/],
  ["99000005", "the literal label UNLABELLED", /Label="UNLABELLED"/],
  ["99000005", "two languages", /<Language>eng<\/Language>\s*<Language>spa</],
  ["99000007", "a plain-language summary", /<OtherAbstract Type="plain-language-summary"/],
  ["99000008", "an author who is no longer valid", /<Author ValidYN="N">/],
  ["99000008", "an ORCID that is an address", /Source="ORCID">https:\/\/orcid\.org\//],
  ["99000008", "an ORCID in bare digits", /Source="ORCID">\d{15}[\dX]</],
  ["99000009", "an author list of 85", /(?:<Author ValidYN[\s\S]*?){85}/],
  ["99000012", "an expression of concern", /RefType="ExpressionOfConcernIn"/],
  ["99000013", "a grant with an empty country and an agency escaped twice", /&amp;amp;[\s\S]*<Country\/>/],
  [
    "99000015",
    "six hundred references in nested lists",
    /(?:<Reference>[\s\S]*?){590}<ReferenceList>\s*<Title>(?:[\s\S]*?<Reference>){10}/,
  ],
  ["99000018", "a date over two years", /<MedlineDate>1998 Dec-1999 Jan</],
  ["99000019", "a season", /<Season>Jul-Aug</],
  ["99000021", "a month in figures", /<PubDate>.*<Month>06</],
  ["99000024", "an empty page element", /<MedlinePgn\/>/],
  ["99000025", "a leading zero in a page", />026002</],
  ["99000029", "a book chapter", /^<PubmedBookArticle>/],
  [
    "99000031",
    "a title that is not available, and headings without identifiers",
    /\[Not Available\]\.[\s\S]*<DescriptorName MajorTopicYN/,
  ],
  ["9500320", "a retracted article", /UI="D016441"[\s\S]*RefType="RetractionIn"/],
  ["20137807", "a retraction notice", /UI="D016440"[\s\S]*RefType="RetractionOf"/],
  [
    "31067371",
    "a heading major by its qualifier only",
    /D000022" MajorTopicYN="N"[\s\S]*?<QualifierName[^>]*MajorTopicYN="Y"/,
  ],
  ["33915094", "a DOI after a pii", /EIdType="pii"[\s\S]*EIdType="doi"/],
];

describe("the sample citations", () => {
  it.each(QUIRKS)("%s has %s", async (pmid, _quirk, sign) => {
    const record = await readFile(`fixtures/pubmed/${pmid}.xml`, "utf8");

    expect(sign.test(record)).toBe(true);
  });

  it("hold an erratum without authors and a letter without abstract", async () => {
    const [erratum, letter] = await Promise.all(
      ["99000010", "99000006"].map((pmid) => readFile(`fixtures/pubmed/${pmid}.xml`, "utf8")),
    );

    expect(erratum).not.toContain("<AuthorList");
    expect(letter).not.toContain("<Abstract");
  });
});
