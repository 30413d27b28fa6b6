import { type BundledServer, listenBundled } from "../../src/bundled/http.js";
import { pubmedHandler } from "../../src/bundled/pubmed.js";

/** The bundled PubMed over the sample citations, listening. */
export async function startPubmed(): Promise<BundledServer & { count: number }> {
  const { handler, count } = await pubmedHandler("fixtures/pubmed", () => new Date("2026-11-01T00:00:00Z"));
  const server = await listenBundled("PubMed", handler, { basePath: "/entrez/eutils" });
  return Object.assign(server, { count });
}

export async function ask(server: BundledServer, tool: string, params: Record<string, string>) {
  const response = await fetch(`${server.url}/${tool}?${new URLSearchParams(params)}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

export interface SearchResult {
  count: string;
  retmax: string;
  idlist: string[];
  querytranslation: string;
  ERROR?: string;
  webenv?: string;
  querykey?: string;
  translationset: { from: string; to: string }[];
  errorlist?: { phrasesnotfound: string[]; fieldsnotfound: string[] };
  warninglist?: { quotedphrasesnotfound: string[]; outputmessages: string[] };
}

export async function searchFor(server: BundledServer, term: string, more: Record<string, string> = {}) {
  const { text } = await ask(server, "esearch.fcgi", { db: "pubmed", term, retmode: "json", retmax: "500", ...more });
  return (JSON.parse(text) as { esearchresult: SearchResult }).esearchresult;
}
