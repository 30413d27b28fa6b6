import { readXml, UnreadableAnswerError, type XmlNode } from "../../upstream/index.js";
import { toArticle } from "./parser/article.js";
import { toChapter } from "./parser/book.js";
import { isPmid } from "./parser/identifiers.js";
import { type Salvaged, salvage } from "./parser/salvage.js";
import { ReportedError } from "./parser/search.js";
import type { JournalArticle } from "./types.js";

/** What one efetch answer held. */
export interface ParsedArticles {
  /** Records by PMID: the upstream's order and completeness are not to be relied on. */
  articles: Map<string, JournalArticle>;
  /** Records that are there but cannot be read, by PMID. */
  unreadable: Map<string, Error>;
  /** Whether a record could not be told apart from others: then a missing one may be it. */
  hasNameless: boolean;
}

/**
 * Reads an efetch answer: a set of articles and chapters of books, maybe empty. A record that cannot be read costs only
 * itself. A set may lack the `PubmedArticleSet` around a single record, as files from the web site do.
 *
 * @throws ReportedError for `ERROR` in place of records
 * @throws UnreadableAnswerError for anything that is not such an answer, or is cut short
 */
export function parseArticles(xml: string): ParsedArticles {
  const parsed: ParsedArticles = { articles: new Map(), unreadable: new Map(), hasNameless: false };
  for (const entry of recordsIn(xml)) {
    if ("record" in entry) readRecord(entry.record, parsed);
    else noteUnreadable(entry.pmid, entry.error, parsed);
  }
  return parsed;
}

function recordsIn(xml: string): Salvaged[] {
  let root: XmlNode;
  try {
    root = readXml(xml);
  } catch (error) {
    if (error instanceof UnreadableAnswerError) return salvage(xml, error);
    throw error;
  }
  const reported = root.one("ERROR")?.words();
  if (reported) throw new ReportedError(reported);
  return (root.name === "PubmedArticleSet" ? root.elements() : [root]).map((record) => ({ record }));
}

function readRecord(record: XmlNode, parsed: ParsedArticles): void {
  const read = { PubmedArticle: toArticle, PubmedBookArticle: toChapter }[record.name];
  // A set also lists withdrawn ids (DeleteCitation), which hold no record.
  if (!read && record.name.startsWith("Delete")) return;
  if (!read) throw new UnreadableAnswerError(`<${record.name}> where a PubMed record should be`);
  try {
    const article = read(record);
    parsed.articles.set(article.pmid, article);
  } catch (error) {
    const pmid = (record.one("MedlineCitation") ?? record.one("BookDocument"))?.one("PMID")?.words();
    noteUnreadable(pmid ?? undefined, error as Error, parsed);
  }
}

function noteUnreadable(pmid: string | undefined, error: Error, parsed: ParsedArticles): void {
  if (isPmid(pmid)) parsed.unreadable.set(pmid, error);
  else parsed.hasNameless = true;
}
