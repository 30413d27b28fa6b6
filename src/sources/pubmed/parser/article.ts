import { toGlobalId } from "../../../content/index.js";
import { UnreadableAnswerError, type XmlNode } from "../../../upstream/index.js";
import { type Correction, CorrectionKind } from "../types/correction.js";
import type { PublicationType } from "../types/indexing.js";
import { articleUrl, type JournalArticle } from "../types.js";
import { abstractSections, otherAbstract } from "./abstract.js";
import { authorsIn } from "./authors.js";
import { corrections } from "./corrections.js";
import { databanks } from "./databanks.js";
import { dateOf, printedDate } from "./dates.js";
import { historyOf, publicationModelOf, statusOf, stepDate } from "./history.js";
import { identifiersOf, isPmid } from "./identifiers.js";
import { chemicals, grants, keywords, meshHeadings, publicationTypes, supplementaryConcepts } from "./indexing.js";
import { inlineText } from "./inline.js";
import { journalOf } from "./journal.js";
import { references } from "./references.js";
import { titleOf } from "./title.js";

/** MeSH's ids for the two kinds of article that have to do with retraction. */
const RETRACTED = "D016441";
const RETRACTION_NOTICE = "D016440";

/** The PMID of a record. @throws UnreadableAnswerError when there is none */
export function pmidOf(node: XmlNode | undefined): string {
  const pmid = node?.one("PMID")?.words();
  if (isPmid(pmid)) return pmid;
  throw new UnreadableAnswerError("a PubMed record has no PMID");
}

/** Reads a `PubmedArticle`. @throws UnreadableAnswerError when it has no PMID or no article */
export function toArticle(record: XmlNode): JournalArticle {
  const citation = record.one("MedlineCitation");
  const pmid = pmidOf(citation);
  const article = citation?.one("Article");
  if (!citation || !article) throw new UnreadableAnswerError(`PubMed record ${pmid} has no article`);
  const data = record.one("PubmedData");
  return {
    id: toGlobalId("JournalArticle", pmid),
    pmid,
    url: articleUrl(pmid),
    title: titleOf(article.one("ArticleTitle")),
    vernacularTitle: titleOf(article.one("VernacularTitle")),
    journal: journalOf(article.one("Journal"), citation.one("MedlineJournalInfo")),
    book: null,
    ...issueOf(article, data),
    revisedOn: dateOf(citation.one("DateRevised")),
    ...peopleOf(article, citation),
    abstract: abstractSections(article.one("Abstract")),
    abstractCopyright: inlineText(article.at("Abstract", "CopyrightInformation")),
    otherAbstracts: citation.all("OtherAbstract").map(otherAbstract),
    languages: article.all("Language").flatMap((node) => node.words()?.toLowerCase() ?? []),
    ...subjectsOf(article, citation),
    ...databanks(article.one("DataBankList")),
    ...identifiersOf(data?.one("ArticleIdList"), article.all("ELocationID"), citation.all("OtherID")),
    ...correctionsOf(corrections(citation.one("CommentsCorrectionsList")), kindsOf(article)),
    conflictOfInterest: inlineText(citation.one("CoiStatement")),
    status: statusOf(citation.attributes.Status),
    referenceList: references(data?.all("ReferenceList") ?? []),
  };
}

/** What the corrections and the kinds of an article say of its standing. A retraction may lack its notice's PMID. */
export function correctionsOf(list: Correction[], kinds: readonly PublicationType[]) {
  const has = (kind: CorrectionKind) => list.some((correction) => correction.kind === kind);
  const is = (id: string, ...names: string[]) => kinds.some((kind) => kind.id === id || names.includes(kind.name));
  return {
    corrections: list,
    isRetracted: has(CorrectionKind.RETRACTION_IN) || is(RETRACTED, "Retracted Publication"),
    isRetractionNotice:
      has(CorrectionKind.RETRACTION_OF) || is(RETRACTION_NOTICE, "Retraction of Publication", "Retraction Notice"),
    hasExpressionOfConcern: has(CorrectionKind.EXPRESSION_OF_CONCERN_IN),
  };
}

function kindsOf(article: XmlNode): PublicationType[] {
  return publicationTypes(article.one("PublicationTypeList"));
}

function issueOf(article: XmlNode, data: XmlNode | undefined) {
  const issue = article.at("Journal", "JournalIssue");
  const history = historyOf(data?.one("History"));
  const publishedOn = dateOf(issue?.one("PubDate"));
  const electronicPublishedOn = dateOf(article.one("ArticleDate"));
  return {
    volume: issue?.one("Volume")?.words() ?? null,
    issue: issue?.one("Issue")?.words() ?? null,
    pages: pagesOf(article.one("Pagination")),
    publicationModel: publicationModelOf(article.attributes.PubModel),
    publishedOn,
    publishedOnText: printedDate(issue?.one("PubDate")),
    electronicPublishedOn,
    sortDate: electronicPublishedOn ?? publishedOn ?? stepDate(history, "entrez"),
    history,
  };
}

/** `MedlinePgn` is the printed form; it can be empty, and it abbreviates, which is what people expect to see. */
export function pagesOf(pagination: XmlNode | undefined): string | null {
  const printed = pagination?.one("MedlinePgn")?.words() ?? null;
  if (printed !== null) return printed;
  const start = pagination?.one("StartPage")?.words() ?? null;
  const end = pagination?.one("EndPage")?.words() ?? null;
  return start !== null && end !== null && end !== start ? `${start}-${end}` : start;
}

function peopleOf(article: XmlNode, citation: XmlNode) {
  const list = article.one("AuthorList");
  return {
    authors: authorsIn(list),
    authorListComplete: list?.attributes.CompleteYN !== "N",
    investigators: authorsIn(citation.one("InvestigatorList"), "Investigator"),
  };
}

function subjectsOf(article: XmlNode, citation: XmlNode) {
  return {
    publicationTypes: kindsOf(article),
    meshHeadings: meshHeadings(citation.one("MeshHeadingList")),
    supplementaryConcepts: supplementaryConcepts(citation.one("SupplMeshList")),
    chemicals: chemicals(citation.one("ChemicalList")),
    keywords: keywords(citation.all("KeywordList")),
    grants: grants(article.one("GrantList")),
  };
}
