import { describe, expect, it } from "@jest/globals";
import { ReportedError } from "../../../src/sources/pubmed/parser/search.js";
import { UnreadableAnswerError } from "../../../src/upstream/index.js";
import { articleSet, articleXml, readOne, readSet } from "./fake-eutilities.js";

const titled = (title: string) => readOne({ article: `<ArticleTitle>${title}</ArticleTitle>` });

describe("titles", () => {
  it("are read whole when they start with markup, as text and as HTML", async () => {
    expect((await titled("<i>GENE1</i>-related <b>signs &amp; <i>more</i></b>.")).title).toEqual({
      text: "GENE1-related signs & more.",
      html: "<i>GENE1</i>-related <b>signs &amp; <i>more</i></b>.",
    });
  });

  it.each([
    ["10<sup>-3</sup> m<sup>2</sup>", "10⁻³ m²"],
    ["CO<sub>2</sub> and V<sub>max</sub>", "CO₂ and V_max"],
    ["x<sup>a+b</sup>", "x^(a+b)"],
    ["Examples<sup>&#xae;</sup> of the 1<sup>st</sup> kind", "Examples® of the 1st kind"],
    ["p&lt;0.001 &#x2013; caf&#xe9;", "p<0.001 – café"],
    ["two\nlines&#xa0;here", "two lines here"],
  ])("keep the meaning of %s", async (xml, text) => {
    expect((await titled(xml)).title?.text).toBe(text);
  });

  it("flatten formulas with their scripts, fractions and roots, and let nothing of MathML through", async () => {
    const formula =
      '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"> <mml:msup> <mml:mi>x</mml:mi> <mml:mn>2</mml:mn> </mml:msup>' +
      "<mml:mo>=</mml:mo><mml:mfrac><mml:mrow><mml:mi>a</mml:mi><mml:mo>+</mml:mo><mml:mi>b</mml:mi></mml:mrow><mml:mn>2</mml:mn></mml:mfrac>" +
      "<mml:msqrt><mml:mi>y</mml:mi></mml:msqrt><mml:annotation>x^{2}</mml:annotation></mml:math>";

    expect((await titled(`On ${formula} again.`)).title).toEqual({
      text: "On x²=(a+b)/2√y again.",
      html: "On x²=(a+b)/2√y again.",
    });
  });

  it("escape what looks like HTML and drop elements that are none of theirs", async () => {
    expect((await titled("&lt;script&gt;x&lt;/script&gt; <odd>kept</odd><sup/>")).title?.html).toBe(
      "&lt;script&gt;x&lt;/script&gt; kept",
    );
  });

  it.each(["", "[Not Available].", "  "])("are null when the record has none (%j)", async (title) => {
    expect((await titled(title)).title).toBeNull();
  });

  it("come in brackets beside the original when they were translated", async () => {
    const article = await readOne({
      article:
        "<ArticleTitle>[A made-up study].</ArticleTitle><VernacularTitle>Un estudio inventado.</VernacularTitle><Language>spa</Language>",
    });

    expect([article.title?.text, article.vernacularTitle?.text, article.languages]).toEqual([
      "[A made-up study].",
      "Un estudio inventado.",
      ["spa"],
    ]);
  });
});

describe("dates", () => {
  it.each([
    ["<Year>2001</Year><Month>Jun</Month>", "2001-06", "2001 Jun"],
    ["<Year>2018</Year><Month>Nov</Month><Day>25</Day>", "2018-11-25", "2018 Nov 25"],
    ["<Year>2009</Year>", "2009", "2009"],
    ["<Year>2009</Year><Month>06</Month>", "2009-06", "2009 06"],
    ["<Year>2009</Year><Month>5</Month><Day>3</Day>", "2009-05-03", "2009 5 3"],
    ["<Year>1990</Year><Season>Spring</Season>", "1990-SPRING", "1990 Spring"],
    ["<Year>1990</Year><Season>Winter-Spring</Season>", "1990-WINTER", "1990 Winter-Spring"],
    ["<Year>1990</Year><Season>Fall</Season>", "1990-AUTUMN", "1990 Fall"],
    ["<Year>1990</Year><Season>Jul-Aug</Season>", "1990-07", "1990 Jul-Aug"],
    ["<MedlineDate>2014 May-Jun</MedlineDate>", "2014-05", "2014 May-Jun"],
    ["<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998-12", "1998 Dec-1999 Jan"],
    ["<MedlineDate>1998-1999</MedlineDate>", "1998", "1998-1999"],
    ["<MedlineDate>1998-1999 Jan</MedlineDate>", "1998", "1998-1999 Jan"],
    ["<MedlineDate>2019 Mar 7-14</MedlineDate>", "2019-03-07", "2019 Mar 7-14"],
    ["<MedlineDate>2001 1st Quarter</MedlineDate>", "2001", "2001 1st Quarter"],
    ["<MedlineDate>Wint</MedlineDate>", null, "Wint"],
    ["", null, null],
  ])("%s is %s", async (date, publishedOn, publishedOnText) => {
    const article = await readOne({ journal: `<JournalIssue><PubDate>${date}</PubDate></JournalIssue>` });

    expect([article.publishedOn, article.publishedOnText]).toEqual([publishedOn, publishedOnText]);
  });

  it("order by the date online, else of the issue, else of entry", async () => {
    const entered =
      '<History><PubMedPubDate PubStatus="entrez"><Year>2021</Year><Month>2</Month><Day>3</Day></PubMedPubDate></History>';
    const online =
      '<ArticleTitle>x</ArticleTitle><ArticleDate DateType="Electronic"><Year>2020</Year><Month>01</Month><Day>09</Day></ArticleDate>';
    const undated = "<JournalIssue><PubDate/></JournalIssue>";

    expect((await readOne({ article: online })).sortDate).toBe("2020-01-09");
    expect((await readOne({})).sortDate).toBe("2020");
    expect(await readOne({ journal: undated, data: entered })).toMatchObject({
      sortDate: "2021-02-03",
      history: [{ step: "entrez", date: "2021-02-03" }],
    });
  });
});

