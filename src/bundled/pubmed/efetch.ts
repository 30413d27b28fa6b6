import type { BundledAnswer } from "../http.js";
import { documentType, textAnswer, wholeNumber, xmlAnswer } from "./answers.js";
import type { Collection } from "./collection.js";
import type { History } from "./history.js";
import { askedIds, looseId } from "./ids.js";
import { abstractText, medlineText } from "./medline.js";
import type { PubmedRecord } from "./record.js";

const MOST_IDS = 10_000;

const OPENING = Buffer.from(
  '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n',
);
const CLOSING = Buffer.from("</PubmedArticleSet>");

const EMPTY_LIST = "ID list is empty! Possibly it has no correct IDs.";

function failure(message: string, status: number, asText: boolean): BundledAnswer {
  // The plain form of the message has plus signs for its blanks, as the service sends it.
  if (asText) return textAnswer(`${message.replaceAll(" ", "+")}\n`, status);
  const head = documentType("eEfetchResult", "efetch", "20131226");
  return xmlAnswer(`${head}<eFetchResult>\n\t<ERROR>${message}</ERROR>\n</eFetchResult>\n`, status);
}

function outOfRange(start: number, total: number, asText: boolean): BundledAnswer {
  const message = `Cannot retrieve history data: OUT OF RANGE. Parameter retstart=${start} + 1 is greater than number of records available in history. History includes ${total} IDs.`;
  return failure(message, 400, asText);
}

function printed(records: readonly PubmedRecord[], asText: boolean, format: string): BundledAnswer {
  if (!asText) return xmlAnswer(Buffer.concat([OPENING, ...records.map((record) => record.xml), CLOSING]));
  if (format === "uilist") return textAnswer(records.map((record) => `${record.pmid}\n`).join(""));
  const print = format === "medline" ? medlineText : abstractText;
  return textAnswer(records.map(print).join("\n"));
}

/** Sends whole records, in the order asked for, each once; what does not exist is left out without a word. */
export function efetch(collection: Collection, history: History, params: URLSearchParams): BundledAnswer {
  const format = params.get("rettype")?.toLowerCase() ?? "";
  const mode = params.get("retmode")?.toLowerCase() ?? (/^(medline|uilist)$/.test(format) ? "text" : "xml");
  const asText = mode === "text";
  const database = params.get("db") ?? "pubmed";
  if (database !== "pubmed") return failure(`Invalid db name specified: ${database}`, 400, asText);
  const asked = askedIds(params, history, MOST_IDS);
  if (asked.kind === "unknown set") return failure(`Unable to obtain query #${asked.queryKey}`, 200, asText);
  if (asked.kind === "none") return failure(EMPTY_LIST, 400, asText);
  if (asked.kind === "history" && asked.start >= asked.total) return outOfRange(asked.start, asked.total, asText);
  const ids = new Set(asked.ids.map(looseId).filter((id) => id !== null));
  if (ids.size === 0) return failure(EMPTY_LIST, 400, asText);
  const most = Math.min(wholeNumber(params.get("retmax"), MOST_IDS), MOST_IDS);
  const records = [...ids].slice(0, most).flatMap((id) => collection.byPmid.get(id) ?? []);
  return printed(records, asText, format);
}
