import { setImmediate as nextTurn } from "node:timers/promises";
import { readXml, type XmlNode } from "../../upstream/index.js";
import { toArticle } from "./parser/article.js";
import { toChapter } from "./parser/book.js";
import { isPmid } from "./parser/identifiers.js";
import type { JournalArticle } from "./types.js";

/** Longest that reading may keep the process from everything else, milliseconds. */
const LONGEST_TURN_MS = 8;

/** What one efetch answer held. */
export interface ParsedArticles {
  /** Records by PMID: the upstream's order and completeness are not to be relied on. */
  articles: Map<string, JournalArticle>;
  /** Records that are there but cannot be read, by PMID. */
  unreadable: Map<string, Error>;
  /** Whether a record could not be told apart from others: then a missing one may be it. */
  isDoubtful: boolean;
}

/**
 * Reads records one by one; one that cannot be read costs only itself. 200 records are a fifth of a second of work, so
 * other questions are let in between.
 */
export async function parseRecords(texts: readonly string[]): Promise<ParsedArticles> {
  const parsed: ParsedArticles = { articles: new Map(), unreadable: new Map(), isDoubtful: false };
  let turnEnds = performance.now() + LONGEST_TURN_MS;
  for (const text of texts) {
    if (performance.now() > turnEnds) {
      await nextTurn();
      turnEnds = performance.now() + LONGEST_TURN_MS;
    }
    readRecord(text, parsed);
  }
  return parsed;
}

function readRecord(text: string, parsed: ParsedArticles): void {
  let record: XmlNode | undefined;
  try {
    record = readXml(text);
    const article = record.name === "PubmedBookArticle" ? toChapter(record) : toArticle(record);
    parsed.articles.set(article.pmid, article);
  } catch (error) {
    const pmid = /<PMID\b[^>]*>\s*(\d+)\s*</.exec(text)?.[1];
    if (isPmid(pmid)) parsed.unreadable.set(pmid, error as Error);
    // Broken XML may have lost its neighbour's first tag, and then holds the neighbour too.
    if (!isPmid(pmid) || !record) parsed.isDoubtful = true;
  }
}