describe("abstracts", () => {
  const withAbstract = (xml: string) =>
    readOne({ article: `<ArticleTitle>x</ArticleTitle><Abstract>${xml}</Abstract>` });

  it("keep all their parts with label, category and markup", async () => {
    const { abstract } = await withAbstract(
      '<AbstractText Label="METHODS/RESULTS" NlmCategory="METHODS">We <i>looked</i>.</AbstractText><AbstractText Label="" NlmCategory="NEW">None.</AbstractText>' +
        '<AbstractText Label="UNLABELLED">Rest.</AbstractText><AbstractText Label="EMPTY"/>',
    );

    expect(abstract).toEqual([
      { label: "METHODS/RESULTS", category: "METHODS", text: "We looked.", html: "We <i>looked</i>." },
      { label: null, category: null, text: "None.", html: "None." },
      { label: null, category: null, text: "Rest.", html: "Rest." },
    ]);
  });

  it("keep the publisher's copyright line", async () => {
    const article = await withAbstract(
      "<AbstractText>x</AbstractText><CopyrightInformation>&#xa9; 2020 Someone</CopyrightInformation>",
    );

    expect(article.abstractCopyright).toBe("© 2020 Someone");
  });

  it("are an empty list when there is none, and translations stand beside", async () => {
    const article = await readOne({
      citation: '<OtherAbstract Type="Publisher" Language="spa"><AbstractText>Hola.</AbstractText></OtherAbstract>',
    });

    expect(article.abstract).toEqual([]);
    expect(article.otherAbstracts).toEqual([
      {
        kind: "Publisher",
        language: "spa",
        copyright: null,
        sections: [{ label: null, category: null, text: "Hola.", html: "Hola." }],
      },
    ]);
  });
});

describe("an efetch answer", () => {
  it("may be empty", async () => {
    for (const set of ["<PubmedArticleSet>\n</PubmedArticleSet>", "<PubmedArticleSet/>\n"]) {
      expect((await readSet(`<?xml version="1.0" ?>\n${set}`)).articles.size).toBe(0);
    }
  });

  it("loses only the record that cannot be read", async () => {
    const parsed = await readSet(
      articleSet(
        `${articleXml({ pmid: "1" })}<PubmedArticle><MedlineCitation><PMID>2</PMID></MedlineCitation></PubmedArticle>${articleXml({ pmid: "3" })}`,
      ),
    );

    expect([...parsed.articles.keys()]).toEqual(["1", "3"]);
    expect([...parsed.unreadable.keys()]).toEqual(["2"]);
    expect(parsed.isDoubtful).toBe(false);
  });

  it("loses only the record that is no XML, as long as the set is whole", async () => {
    const broken = articleXml({ pmid: "2" }).replace("</ArticleTitle>", "");
    const set = articleSet(articleXml({ pmid: "1" }) + broken + articleXml({ pmid: "3" }));
    const parsed = await readSet(set);

    expect([[...parsed.articles.keys()], [...parsed.unreadable.keys()]]).toEqual([["1", "3"], ["2"]]);
    await expect(readSet(set.replace("</PubmedArticleSet>", ""))).rejects.toThrow(UnreadableAnswerError);
  });

  it("keeps every record beside one that lost a tag, and says that another may be lost", async () => {
    const unclosed = articleXml({ pmid: "2" }).replace("</PubmedArticle>", "");
    const unopened = articleXml({ pmid: "4" }).replace("<PubmedArticle>", "");
    const set = articleSet(articleXml({ pmid: "1" }) + unclosed + articleXml({ pmid: "3" }) + unopened);
    const parsed = await readSet(set);

    expect([[...parsed.articles.keys()], [...parsed.unreadable.keys()], parsed.isDoubtful]).toEqual([
      ["1"],
      ["2", "3"],
      true,
    ]);
  });

  it("may list withdrawn ids, before or behind the records", async () => {
    const withdrawn = "<DeleteCitation><PMID>9</PMID></DeleteCitation>";

    expect([...(await readSet(articleSet(articleXml({ pmid: "1" }) + withdrawn))).articles.keys()]).toEqual(["1"]);
    expect((await readSet(articleSet(withdrawn))).articles.size).toBe(0);
  });

  it("says when an unreadable record has no PMID", async () => {
    expect((await readSet(articleSet("<PubmedArticle/>"))).isDoubtful).toBe(true);
  });

  it("reports the error that stands in place of records", async () => {
    const read = () => readSet("<eFetchResult>\n\t<ERROR>Unable to obtain query #1</ERROR>\n</eFetchResult>");

    await expect(read()).rejects.toThrow(new ReportedError("Unable to obtain query #1"));
  });

  it.each([
    ["a prolog without a root", '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet>\n'],
    ["a body cut short", articleSet(articleXml({})).slice(0, 400)],
    ["another document", "<html><body/></html>"],
    ["an entity of its own", '<!DOCTYPE x [<!ENTITY a "b">]><PubmedArticleSet>&a;</PubmedArticleSet>'],
  ])("is refused when it is %s", async (_, xml) => {
    await expect(readSet(xml)).rejects.toThrow(UnreadableAnswerError);
  });
});
