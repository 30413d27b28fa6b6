import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { recordTexts } from "../../../src/sources/pubmed/parser/record-texts.js";
import { type ParsedArticles, parseRecords } from "../../../src/sources/pubmed/parser.js";
import type { JournalArticle } from "../../../src/sources/pubmed/types.js";
import {
  type Call,
  createCall,
  createMemoryStore,
  createUpstreamCall,
  type Platform,
  systemClock,
  type UpstreamCall,
} from "../../../src/upstream/index.js";

/** One question that reached the server. */
export interface Asked {
  tool: string;
  method: string;
  address: string;
  form: URLSearchParams;
}

export interface Answer {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  body: string;
}

export type Answerer = (asked: Asked) => Answer;

/** A loopback server that says what a test wants E-utilities to say, and remembers what it was asked. */
export class FakeEutilities {
  readonly asked: Asked[] = [];
  answer: Answerer = () => ({ body: articleSet("") });
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((listening) => this.server.listen(0, "127.0.0.1", listening));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/eutils`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  /** How often each tool was asked. */
  tools(): string[] {
    return this.asked.map(({ tool }) => tool);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const address = request.url ?? "";
    const tool = /\/(\w+)\.fcgi/.exec(address)?.[1] ?? "";
    const asked = { tool, method: request.method ?? "", address, form: new URLSearchParams(body) };
    this.asked.push(asked);
    const { status = 200, type = "text/xml; charset=UTF-8", headers = {}, body: text } = this.answer(asked);
    response.writeHead(status, { "content-type": type, ...headers }).end(text);
  }
}

/** An efetch answer around records. */
export function articleSet(records: string): string {
  return `<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
${records}</PubmedArticleSet>`;
}

/** The parts of a record that a test cares about, as XML; what is left out is a plain example. */
export interface RecordParts {
  pmid?: string;
  article?: string;
  citation?: string;
  data?: string;
  attributes?: string;
  journal?: string;
}

/** A citation as efetch writes it. */
export function articleXml(parts: RecordParts = {}): string {
  const { pmid = "90000001", attributes = 'Status="MEDLINE" Owner="NLM"', citation = "", data = "" } = parts;
  const journal =
    parts.journal ??
    "<JournalIssue><PubDate><Year>2020</Year></PubDate></JournalIssue><Title>Journal of examples</Title>";
  const article = parts.article ?? "<ArticleTitle>A made-up study.</ArticleTitle>";
  return (
    `<PubmedArticle><MedlineCitation ${attributes}><PMID Version="1">${pmid}</PMID>` +
    `<Article PubModel="Print"><Journal>${journal}</Journal>${article}</Article>${citation}</MedlineCitation>` +
    `<PubmedData>${data}</PubmedData></PubmedArticle>`
  );
}

/** Reads an efetch answer, as the client does. */
export async function readSet(xml: string): Promise<ParsedArticles> {
  return parseRecords(recordTexts(xml));
}

/** The one record in an efetch answer around it. */
export async function readOne(record: RecordParts | string): Promise<JournalArticle> {
  const xml = typeof record === "string" ? record : articleXml(record);
  const [article] = (await readSet(articleSet(xml))).articles.values();
  if (!article) throw new Error("no article was read");
  return article;
}

/** An esearch answer in JSON. */
export function searchJson(pmids: readonly string[], total = pmids.length, more: object = {}): Answer {
  const result = {
    count: String(total),
    retmax: String(pmids.length),
    retstart: "0",
    idlist: pmids,
    translationset: [],
  };
  const body = {
    header: { type: "esearch", version: "0.3" },
    esearchresult: { ...result, querytranslation: "x", ...more },
  };
  return { type: "application/json", body: JSON.stringify(body) };
}

/** A platform with a memory of its own and a log that a test can read. */
export function testPlatform(notes: string[] = []): Platform {
  const note = (facts: object, message: string): void => void notes.push(`${message} ${JSON.stringify(facts)}`);
  const log = { info: note, warn: note, error: note };
  return { clock: systemClock, log, store: createMemoryStore(), userAgent: "test", memoryBytes: 10_000_000 };
}

export const aCall = (deadlineMs = 5_000): Call => createCall(systemClock, { deadlineMs });

export const anUpstreamCall = (deadlineMs = 5_000): UpstreamCall =>
  createUpstreamCall(systemClock, { deadlineMs, priority: "people" });
