import type { Config } from "../../config.js";
import type { SourcesSettings } from "../../sources/index.js";
import { UnreadableAnswerError, type UpstreamAnswer, type UpstreamRequest } from "../../upstream/index.js";

/** One small question that shows whether a source can be reached and answers as it should. */
export interface Probe {
  source: string;
  baseUrl: string;
  request: UpstreamRequest;
  /** Says what was found, in a few words. @throws when the answer is not the source's */
  read(answer: UpstreamAnswer): string;
}

/** A page that has been there for years. */
const KNOWN_PAGE = "/ency/article/001488.htm";
/** Type 2 diabetes in ICD-10-CM. */
const KNOWN_CODE = { system: "2.16.840.1.113883.6.90", code: "E11.9" };

/** One question to each source, the smallest that tells anything. */
export function probesFor(urls: SourcesSettings["urls"], config: Config): Probe[] {
  return [
    topicsProbe(urls.medlineplus),
    codeProbe(urls.medlineplusConnect),
    pageProbe(urls.medlineplus),
    pubmedProbe(urls.pubmed, config),
    trialsProbe(urls.clinicaltrials),
  ];
}

function topicsProbe(baseUrl: string): Probe {
  return {
    source: "medlineplus",
    baseUrl,
    request: { path: "/xml.html", expect: "html" },
    read: ({ text }) => {
      const dates = [...text.matchAll(/mplus_topics_(\d{4}-\d\d-\d\d)\.xml/g)].map(([, date]) => date ?? "");
      return `topics file of ${dates.sort().at(-1) ?? unlike("the list of topics files")}`;
    },
  };
}

function codeProbe(baseUrl: string): Probe {
  const query = {
    "mainSearchCriteria.v.cs": KNOWN_CODE.system,
    "mainSearchCriteria.v.c": KNOWN_CODE.code,
    knowledgeResponseType: "application/json",
  };
  return {
    source: "medlineplus-connect",
    baseUrl,
    request: { path: "", query, expect: "json" },
    read: ({ text }) => (hasMember(text, "feed") ? "answers to a code" : unlike("an answer to a code")),
  };
}

function pageProbe(baseUrl: string): Probe {
  return {
    source: "encyclopedia",
    baseUrl,
    request: { path: KNOWN_PAGE, expect: "html" },
    read: ({ status }) => (status === 200 ? "a page" : unlike(`the page ${KNOWN_PAGE}`)),
  };
}

function pubmedProbe(baseUrl: string, config: Config): Probe {
  const found = `answers ${config.ncbiApiKey === null ? "without a key" : "to the key"}`;
  return {
    source: "pubmed",
    baseUrl,
    request: { path: "/einfo.fcgi", form: etiquetteOf(config), expect: "json" },
    read: ({ text }) => (hasMember(text, "einforesult") ? found : unlike("a description of PubMed")),
  };
}

function trialsProbe(baseUrl: string): Probe {
  return {
    source: "clinicaltrials",
    baseUrl,
    request: { path: "/version", expect: "json" },
    read: ({ text }) => `data of ${memberOf(text, "dataTimestamp") ?? unlike("a version")}`,
  };
}

function etiquetteOf({ contactEmail, ncbiApiKey }: Config): Record<string, string> {
  return {
    db: "pubmed",
    retmode: "json",
    tool: "galen",
    ...(contactEmail !== null && { email: contactEmail }),
    ...(ncbiApiKey !== null && { api_key: ncbiApiKey }),
  };
}

function memberOf(text: string, name: string): unknown {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function hasMember(text: string, name: string): boolean {
  return memberOf(text, name) !== undefined;
}

function unlike(what: string): never {
  throw new UnreadableAnswerError(`it answers, but not with ${what}`);
}
