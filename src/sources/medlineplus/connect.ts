import { Language } from "../../content/index.js";
import {
  type Answers,
  type Call,
  createAnswers,
  createUpstream,
  type Platform,
  type SourceHealth,
  type Upstream,
  type UpstreamCall,
} from "../../upstream/index.js";
import { type CodeSystem, oidOf } from "./code-system.js";
import { parseConnectFeed } from "./connect-parser.js";

/** A code of a health record, checked. */
export interface CodeQuestion {
  system: CodeSystem;
  code: string;
  language: Language;
}

interface CodeAnswer {
  /** Addresses of pages, best first. */
  pages: string[];
}

const HOUR_MS = 3_600_000;
// MedlinePlus asks that answers be kept for 12 to 24 hours. What a code means changes with a new edition, once a year.
const LIFETIMES = { freshMs: 24 * HOUR_MS, staleMs: 7 * 24 * HOUR_MS, absentMs: 24 * HOUR_MS };

/** MedlinePlus Connect: from the codes of health records to pages of MedlinePlus. */
export class Connect {
  private readonly upstream: Upstream;
  private readonly answers: Answers<CodeQuestion, CodeAnswer>;

  /** @param url the address of the service */
  constructor(platform: Platform, url: string) {
    this.upstream = createUpstream(platform, {
      source: "medlineplus-connect",
      baseUrl: url,
      // 100 a minute are allowed, and whoever asks more is not served for five minutes: 90 in any minute, in portions
      // that let the codes of one patient's record through at once.
      quota: { requests: 30, windowMs: 20_000, concurrency: 3 },
    });
    this.answers = createAnswers<CodeQuestion, CodeAnswer>(platform, this.upstream, {
      kind: "code",
      version: 1,
      lifetimes: LIFETIMES,
      keyOf: ({ system, code, language }) => `${system} ${code} ${language}`,
      fetch: (question, call) => this.fetchPages(question, call),
    });
  }

  /** The addresses of the pages for a code, best first. @throws UpstreamError */
  async pages(question: CodeQuestion, call: Call): Promise<readonly string[]> {
    return (await this.answers.load(question, call)).pages;
  }

  health(): SourceHealth {
    return this.upstream.health();
  }

  close(): Promise<void> {
    return this.upstream.close();
  }

  private fetchPages({ system, code, language }: CodeQuestion, call: UpstreamCall): Promise<CodeAnswer> {
    const query = {
      "mainSearchCriteria.v.cs": oidOf(system),
      "mainSearchCriteria.v.c": code,
      "informationRecipient.languageCode.c": language === Language.SPANISH ? "es" : "en",
      knowledgeResponseType: "application/json",
    };
    return this.upstream.ask(
      { path: "", query, expect: "json" },
      ({ text }) => ({ pages: parseConnectFeed(text) }),
      call,
    );
  }
}
