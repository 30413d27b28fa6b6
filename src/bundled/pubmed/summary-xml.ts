import { escapeXml } from "./ascii.js";
import type { Summary } from "./summary.js";

const VERSION_1: readonly (readonly [string, string, string])[] = [
  ["PubDate", "Date", "pubdate"],
  ["EPubDate", "Date", "epubdate"],
  ["Source", "String", "source"],
  ["AuthorList", "List", "authors"],
  ["LastAuthor", "String", "lastauthor"],
  ["Title", "String", "title"],
  ["Volume", "String", "volume"],
  ["Issue", "String", "issue"],
  ["Pages", "String", "pages"],
  ["LangList", "List", "lang"],
  ["NlmUniqueID", "String", "nlmuniqueid"],
  ["ISSN", "String", "issn"],
  ["ESSN", "String", "essn"],
  ["PubTypeList", "List", "pubtype"],
  ["RecordStatus", "String", "recordstatus"],
  ["PubStatus", "String", "pubstatus"],
  ["ArticleIds", "List", "articleids"],
  ["History", "List", "history"],
  ["References", "List", "references"],
  ["HasAbstract", "Integer", "attributes"],
  ["PmcRefCount", "Integer", "pmcrefcount"],
  ["FullJournalName", "String", "fulljournalname"],
  ["ELocationID", "String", "elocationid"],
];

const LANGUAGE_WORDS: Readonly<Record<string, string>> = {
  eng: "English",
  spa: "Spanish",
  fre: "French",
  ger: "German",
};
const MEMBER: Readonly<Record<string, string>> = { authors: "Author", lang: "Lang", pubtype: "PubType" };

function item(name: string, type: string, content: string): string {
  return content === ""
    ? `<Item Name="${name}" Type="${type}"></Item>`
    : `<Item Name="${name}" Type="${type}">${content}</Item>`;
}

function member(key: string, value: unknown): string {
  if (typeof value === "string") {
    return item(MEMBER[key] ?? key, "String", escapeXml(key === "lang" ? (LANGUAGE_WORDS[value] ?? value) : value));
  }
  const { name, idtype, value: id, pubstatus, date } = value as Record<string, string>;
  if (idtype !== undefined) return item(idtype, "String", escapeXml(id ?? ""));
  if (pubstatus !== undefined) return item(pubstatus, "Date", escapeXml(date ?? ""));
  return item("Author", "String", escapeXml(name ?? ""));
}

/** One record in the older form, which is the default one. */
export function summaryVersion1(summary: Summary): string {
  const items = VERSION_1.map(([name, type, key]) => {
    const value = summary[key];
    if (key === "attributes") return item(name, type, (value as string[]).length > 0 ? "1" : "0");
    if (Array.isArray(value)) return item(name, type, value.map((entry) => `\n\t\t${member(key, entry)}`).join(""));
    return item(name, type, escapeXml(key === "pmcrefcount" && value === "" ? "0" : String(value ?? "")));
  });
  const doi = summary.articleids.find(({ idtype }) => idtype === "doi");
  if (doi) items.push(item("DOI", "String", escapeXml(doi.value)));
  return `<DocSum>\n\t<Id>${String(summary.uid)}</Id>\n\t${items.join("\n\t")}\n</DocSum>\n`;
}

const CAMEL_CASE: Readonly<Record<string, string>> = {
  pubdate: "PubDate",
  epubdate: "EPubDate",
  source: "Source",
  lastauthor: "LastAuthor",
  title: "Title",
  sorttitle: "SortTitle",
  volume: "Volume",
  issue: "Issue",
  pages: "Pages",
  nlmuniqueid: "NlmUniqueID",
  issn: "ISSN",
  essn: "ESSN",
  recordstatus: "RecordStatus",
  pubstatus: "PubStatus",
  pmcrefcount: "PmcRefCount",
  fulljournalname: "FullJournalName",
  elocationid: "ELocationID",
  doctype: "DocType",
  booktitle: "BookTitle",
  medium: "Medium",
  edition: "Edition",
  publisherlocation: "PublisherLocation",
  publishername: "PublisherName",
  srcdate: "SrcDate",
  bookname: "BookName",
  chapter: "Chapter",
  sortpubdate: "SortPubDate",
  sortfirstauthor: "SortFirstAuthor",
  vernaculartitle: "VernacularTitle",
};

/** One record in the newer form, `version=2.0`. */
export function summaryVersion2(summary: Summary): string {
  const authors = summary.authors.map(
    ({ name, authtype }) =>
      `<Author><Name>${escapeXml(name)}</Name><AuthType>${authtype}</AuthType><ClusterID/></Author>`,
  );
  const ids = summary.articleids.map(
    ({ idtype, idtypen, value }) =>
      `<ArticleId><IdType>${idtype}</IdType><IdTypeN>${idtypen}</IdTypeN><Value>${escapeXml(value)}</Value></ArticleId>`,
  );
  const strings = (key: string, tag: string) =>
    (summary[key] as string[]).map((value) => `<${tag}>${escapeXml(value)}</${tag}>`).join("");
  const simple = Object.entries(CAMEL_CASE).map(([key, tag]) => {
    const value = escapeXml(String(summary[key] ?? ""));
    return value === "" ? `<${tag}/>` : `<${tag}>${value}</${tag}>`;
  });
  return `<DocumentSummary uid="${String(summary.uid)}"><Authors>${authors.join("")}</Authors><Lang>${strings("lang", "string")}</Lang><PubType>${strings("pubtype", "flag")}</PubType><ArticleIds>${ids.join("")}</ArticleIds><Attributes>${strings("attributes", "flag")}</Attributes>${simple.join("")}</DocumentSummary>\n`;
}
