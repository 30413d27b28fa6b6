import { describe, expect, it } from "@jest/globals";
import { readOne } from "./fake-eutilities.js";

const TITLE = "<ArticleTitle>x</ArticleTitle>";

describe("authors", () => {
  const authorsOf = async (xml: string, attributes = "") =>
    (await readOne({ article: `${TITLE}<AuthorList ${attributes}>${xml}</AuthorList>` })).authors;

  it("are people and groups, in printed order, without superseded spellings", async () => {
    const authors = await authorsOf(
      '<Author ValidYN="Y" EqualContrib="Y"><LastName>Doe</LastName><ForeName>Jane A</ForeName><Initials>JA</Initials><Suffix>Jr</Suffix></Author>' +
        "<Author><CollectiveName>Example <i>Group</i></CollectiveName></Author>" +
        '<Author ValidYN="N"><LastName>Dough</LastName></Author><Author><LastName>Solo</LastName></Author><Author/>',
    );

    expect(
      authors.map(({ displayName, citationName, equalContribution }) => [displayName, citationName, equalContribution]),
    ).toEqual([
      ["Jane A Doe Jr", "Doe JA Jr", true],
      ["Example Group", "Example Group", false],
      ["Solo", "Solo", false],
    ]);
  });

  it.each([
    "0000-0002-1825-009X",
    "https://orcid.org/0000-0002-1825-009X",
    "http://orcid.org/0000-0002-1825-009x",
    "000000021825009X",
  ])("have their ORCID iD in one form, however it came: %s", async (orcid) => {
    const [author] = await authorsOf(
      `<Author><LastName>Doe</LastName><Identifier Source="ORCID">${orcid}</Identifier></Author>`,
    );

    expect(author?.orcid).toBe("0000-0002-1825-009X");
  });

  it("keep every affiliation with its identifiers, without e-mail addresses", async () => {
    const [author] = await authorsOf(
      "<Author><LastName>Doe</LastName><AffiliationInfo><Affiliation>Unit A, Town. Electronic address: jane@example.org.</Affiliation>" +
        '<Identifier Source="ROR">https://ror.org/0example</Identifier></AffiliationInfo><AffiliationInfo><Affiliation>Unit B, Town; doe@b.example</Affiliation></AffiliationInfo></Author>',
    );

    expect(author?.affiliations.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Unit A, Town\.?$/),
      "Unit B, Town",
    ]);
    expect(author?.affiliations[0]?.identifiers).toEqual([{ registry: "ROR", value: "https://ror.org/0example" }]);
  });

  it("may be missing, or cut short by NLM", async () => {
    expect(await readOne({})).toMatchObject({ authors: [], authorListComplete: true });
    expect(
      await readOne({
        article: `${TITLE}<AuthorList CompleteYN="N"><Author><LastName>Doe</LastName></Author></AuthorList>`,
      }),
    ).toMatchObject({
      authorListComplete: false,
    });
  });
});

describe("identifiers and pages", () => {
  const REFERENCES =
    '<ReferenceList><Reference><Citation>Other. 1999</Citation><ArticleIdList><ArticleId IdType="pubmed">5</ArticleId><ArticleId IdType="doi">10.1/other</ArticleId></ArticleIdList></Reference></ReferenceList>';

  it("take the DOI from the record's own list, never from its references", async () => {
    const data = `${REFERENCES}<ArticleIdList><ArticleId IdType="pubmed">90000001</ArticleId><ArticleId IdType="doi">10.1/Own</ArticleId><ArticleId IdType="pmc">PMC7</ArticleId><ArticleId IdType="mid">NIHMS1</ArticleId></ArticleIdList>`;

    expect(await readOne({ data })).toMatchObject({
      pmid: "90000001",
      doi: "10.1/Own",
      pmcId: "PMC7",
      otherIds: [{ kind: "mid", value: "NIHMS1" }],
      referenceList: [{ citation: "Other. 1999", pmid: "5", doi: "10.1/other", pmcId: null }],
    });
  });

  it("take the DOI from the electronic location whatever comes first, and skip an invalid one", async () => {
    const article = `${TITLE}<ELocationID EIdType="pii">S1</ELocationID><ELocationID EIdType="doi" ValidYN="N">10.1/bad</ELocationID><ELocationID EIdType="doi" ValidYN="Y">10.1/good</ELocationID>`;

    expect(await readOne({ article, data: REFERENCES })).toMatchObject({ doi: "10.1/good", pii: "S1" });
  });

  it("keep references of lists inside lists", async () => {
    const data = `<ReferenceList><Title>More</Title><ReferenceList><Reference><Citation>A</Citation></Reference></ReferenceList><Reference><Citation>B</Citation></Reference></ReferenceList>`;

    expect((await readOne({ data })).referenceList.map(({ citation }) => citation)).toEqual(["A", "B"]);
  });

  it.each([
    ["<MedlinePgn>244-55</MedlinePgn>", "244-55"],
    ["<StartPage>244</StartPage><EndPage>255</EndPage><MedlinePgn>244-55</MedlinePgn>", "244-55"],
    ["<StartPage>S1</StartPage><EndPage>S9</EndPage><MedlinePgn/>", "S1-S9"],
    ["<StartPage>026002</StartPage><MedlinePgn>026002</MedlinePgn>", "026002"],
    ["<MedlinePgn>4002.e26</MedlinePgn>", "4002.e26"],
    ["<MedlinePgn/>", null],
  ])("print pages as text: %s", async (xml, pages) => {
    expect((await readOne({ article: `${TITLE}<Pagination>${xml}</Pagination>` })).pages).toBe(pages);
  });

  it("print volume and issue as text", async () => {
    const journal =
      "<JournalIssue><Volume>21 Suppl 4</Volume><Issue>2-03</Issue><PubDate><Year>2020</Year></PubDate></JournalIssue>";

    expect(await readOne({ journal })).toMatchObject({ volume: "21 Suppl 4", issue: "2-03" });
  });
});

