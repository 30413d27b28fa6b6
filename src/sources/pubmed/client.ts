import type { Upstream, UpstreamCall } from "../../upstream/index.js";
import { recordTexts } from "./parser/record-texts.js";
import { parseLinks, parseSearch, parseSpelling, type SearchAnswer } from "./parser/search.js";
import { type ParsedArticles, parseRecords } from "./parser.js";
import { reading } from "./reported.js";
import { ArticleSort } from "./search-filter.js";

/** PubMed lists the first 9,999 hits of a search and no more, whatever the number of hits. */
export const REACHABLE = 9_999;
/** Most ids in one efetch: NCBI's custom. At 27 kB an article it is an answer of about 5 MB. */
export const LARGEST_BATCH = 200;

/** Who asks: NCBI writes to this address before it blocks a program. */
export interface Etiquette {
  toolName: string;
  contactEmail: string | null;
  apiKey: string | null;
}

/** One page of a search. */
export interface SearchQuestion {
  term: string;
  sort: ArticleSort;
  /** From 0 to 9998. */
  start: number;
  count: number;
}

/** How one record is tied to others. */
export type LinkName = "pubmed_pubmed" | "pubmed_pubmed_citedin";

const SORTS: Record<ArticleSort, string | null> = {
  [ArticleSort.RELEVANCE]: "relevance",
  [ArticleSort.NEWEST]: "pub_date",
  [ArticleSort.RECENTLY_ADDED]: null,
  [ArticleSort.FIRST_AUTHOR]: "Author",
  [ArticleSort.JOURNAL]: "JournalName",
};

/** PubMed's tools as questions and parsed answers. Every method fails with an UpstreamError and nothing else. */
export class PubmedClient {
  constructor(
    private readonly upstream: Upstream,
    private readonly etiquette: Etiquette,
  ) {}

  /** Up to 200 records by PMID. Those that PubMed does not have are left out. */
  async fetchArticles(pmids: readonly string[], call: UpstreamCall): Promise<ParsedArticles> {
    return parseRecords(await this.ask("efetch", { id: pmids.join(","), retmode: "xml" }, recordTexts, call));
  }

  /** One page of a search, and how many hits there are in all. */
  search({ term, sort, start, count }: SearchQuestion, call: UpstreamCall): Promise<SearchAnswer> {
    const page = { retstart: String(start), retmax: String(Math.min(count, REACHABLE - start)) };
    const order = SORTS[sort];
    return this.ask("esearch", { term, retmode: "json", ...page, ...(order && { sort: order }) }, parseSearch, call);
  }

  /** The number of hits alone. */
  async count(term: string, call: UpstreamCall): Promise<number> {
    const form = { term, retmode: "json", retmax: "0" };
    return (await this.ask("esearch", form, parseSearch, call)).total;
  }

  /** Better spelt words for a search, or null when PubMed knows none. */
  spelling(words: string, call: UpstreamCall): Promise<string | null> {
    return this.ask("espell", { term: words }, parseSpelling, call);
  }

  /** The PMIDs that are tied to each of some records, best first. */
  links(pmids: readonly string[], linkName: LinkName, call: UpstreamCall): Promise<Map<string, string[]>> {
    // Ids in one list would share one list of links; the name given once for each keeps them apart.
    const form = { dbfrom: "pubmed", id: pmids, linkname: linkName, cmd: "neighbor", retmode: "json" };
    return this.ask("elink", form, (text) => parseLinks(text, linkName), call);
  }

  /** Everything goes by POST: terms and id lists outgrow an address, and the key stays out of addresses, hence of logs. */
  private ask<T>(
    tool: string,
    form: Record<string, string | readonly string[]>,
    parse: (text: string) => T,
    call: UpstreamCall,
  ): Promise<T> {
    const { toolName, contactEmail, apiKey } = this.etiquette;
    const sender = { tool: toolName, ...(contactEmail && { email: contactEmail }), ...(apiKey && { api_key: apiKey }) };
    const expect = form.retmode === "json" ? "json" : "xml";
    const request = { path: `/${tool}.fcgi`, form: { db: "pubmed", ...form, ...sender }, expect } as const;
    return this.upstream.ask(request, (answer) => reading(answer.text, parse), call);
  }
}
