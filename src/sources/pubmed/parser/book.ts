import { toGlobalId } from "../../../content/index.js";
import { UnreadableAnswerError, type XmlNode } from "../../../upstream/index.js";
import type { Book } from "../types/book.js";
import { articleUrl, type JournalArticle } from "../types.js";
import { abstractSections } from "./abstract.js";
import { correctionsOf, pagesOf, pmidOf } from "./article.js";
import { authorsIn } from "./authors.js";
import { dateOf, printedDate } from "./dates.js";
import { historyOf, stepDate } from "./history.js";
import { identifiersOf } from "./identifiers.js";
import { grants, keywords, publicationTypes } from "./indexing.js";
import { inlineText } from "./inline.js";
import { references } from "./references.js";
import { titleOf } from "./title.js";

/**
 * Reads a `PubmedBookArticle`: a chapter of a book, or a book. It has no journal, no MeSH headings and no status; its
 * kinds are direct children and its identifiers stand in two lists.
 * @throws UnreadableAnswerError when it has no PMID or no document
 */
export function toChapter(record: XmlNode): JournalArticle {
  const document = record.one("BookDocument");
  const pmid = pmidOf(document);
  const source = document?.one("Book");
  if (!document || !source) throw new UnreadableAnswerError(`PubMed record ${pmid} has no book`);
  const data = record.one("PubmedBookData");
  const kinds = publicationTypes(document);
  const { otherIds, ...identifiers } = identifiersOf(data?.one("ArticleIdList"), source.all("ELocationID"), []);
  return {
    id: toGlobalId("JournalArticle", pmid),
    pmid,
    url: articleUrl(pmid),
    title: titleOf(document.one("ArticleTitle")) ?? titleOf(source.one("BookTitle")),
    vernacularTitle: titleOf(document.one("VernacularTitle")),
    journal: null,
    book: bookOf(document, source),
    ...placeOf(document, source, data),
    revisedOn: dateOf(document.one("DateRevised")),
    ...peopleOf(document, source),
    abstract: abstractSections(document.one("Abstract")),
    abstractCopyright: inlineText(document.at("Abstract", "CopyrightInformation")),
    otherAbstracts: [],
    languages: document.all("Language").flatMap((node) => node.words()?.toLowerCase() ?? []),
    publicationTypes: kinds,
    meshHeadings: [],
    supplementaryConcepts: [],
    chemicals: [],
    keywords: keywords(document.all("KeywordList")),
    grants: grants(document.one("GrantList")),
    trialRegistrations: [],
    nctIds: [],
    databankNumbers: [],
    ...identifiers,
    otherIds: otherIds.filter((id) => id.kind !== "bookaccession"),
    ...correctionsOf([], kinds),
    conflictOfInterest: null,
    status: null,
    referenceList: references(document.all("ReferenceList")),
  };
}

function bookOf(document: XmlNode, source: XmlNode): Book {
  const accession = document
    .one("ArticleIdList")
    ?.all("ArticleId")
    .find((id) => id.attributes.IdType === "bookaccession");
  const number = accession?.words() ?? null;
  return {
    title: titleOf(source.one("BookTitle")),
    accession: number,
    url: number && /^NBK\d+$/.test(number) ? `https://www.ncbi.nlm.nih.gov/books/${number}/` : null,
    publisher: source.at("Publisher", "PublisherName")?.words() ?? null,
    publisherLocation: source.at("Publisher", "PublisherLocation")?.words() ?? null,
    publishedOn: dateOf(source.one("PubDate")),
    startedOn: dateOf(source.one("BeginningDate")),
    endedOn: dateOf(source.one("EndingDate")),
    editors: authorsIn(listOf(source, "editors")),
    isbns: source.all("Isbn").flatMap((node) => node.words() ?? []),
    edition: source.one("Edition")?.words() ?? null,
    volume: source.one("Volume")?.words() ?? null,
    medium: source.one("Medium")?.words() ?? null,
    sectionTitles: sectionTitles(document.one("Sections")),
  };
}

/** A chapter's own date is when it was contributed; the book's date can be decades older. */
function placeOf(document: XmlNode, source: XmlNode, data: XmlNode | undefined) {
  const history = historyOf(data?.one("History"));
  const date = document.one("ContributionDate") ?? source.one("PubDate");
  const publishedOn = dateOf(date);
  return {
    volume: source.one("Volume")?.words() ?? null,
    issue: null,
    pages: pagesOf(document.one("Pagination")),
    publicationModel: null,
    publishedOn,
    publishedOnText: printedDate(date),
    electronicPublishedOn: null,
    sortDate: publishedOn ?? stepDate(history, "entrez"),
    history,
  };
}

/** A chapter without authors of its own has those of the book. */
function peopleOf(document: XmlNode, source: XmlNode) {
  const list = listOf(document, "authors") ?? listOf(source, "authors");
  return {
    authors: authorsIn(list),
    authorListComplete: list?.attributes.CompleteYN !== "N",
    investigators: authorsIn(document.one("InvestigatorList"), "Investigator"),
  };
}

function listOf(parent: XmlNode, kind: string): XmlNode | undefined {
  return parent.all("AuthorList").find((list) => (list.attributes.Type ?? "authors") === kind);
}

/** The titles of sections, and of the sections inside them, in reading order. */
function sectionTitles(parent: XmlNode | undefined): string[] {
  return (parent?.all("Section") ?? []).flatMap((section) => {
    const title = inlineText(section.one("SectionTitle"));
    return [...(title === null ? [] : [title]), ...sectionTitles(section)];
  });
}
