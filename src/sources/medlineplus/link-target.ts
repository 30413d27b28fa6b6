import { Language } from "../../content/index.js";
import { topicPageIn } from "./addresses.js";
import { TopicLinkKind } from "./link-words.js";

/** What the address of a link names. */
export type LinkTarget =
  | { kind: TopicLinkKind.ENCYCLOPEDIA_ARTICLE; articleId: string; language: Language }
  | { kind: TopicLinkKind.JOURNAL_ARTICLE; pmid: string }
  | { kind: TopicLinkKind.PUBMED_SEARCH; query: string }
  | { kind: TopicLinkKind.CLINICAL_TRIAL; nctId: string }
  | { kind: TopicLinkKind.TRIAL_SEARCH; conditions: string[]; overallStatuses: string[] }
  | { kind: TopicLinkKind.HEALTH_TOPIC; slug: string; language: Language }
  | { kind: TopicLinkKind.WEB_PAGE };

const WEB_PAGE: LinkTarget = { kind: TopicLinkKind.WEB_PAGE };

/** The registry's own short words for a trial's status, as they stand in the addresses of its searches. */
const STATUS_WORDS: Readonly<Record<string, string>> = {
  not: "NOT_YET_RECRUITING",
  rec: "RECRUITING",
  act: "ACTIVE_NOT_RECRUITING",
  com: "COMPLETED",
  enr: "ENROLLING_BY_INVITATION",
  ter: "TERMINATED",
  sus: "SUSPENDED",
  wit: "WITHDRAWN",
  unk: "UNKNOWN",
};
const OPEN = ["NOT_YET_RECRUITING", "RECRUITING"];

/**
 * Reads what an address names. It asks nobody: a page that is named may not exist.
 * @param address as `toAddress` gives it, which those of topics that are kept are
 */
export function targetAt(address: string): LinkTarget {
  const onMedlinePlus = encyclopediaTarget(address) ?? topicTarget(address);
  if (onMedlinePlus !== null || !MAY_BE_RECORD.test(address)) return onMedlinePlus ?? WEB_PAGE;
  const parsed = new URL(address);
  return pubmedTarget(parsed) ?? trialTarget(parsed) ?? WEB_PAGE;
}

/** Most links lead to neither site, and to see that is quicker than to take their addresses apart. */
const MAY_BE_RECORD = /ncbi\.nlm\.nih\.gov|clinicaltrials\.gov/i;

function encyclopediaTarget(address: string): LinkTarget | null {
  const [, spanish, articleId] =
    /^https:\/\/medlineplus\.gov\/(spanish\/)?ency\/((?:article|patientinstructions)\/\d{6})\.htm(?:[?#].*)?$/i.exec(
      address,
    ) ?? [];
  if (articleId === undefined) return null;
  const language = spanish === undefined ? Language.ENGLISH : Language.SPANISH;
  return { kind: TopicLinkKind.ENCYCLOPEDIA_ARTICLE, articleId: articleId.toLowerCase(), language };
}

function pubmedTarget({ hostname, pathname, searchParams }: URL): LinkTarget | null {
  const isOld = /^(?:www\.)?ncbi\.nlm\.nih\.gov$/.test(hostname) && /^\/(?:m\/)?pubmed(?:\/|$)/i.test(pathname);
  if (!isOld && hostname !== "pubmed.ncbi.nlm.nih.gov") return null;
  const pmid = /^\/(?:(?:m\/)?pubmed\/)?0*([1-9]\d{0,8})\/?$/i.exec(pathname)?.[1];
  if (pmid !== undefined) return { kind: TopicLinkKind.JOURNAL_ARTICLE, pmid };
  const query = searchParams.get("term")?.trim();
  return query ? { kind: TopicLinkKind.PUBMED_SEARCH, query } : null;
}

/**
 * Addresses of three eras: the condition in the path (to about 2012), `/ct2/results` (to 2023), `/search` (since).
 * A search is no trial: its conditions are alternatives, joined by OR, each in quotes.
 */
function trialTarget({ hostname, pathname, searchParams }: URL): LinkTarget | null {
  if (!/^(?:www\.)?(?:classic\.)?clinicaltrials\.gov$/.test(hostname)) return null;
  const nctId = /\/(NCT\d{8})(?:\/|$)/i.exec(pathname)?.[1];
  if (nctId !== undefined) return { kind: TopicLinkKind.CLINICAL_TRIAL, nctId: nctId.toUpperCase() };
  const inPath = /^\/search\/(open\/)?condition=(.+)$/i.exec(pathname);
  const conditions = toConditions(inPath ? decoded(inPath[2] ?? "") : searchParams.get("cond"));
  if (conditions.length === 0) return null;
  const overallStatuses = inPath ? (inPath[1] ? OPEN : []) : toStatuses(searchParams.get("aggFilters"));
  return { kind: TopicLinkKind.TRIAL_SEARCH, conditions, overallStatuses: [...overallStatuses] };
}

/** Percent and plus decoding that lets a broken escape stand, where decodeURIComponent would throw. */
function decoded(text: string): string {
  return new URLSearchParams(`text=${text.replace(/&/g, "%26")}`).get("text") ?? "";
}

function toConditions(query: string | null): string[] {
  return (query ?? "")
    .split(/\s+OR\s+/)
    .map((part) => part.replace(/"/g, "").replace(/\s+/g, " ").trim())
    .filter((condition) => condition !== "");
}

function toStatuses(filters: string | null): string[] {
  const words = /(?:^|,)status:([^,]*)/.exec(filters ?? "")?.[1] ?? "";
  return words.split(/\s+/).flatMap((word) => STATUS_WORDS[word] ?? []);
}

function topicTarget(address: string): LinkTarget | null {
  const page = topicPageIn(address);
  return page && { kind: TopicLinkKind.HEALTH_TOPIC, ...page };
}
