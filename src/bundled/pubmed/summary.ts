import { plainText } from "./ascii.js";
import { type DateNumber, printDate } from "./dates.js";
import type { PubmedRecord } from "./record.js";
import { attribute, type Element, elements, first, withoutReferences } from "./scan.js";

/** One record of esummary, with the JSON names and all of them always there. */
export type Summary = Record<string, unknown> & {
  authors: { name: string; authtype: string; clusterid: string }[];
  articleids: { idtype: string; idtypen: number; value: string }[];
  history: { pubstatus: string; date: string }[];
};

const ID_NUMBERS: Readonly<Record<string, number>> = {
  pubmed: 1,
  pii: 4,
  doi: 3,
  pmc: 8,
  mid: 8,
  pmcid: 5,
  bookaccession: 11,
};
const RECORD_STATUS: Readonly<Record<string, string>> = {
  MEDLINE: "PubMed - indexed for MEDLINE",
  "PubMed-not-MEDLINE": "PubMed",
  Publisher: "PubMed - as supplied by publisher",
};

const text = (xml: string, name: string): string => plainText(first(xml, name));

function displayDate(xml: string): string {
  const medlineDate = text(xml, "MedlineDate");
  if (medlineDate) return medlineDate;
  const day = text(xml, "Day");
  const parts = [text(xml, "Year"), text(xml, "Season") || text(xml, "Month"), day && String(Number(day))];
  return parts.filter(Boolean).join(" ");
}

const MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function displayNumber(date: DateNumber): string {
  const [year, month, day] = printDate(date).split("/");
  return date === 0 ? "" : [year, MONTHS[Number(month ?? 0)], day && String(Number(day))].filter(Boolean).join(" ");
}

function authorsOf(head: string, wanted: "authors" | "editors") {
  const lists = elements(head, "AuthorList").filter(
    ({ attributes }) => attributes.includes('"editors"') === (wanted === "editors"),
  );
  return elements(lists[0]?.inner ?? "", "Author")
    .filter(({ attributes }) => !attributes.includes('ValidYN="N"'))
    .map(({ inner }) => {
      const collective = text(inner, "CollectiveName");
      const person = ["LastName", "Initials", "Suffix"].map((name) => text(inner, name));
      const name = collective || person.filter(Boolean).join(" ");
      return { name, authtype: collective ? "CollectiveName" : "Author", clusterid: "" };
    });
}

function articleIds(head: string, pmid: string) {
  const own = head.startsWith("<PubmedBookArticle") ? head : first(head, "PubmedData");
  const ids = elements(first(own, "ArticleIdList"), "ArticleId").map(({ attributes, inner }: Element) => {
    const idtype = attribute(attributes, "IdType");
    return { idtype, idtypen: ID_NUMBERS[idtype] ?? 0, value: plainText(inner) };
  });
  if (!ids.some(({ idtype }) => idtype === "pubmed")) ids.unshift({ idtype: "pubmed", idtypen: 1, value: pmid });
  const pmc = ids.find(({ idtype }) => idtype === "pmc");
  if (pmc) ids.push({ idtype: "pmcid", idtypen: 5, value: `pmc-id: ${pmc.value};` });
  return ids;
}

function historyOf(head: string) {
  return elements(first(head, "History"), "PubMedPubDate").map(({ attributes, inner }) => {
    const two = (name: string) => text(inner, name).padStart(2, "0");
    const date = `${text(inner, "Year")}/${two("Month")}/${two("Day")} ${two("Hour")}:${two("Minute")}`;
    return { pubstatus: attribute(attributes, "PubStatus"), date };
  });
}

function fullDate(date: DateNumber): string {
  const [year = "", month = "01", day = "01"] = printDate(date).split("/");
  return `${year}/${month}/${day} 00:00`;
}

function issn(journal: string, kind: string): string {
  const found = elements(journal, "ISSN").find(({ attributes }) => attributes.includes(`"${kind}"`));
  return found ? plainText(found.inner) : "";
}

function locationOf(head: string): string {
  const ids = elements(head, "ELocationID").map(
    ({ attributes, inner }) => `${attribute(attributes, "EIdType")}: ${plainText(inner)}`,
  );
  return ids.join(". ");
}

function bookPart(head: string) {
  const book = first(head, "Book");
  return {
    doctype: book ? "chapter" : "citation",
    srccontriblist: [],
    booktitle: text(book, "BookTitle"),
    medium: text(book, "Medium"),
    edition: text(book, "Edition"),
    publisherlocation: text(book, "PublisherLocation"),
    publishername: text(book, "PublisherName"),
    srcdate: book ? displayDate(first(book, "PubDate")) : "",
    reportnumber: "",
    availablefromurl: "",
    locationlabel: "",
    doccontriblist: [],
    docdate: "",
    bookname: book ? attribute(elements(head, "BookTitle")[0]?.attributes ?? "", "book") : "",
    chapter: "",
  };
}

function journalPart(head: string) {
  const journal = first(head, "Journal");
  const issue = first(journal, "JournalIssue");
  return {
    source: text(head, "MedlineTA") || text(journal, "ISOAbbreviation"),
    volume: text(issue, "Volume"),
    issue: text(issue, "Issue"),
    pages: text(head, "MedlinePgn") || text(head, "StartPage"),
    nlmuniqueid: text(head, "NlmUniqueID"),
    issn: issn(journal, "Print"),
    essn: issn(journal, "Electronic"),
    fulljournalname: text(journal, "Title"),
  };
}

/** Makes the short record; `citations` counts the records of the sample that cite it. */
export function summaryOf(record: PubmedRecord, citations: number): Summary {
  const head = withoutReferences(record.xml.toString("latin1"));
  const authors = authorsOf(head, "authors");
  const title = text(head, "ArticleTitle");
  const status = /<MedlineCitation\s[^>]*Status="([^"]+)"/.exec(head)?.[1] ?? "";
  return {
    uid: record.pmid,
    pubdate: displayDate(first(head, "PubDate")),
    epubdate: displayNumber(record.electronic),
    authors,
    lastauthor: authors.at(-1)?.name ?? "",
    title,
    sorttitle: title
      .replace(/^(?:a|an|the)\s+/i, "")
      .replace(/[.\]]+$/, "")
      .toLowerCase(),
    ...journalPart(head),
    lang: elements(head, "Language").map(({ inner }) => plainText(inner)),
    pubtype: elements(head, "PublicationType").map(({ inner }) => plainText(inner)),
    recordstatus: RECORD_STATUS[status] ?? "PubMed",
    pubstatus: text(head, "PublicationStatus") === "epublish" ? "258" : "4",
    articleids: articleIds(head, record.pmid),
    history: historyOf(head),
    references: [],
    attributes: head.includes("<AbstractText") ? ["Has Abstract"] : [],
    // The service writes the empty string, not 0, where nothing cites the article.
    pmcrefcount: citations === 0 ? "" : citations,
    elocationid: locationOf(head),
    ...bookPart(head),
    sortpubdate: fullDate(record.sortDate),
    sortfirstauthor: authors[0]?.name ?? "",
    vernaculartitle: text(head, "VernacularTitle"),
  };
}