describe("subjects", () => {
  it("are main topics when the descriptor or any qualifier is", async () => {
    const heading = (descriptor: string, qualifiers: string) =>
      `<MeshHeading><DescriptorName UI="D1" MajorTopicYN="${descriptor}">One</DescriptorName>${qualifiers}</MeshHeading>`;
    const qualifier = (major: string) => `<QualifierName UI="Q1" MajorTopicYN="${major}">therapy</QualifierName>`;
    const { meshHeadings } = await readOne({
      citation: `<MeshHeadingList>${heading("N", qualifier("N") + qualifier("Y"))}${heading("Y", "")}${heading("N", qualifier("N"))}<MeshHeading><DescriptorName>Old</DescriptorName></MeshHeading></MeshHeadingList>`,
    });

    expect(meshHeadings.map(({ isMajorTopic }) => isMajorTopic)).toEqual([true, true, false]);
    expect(meshHeadings[0]?.qualifiers[1]).toEqual({ id: "Q1", name: "therapy", isMajorTopic: true });
  });

  it("read chemicals, keywords, grants, kinds and supplementary concepts", async () => {
    const article = await readOne({
      article: `${TITLE}<GrantList><Grant><GrantID>R01</GrantID><Acronym>HL</Acronym><Agency>R&amp;amp;D</Agency><Country/></Grant><Grant><Country/></Grant></GrantList><PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType><PublicationType>Old Kind</PublicationType></PublicationTypeList>`,
      citation:
        '<ChemicalList><Chemical><RegistryNumber>0</RegistryNumber><NameOfSubstance UI="D2">Drug</NameOfSubstance></Chemical></ChemicalList>' +
        '<SupplMeshList><SupplMeshName Type="Disease" UI="C1">Rare</SupplMeshName></SupplMeshList>' +
        '<KeywordList Owner="NOTNLM"><Keyword><i>E. coli</i></Keyword></KeywordList><KeywordList Owner="KIE"><Keyword>ethics</Keyword></KeywordList>',
    });

    expect(article).toMatchObject({
      chemicals: [{ id: "D2", name: "Drug", registryNumber: null }],
      keywords: ["E. coli", "ethics"],
      grants: [{ grantId: "R01", agency: "R&D", acronym: "HL", country: null }],
      publicationTypes: [
        { id: "D016428", name: "Journal Article" },
        { id: null, name: "Old Kind" },
      ],
      supplementaryConcepts: [{ id: "C1", name: "Rare", kind: "Disease" }],
    });
  });

  it("part trial registrations from other databanks", async () => {
    const bank = (name: string, number: string) =>
      `<DataBank><DataBankName>${name}</DataBankName><AccessionNumberList><AccessionNumber>${number}</AccessionNumber></AccessionNumberList></DataBank>`;
    const list = bank("ClinicalTrials.gov", "nct 01234567") + bank("ISRCTN", "ISRCTN1") + bank("GENBANK", "AB1");

    expect(await readOne({ article: `${TITLE}<DataBankList>${list}</DataBankList>` })).toMatchObject({
      trialRegistrations: [
        { registry: "ClinicalTrials.gov", number: "NCT01234567" },
        { registry: "ISRCTN", number: "ISRCTN1" },
      ],
      nctIds: ["NCT01234567"],
      databankNumbers: [{ databank: "GENBANK", number: "AB1" }],
    });
  });
});

