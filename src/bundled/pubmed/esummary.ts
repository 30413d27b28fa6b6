import type { BundledAnswer } from "../http.js";
import { documentType, jsonAnswer, wantsJson, xmlAnswer } from "./answers.js";
import { escapeXml } from "./ascii.js";
import type { CitationGraph } from "./citation-graph.js";
import type { Collection } from "./collection.js";
import type { History } from "./history.js";
import { askedIds } from "./ids.js";
import { summaryOf } from "./summary.js";
import { summaryVersion1, summaryVersion2 } from "./summary-xml.js";

const MOST_IDS = { json: 500, xml: 10_000 };
const NO_DOCUMENT = "cannot get document summary";

function xmlFailure(message: string): BundledAnswer {
  const head = documentType("eSummaryResult", "esummary-v1", "20041029");
  return xmlAnswer(`${head}<eSummaryResult>\n\t<ERROR>${escapeXml(message)}</ERROR>\n</eSummaryResult>\n`);
}

function failure(json: boolean, message: string, jsonMessage = message): BundledAnswer {
  return json ? jsonAnswer("esummary", { esummaryresult: [jsonMessage] }) : xmlFailure(message);
}

function inJson(ids: readonly string[], collection: Collection, graph: CitationGraph): BundledAnswer {
  const bad = ids.findIndex((id) => !/^\d+$/.test(id));
  if (bad >= 0) {
    return jsonAnswer("esummary", { error: `Invalid uid ${ids[bad]} at position= ${bad}`, result: { uids: [] } });
  }
  if (ids.length > MOST_IDS.json) {
    const error = `Too many UIDs in request. Maximum number of UIDs is ${MOST_IDS.json} for JSON format output.`;
    return jsonAnswer("esummary", { error });
  }
  const uids = [...new Set(ids)];
  const records = uids.map((uid) => {
    const record = collection.byPmid.get(uid);
    return [uid, record ? summaryOf(record, graph.citing(uid).length) : { uid, error: NO_DOCUMENT }] as const;
  });
  // Numbers as keys would be sorted, and "uids" moved behind them: the object is written out by hand.
  const body = records.map(([uid, summary]) => `,"${uid}":${JSON.stringify(summary)}`).join("");
  const answer = jsonAnswer("esummary", { result: 0 });
  return {
    ...answer,
    body: String(answer.body).replace('"result":0', () => `"result":{"uids":${JSON.stringify(uids)}${body}}`),
  };
}

function inXml(ids: readonly string[], version2: boolean, collection: Collection, graph: CitationGraph): BundledAnswer {
  const bad = ids.findIndex((id) => !/^\d+$/.test(id));
  if (bad >= 0) return xmlFailure(`Invalid uid ${ids[bad]} at position= ${bad}`);
  const found = [...new Set(ids)].map((uid) => {
    const record = collection.byPmid.get(uid);
    const summary = record && summaryOf(record, graph.citing(uid).length);
    if (summary) return version2 ? summaryVersion2(summary) : summaryVersion1(summary);
    return version2
      ? `<DocumentSummary uid="${uid}"><error>${NO_DOCUMENT}</error></DocumentSummary>\n`
      : `<ERROR>${NO_DOCUMENT}</ERROR>\n`;
  });
  const records = found.join("");
  const inner = version2 ? `<DocumentSummarySet status="OK">\n${records}</DocumentSummarySet>\n` : records;
  const head = documentType("eSummaryResult", "esummary-v1", "20041029");
  return xmlAnswer(`${head}<eSummaryResult>\n${inner}</eSummaryResult>\n`);
}

/** Sends short records. */
export function esummary(
  collection: Collection,
  history: History,
  graph: CitationGraph,
  params: URLSearchParams,
): BundledAnswer {
  const json = wantsJson(params);
  const database = params.get("db") ?? "pubmed";
  if (database !== "pubmed") return failure(json, `Invalid db name specified: ${database}`);
  const asked = askedIds(params, history, json ? MOST_IDS.json : MOST_IDS.xml);
  if (asked.kind === "unknown set") return failure(json, `Unable to obtain query #${asked.queryKey}`);
  if (asked.kind === "none" || asked.ids.length === 0) {
    return failure(json, "Neither query_key nor id specified", "Empty id list - nothing todo");
  }
  if (json) return inJson(asked.ids, collection, graph);
  return inXml(asked.ids, params.get("version") === "2.0", collection, graph);
}
