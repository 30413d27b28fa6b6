import { readXml, type UnreadableAnswerError, type XmlNode } from "../../../upstream/index.js";

const RECORD = /<(PubmedArticle|PubmedBookArticle)(?=[\s>])[\s\S]*?<\/\1\s*>/g;
const WHOLE_SET = /<\/PubmedArticleSet\s*>\s*$/;

/** A record of a set that as a whole is no XML: read for itself, or the reason why it cannot be. */
export type Salvaged = { record: XmlNode } | { pmid: string | undefined; error: Error };

/**
 * The records of a set that is not well formed, cut apart by their tags: one record with a broken tag or a forbidden
 * character must not cost the 199 others. A set without its end was cut short, and nothing of it is trusted.
 * @throws what reading the whole set threw, when there is nothing to save
 */
export function salvage(xml: string, broken: UnreadableAnswerError): Salvaged[] {
  const texts = WHOLE_SET.test(xml) ? (xml.match(RECORD) ?? []) : [];
  const salvaged = texts.map(readRecord);
  if (!salvaged.some((entry) => "record" in entry)) throw broken;
  return salvaged;
}

function readRecord(text: string): Salvaged {
  try {
    return { record: readXml(text) };
  } catch (error) {
    return { pmid: /<PMID\b[^>]*>\s*(\d+)\s*</.exec(text)?.[1], error: error as Error };
  }
}