describe("corrections", () => {
  const tied = (type: string, more = "") =>
    readOne({
      citation: `<CommentsCorrectionsList><CommentsCorrections RefType="${type}"><RefSource>J. 1</RefSource>${more}</CommentsCorrections></CommentsCorrectionsList>`,
    });

  it("know their kinds, and keep one that is new or has no PMID", async () => {
    expect((await tied("CorrectedandRepublishedIn", "<PMID>7</PMID><Note>n</Note>")).corrections).toEqual([
      { kind: "CORRECTED_AND_REPUBLISHED_IN", pmid: "7", citation: "J. 1", note: "n" },
    ]);
    expect((await tied("SomethingNew")).corrections).toEqual([
      { kind: "OTHER", pmid: null, citation: "J. 1", note: null },
    ]);
  });

  it("tell a retracted article from the notice that retracts it", async () => {
    const kind = (id: string, name: string) => ({
      article: `${TITLE}<PublicationTypeList><PublicationType UI="${id}">${name}</PublicationType></PublicationTypeList>`,
    });

    expect(await tied("RetractionIn")).toMatchObject({ isRetracted: true, isRetractionNotice: false });
    expect(await tied("RetractionOf")).toMatchObject({ isRetracted: false, isRetractionNotice: true });
    expect(await readOne(kind("D016441", "Retracted Publication"))).toMatchObject({ isRetracted: true });
    expect(await readOne(kind("D016440", "Retraction Notice"))).toMatchObject({
      isRetracted: false,
      isRetractionNotice: true,
    });
    expect(await tied("ExpressionOfConcernIn")).toMatchObject({ hasExpressionOfConcern: true, isRetracted: false });
    expect(await tied("CommentIn")).toMatchObject({
      isRetracted: false,
      isRetractionNotice: false,
      hasExpressionOfConcern: false,
    });
  });
});

describe("journal and standing", () => {
  it("join the article's and the catalogue's facts", async () => {
    const article = await readOne({
      attributes: 'Status="PubMed-not-MEDLINE"',
      journal:
        '<ISSN IssnType="Electronic">1234-567X</ISSN><JournalIssue><PubDate/></JournalIssue><Title>Journal of examples</Title><ISOAbbreviation>J Ex</ISOAbbreviation>',
      citation:
        "<MedlineJournalInfo><Country>Nowhere</Country><MedlineTA>J Examp</MedlineTA><NlmUniqueID>101</NlmUniqueID></MedlineJournalInfo>",
    });

    expect(article).toMatchObject({
      status: "PUBMED_NOT_MEDLINE",
      publicationModel: "PRINT",
      journal: {
        title: "Journal of examples",
        isoAbbreviation: "J Ex",
        medlineAbbreviation: "J Examp",
        issn: "1234-567X",
        issnPrint: null,
        issnElectronic: "1234-567X",
        nlmId: "101",
        country: "Nowhere",
      },
    });
  });
});

describe("chapters of books", () => {
  it("are records like others, with their book in place of a journal", async () => {
    const chapter =
      '<PubmedBookArticle><BookDocument><PMID>8</PMID><ArticleIdList><ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList>' +
      '<Book><Publisher><PublisherName>Press</PublisherName><PublisherLocation>Town</PublisherLocation></Publisher><BookTitle>Big <i>Book</i></BookTitle><PubDate><Year>1993</Year></PubDate><AuthorList Type="editors"><Author><LastName>Ed</LastName></Author></AuthorList><Isbn>978</Isbn></Book>' +
      '<ArticleTitle><i>X</i> disease</ArticleTitle><Language>eng</Language><AuthorList Type="authors"><Author><LastName>Doe</LastName></Author></AuthorList><PublicationType UI="D016454">Review</PublicationType>' +
      '<Abstract><AbstractText Label="SUMMARY">Short.</AbstractText></Abstract><Sections><Section><SectionTitle>Part</SectionTitle><Section><SectionTitle>Inner</SectionTitle></Section></Section></Sections>' +
      "<ContributionDate><Year>2006</Year><Month>2</Month><Day>15</Day></ContributionDate></BookDocument></PubmedBookArticle>";

    expect(await readOne(chapter)).toMatchObject({
      id: "JournalArticle:8",
      title: { text: "X disease" },
      journal: null,
      status: null,
      publishedOn: "2006-02-15",
      authors: [{ displayName: "Doe" }],
      publicationTypes: [{ name: "Review" }],
      abstract: [{ label: "SUMMARY", category: null, text: "Short." }],
      book: {
        title: { text: "Big Book" },
        accession: "NBK1",
        url: "https://www.ncbi.nlm.nih.gov/books/NBK1/",
        publisher: "Press",
        publishedOn: "1993",
        editors: [{ displayName: "Ed" }],
        isbns: ["978"],
        sectionTitles: ["Part", "Inner"],
      },
    });
  });
});
