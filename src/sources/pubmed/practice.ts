import type { PracticeAnswers } from "../../upstream/index.js";

const XML = "text/xml; charset=UTF-8";

/** PubMed as it answers when somebody practises: a record of no content under every PMID, and found by every search. */
export const practisePubmed: PracticeAnswers = ({ path, parameters }) => {
  if (path === "/esearch.fcgi") return { type: "application/json", text: hits(Number(parameters.get("retmax"))) };
  if (path !== "/efetch.fcgi") return null;
  const records = (parameters.get("id") ?? "").split(",").map(emptyRecord).join("\n");
  return { type: XML, text: `<?xml version="1.0"?><PubmedArticleSet>${records}</PubmedArticleSet>` };
};

const FIRST_HIT = 10_000_000;

function hits(count: number): string {
  const idlist = Array.from({ length: count }, (_, index) => String(FIRST_HIT + index));
  return JSON.stringify({ header: {}, esearchresult: { count: String(count), retmax: String(count), idlist } });
}

function emptyRecord(pmid: string): string {
  const author =
    '<Author ValidYN="Y"><LastName>Nobody</LastName><ForeName>N</ForeName><Initials>N</Initials>' +
    "<AffiliationInfo><Affiliation>Nowhere</Affiliation></AffiliationInfo></Author>";
  const heading =
    '<MeshHeading><DescriptorName UI="D000000" MajorTopicYN="N">None</DescriptorName>' +
    '<QualifierName UI="Q000000" MajorTopicYN="Y">none</QualifierName></MeshHeading>';
  const date = "<Year>2025</Year><Month>Jan</Month><Day>2</Day>";
  const section = (label: string) =>
    `<AbstractText Label="${label}" NlmCategory="${label}">A sentence with <i>x</i><sup>2</sup> &amp; nothing else.</AbstractText>`;
  return (
    `<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">${pmid}</PMID>` +
    `<DateCompleted>${date}</DateCompleted><DateRevised>${date}</DateRevised><Article PubModel="Print-Electronic"><Journal>` +
    `<ISSN IssnType="Electronic">0000-0000</ISSN><JournalIssue CitedMedium="Internet"><Volume>1</Volume><Issue>1</Issue>` +
    `<PubDate>${date}</PubDate></JournalIssue><Title>No journal</Title><ISOAbbreviation>None</ISOAbbreviation></Journal>` +
    "<ArticleTitle>No <i>article</i>.</ArticleTitle><Pagination><MedlinePgn>1-2</MedlinePgn></Pagination>" +
    `<ELocationID EIdType="doi" ValidYN="Y">10.0000/none</ELocationID><Abstract>${section("BACKGROUND")}${section("RESULTS")}` +
    `</Abstract><AuthorList CompleteYN="Y">${author.repeat(4)}</AuthorList><Language>eng</Language><PublicationTypeList>` +
    '<PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article><MedlineJournalInfo>' +
    "<Country>None</Country><MedlineTA>None</MedlineTA><NlmUniqueID>0</NlmUniqueID></MedlineJournalInfo>" +
    `<MeshHeadingList>${heading.repeat(4)}</MeshHeadingList><KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">none` +
    "</Keyword></KeywordList></MedlineCitation><PubmedData><History>" +
    '<PubMedPubDate PubStatus="pubmed"><Year>2025</Year><Month>1</Month><Day>2</Day></PubMedPubDate></History>' +
    `<PublicationStatus>ppublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">${pmid}</ArticleId>` +
    '<ArticleId IdType="doi">10.0000/none</ArticleId></ArticleIdList></PubmedData></PubmedArticle>'
  );
}
