import { readXml, UnreadableAnswerError } from "../../../upstream/index.js";
import { ReportedError } from "./search.js";

const START = /<Pubmed(?:Book)?Article[\s/>]/g;
const SET = /<PubmedArticleSet[^>]*>/;
const END = /(?:<\/PubmedArticleSet\s*>|<PubmedArticleSet\s*\/>)(?:\s|<!--[^>]*-->)*$/;
const TAIL_LENGTH = 1_000;
/** What may stand before the first record: the XML declaration, the DOCTYPE and comments. */
const PROLOG = /<\?[^>]*\?>|<!DOCTYPE[^>[]*>|<!--[^>]*-->/g;
/** A set also lists withdrawn ids (DeleteCitation), which hold no record. */
const WITHDRAWN = /^\s*(?:<Delete[\s\S]*)?$/;
const AFTER_RECORD = /(<\/Pubmed(?:Book)?Article\s*>)\s*(?:<Delete[\s\S]*)?$/;

/**
 * The records of an efetch answer, still as texts: cut apart by their tags, so that each can be read on its own. One that
 * is no XML does not cost the 199 others, and no reading takes long. Empty when PubMed has none of what was asked for.
 *
 * @throws ReportedError for an error in place of records
 * @throws UnreadableAnswerError for what is no such answer, or is cut short: then nothing of it is trusted
 */
export function recordTexts(xml: string): string[] {
  if (!SET.test(xml)) return loneRecord(xml);
  const [head = "", ...records] = cutAtStarts(xml.slice(0, endOf(xml)));
  if (!WITHDRAWN.test(head.replace(PROLOG, "").replace(SET, ""))) {
    throw new UnreadableAnswerError("something else where PubMed records should be");
  }
  return records.map((record) => record.replace(AFTER_RECORD, "$1"));
}

/** Found one by one: to split at a look-ahead tries it at each of the millions of characters. */
function cutAtStarts(xml: string): string[] {
  // What begins with a record has no set around it, and stays the head.
  const starts = Array.from(xml.matchAll(START), ({ index }) => index).filter((start) => start > 0);
  return [0, ...starts].map((start, number) => xml.slice(start, starts[number]));
}

/** Where the set ends. Only the tail is searched: an answer has megabytes. */
function endOf(xml: string): number {
  const tail = xml.slice(-TAIL_LENGTH);
  const end = END.exec(tail);
  if (!end) throw new UnreadableAnswerError("a set of PubMed records without its end");
  return xml.length - tail.length + end.index;
}

/** Files that the web site saves can hold one record without a set around it. */
function loneRecord(xml: string): string[] {
  const root = readXml(xml);
  const reported = root.one("ERROR")?.words();
  if (reported) throw new ReportedError(reported);
  if (!/^Pubmed(Book)?Article$/.test(root.name))
    throw new UnreadableAnswerError(`<${root.name}> is no set of PubMed records`);
  return [xml];
}
