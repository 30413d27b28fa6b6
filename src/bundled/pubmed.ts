import { randomBytes } from "node:crypto";
import type { BundledAnswer, BundledHandler } from "./http.js";
import { htmlError, type Tool } from "./pubmed/answers.js";
import { createCitationGraph } from "./pubmed/citation-graph.js";
import { type Collection, readCollection } from "./pubmed/collection.js";
import { ecitmatch } from "./pubmed/ecitmatch.js";
import { efetch } from "./pubmed/efetch.js";
import { einfo } from "./pubmed/einfo.js";
import { elink } from "./pubmed/elink.js";
import { epost } from "./pubmed/epost.js";
import { esearch } from "./pubmed/esearch.js";
import { createEspell } from "./pubmed/espell.js";
import { esummary } from "./pubmed/esummary.js";
import { History } from "./pubmed/history.js";

function createTools(collection: Collection, now: () => Date): Readonly<Record<string, Tool>> {
  const history = new History(now);
  const graph = createCitationGraph(collection);
  return {
    "einfo.fcgi": (params) => einfo(collection, params),
    "esearch.fcgi": (params) => esearch(collection, history, params),
    "esummary.fcgi": (params) => esummary(collection, history, graph, params),
    "efetch.fcgi": (params) => efetch(collection, history, params),
    "elink.fcgi": (params) => elink(collection, graph, params),
    "epost.fcgi": (params) => epost(history, params),
    "espell.fcgi": createEspell(collection),
    "ecitmatch.cgi": (params) => ecitmatch(collection, params),
  };
}

/** Any key of the right shape is taken for a real one; the shape is 36 hexadecimal digits. */
const KEY_SHAPE = /^[0-9a-f]{36}$/i;

function wrongKey(key: string): BundledAnswer {
  const body = `{"error":"API key invalid","api-key":${JSON.stringify(key)},"type":"invalid",\n"status":"unknown"}`;
  return { status: 400, headers: { "content-type": "application/json" }, body };
}

/** Says what is left of the quota in a second, as every good answer does, and which answer this was. */
function callHeaders(hasKey: boolean, callsInSecond: number): Record<string, string> {
  const limit = hasKey ? 10 : 3;
  const phid = randomBytes(16).toString("hex").toUpperCase();
  const sid = `${phid.slice(0, 16)}_0000SID`;
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(Math.max(0, limit - callsInSecond)),
    "ncbi-phid": phid,
    "ncbi-sid": sid,
    "set-cookie": `ncbi_sid=${sid}; domain=.nih.gov; path=/; Max-Age=31536000`,
  };
}

function createCallCounter(now: () => Date): () => number {
  let recent: number[] = [];
  return () => {
    const at = now().getTime();
    recent = [...recent.filter((earlier) => at - earlier < 1000), at].slice(-10);
    return recent.length;
  };
}

/**
 * Answers as the E-utilities do, from a folder of `<pmid>.xml` files.
 * Rejects when the folder cannot be read. `now` dates the histories and the quota, never the searches.
 */
export async function pubmedHandler(
  folder: string,
  now: () => Date,
): Promise<{ handler: BundledHandler; count: number }> {
  const collection = await readCollection(folder);
  const tools = createTools(collection, now);
  const countCalls = createCallCounter(now);
  const handler: BundledHandler = ({ path, params }) => {
    const [, name = ""] = /^\/entrez\/eutils\/([^/]+)$/.exec(path) ?? [];
    const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
    if (!tool) return htmlError(404, "Page not found");
    const key = params.get("api_key");
    // The key is judged before anything else, and an empty one is a wrong one.
    if (key !== null && !KEY_SHAPE.test(key)) return wrongKey(key);
    const answer = tool(params);
    return { ...answer, headers: { ...callHeaders(key !== null, countCalls()), ...answer.headers } };
  };
  return { handler, count: collection.records.length };
}
