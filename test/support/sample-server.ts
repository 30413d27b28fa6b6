import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Loopback, listenLoopback } from "./loopback.js";

const FOLDER = join(import.meta.dirname, "../../../shared/samples");

/** Whether recorded answers of the real services are at hand. They are not part of the project. */
export const hasSamples = existsSync(FOLDER);

export const sample = (path: string): string => readFileSync(join(FOLDER, path), "utf8");

const filesIn = (folder: string, pattern: RegExp): string[] =>
  hasSamples ? readdirSync(join(FOLDER, folder)).filter((name) => pattern.test(name)) : [];

const BOOK_OR_ARTICLE = /<Pubmed(Book)?Article[ >][\s\S]*?<\/Pubmed\1?Article>/g;

/** Recorded records of PubMed, by PMID, as the texts that they were in their answers. */
export const articles: ReadonlyMap<string, string> = new Map(
  filesIn("pubmed", /\.xml$/)
    .flatMap((name) => sample(`pubmed/${name}`).match(BOOK_OR_ARTICLE) ?? [])
    .map((text) => [/<PMID[^>]*>(\d+)</.exec(text)?.[1] ?? "", text]),
);

/** Recorded studies, by number. */
export const studies: ReadonlyMap<string, string> = new Map(
  filesIn("clinicaltrials", /^NCT\d+\.json$/).map((name) => [name.slice(0, 11), sample(`clinicaltrials/${name}`)]),
);

const SET =
  '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n';

type Served = readonly [type: string, body: string] | null;

/** One server that answers in the addresses of all four services with what was recorded of them. */
export function serveSamples(): Promise<Loopback> {
  return listenLoopback((request, response, body) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const parameters = new URLSearchParams([...searchParams, ...new URLSearchParams(body)]);
    const served = answerTo(pathname, parameters);
    if (served === null) return void response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    response.writeHead(200, { "content-type": served[0] }).end(served[1]);
  });
}

function answerTo(path: string, parameters: URLSearchParams): Served {
  const tool = path.split("/").at(-1) ?? "";
  const json = (text: string): Served => ["application/json", text];
  if (tool === "efetch.fcgi") {
    const found = (parameters.get("id") ?? "").split(",").map((pmid) => articles.get(pmid) ?? "");
    return ["text/xml; charset=UTF-8", `${SET}<PubmedArticleSet>\n${found.join("")}</PubmedArticleSet>`];
  }
  if (tool === "esearch.fcgi") {
    const isUnknown = parameters.get("term")?.includes("unknown");
    return json(sample(`pubmed/biomcp-2026-${isUnknown ? "phrase-not-found" : "three-hits"}.json`));
  }
  if (tool === "elink.fcgi") {
    const kind = parameters.get("linkname") === "pubmed_pubmed" ? "related" : "citations";
    return json(sample(`pubmed/pubmed-client-${kind}_29540945.json`));
  }
  if (tool === "version") return json('{"apiVersion":"2.0.5","dataTimestamp":"2026-08-28T09:00:06"}');
  if (tool === "studies") return json(studiesFor(parameters));
  if (tool === "service") return json(sample("medlineplus/icd10cm_G93.32_one-entry_2026-10-08.json"));
  if (tool === "xml.html")
    return ["text/html", '<a href="https://medlineplus.gov/xml/mplus_topics_2012-07-21.xml" >XML</a>'];
  if (tool === "mplus_topics_2012-07-21.xml")
    return ["text/xml", sample("medlineplus/mplus_topics_2012-07-21.search-gov-fixture.xml")];
  if (path.endsWith("/ency/article/003122.htm"))
    return ["text/html", sample("medlineplus/003122_article-element_review-2024-10-09.prose-elided.html")];
  return null;
}

function studiesFor(parameters: URLSearchParams): string {
  const ids = parameters.get("filter.ids");
  if (ids !== null) return `{"studies":[${ids.split(",").flatMap((id) => studies.get(id) ?? [])}]}`;
  return sample(`clinicaltrials/search_phelan_${parameters.has("pageToken") ? "next" : "limit5"}_20260811.json`);
}
