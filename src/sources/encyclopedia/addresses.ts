import { badInput, Language, quoted, toGlobalId } from "../../content/index.js";
import { EncyclopediaKind, type EncyclopediaLink } from "./types.js";

/** Which page is meant: the number alone says neither its kind nor its language. */
export interface PageKey {
  /** The kind and the number, such as `article/001488`. Both languages share it. */
  articleId: string;
  language: Language;
}

// Pages are published there, wherever this gateway fetches them from.
const SITE = "https://medlineplus.gov";
const ARTICLE_ID = /^(article|patientinstructions)\/\d{6}$/;
const PAGE_PATH = /^(?:\/medlineplus)?(\/spanish)?\/ency\/((?:article|patientinstructions)\/\d{6})\.htm$/;
// Old data has the first two: the same pages under the library's own host.
const HOSTS = new Set(["www.nlm.nih.gov", "nlm.nih.gov", "medlineplus.gov", "www.medlineplus.gov"]);

export function kindOf(articleId: string): EncyclopediaKind {
  return articleId.startsWith("article/") ? EncyclopediaKind.ARTICLE : EncyclopediaKind.PATIENT_INSTRUCTIONS;
}

/** The page's path on its server. */
export function pathOf({ articleId, language }: PageKey): string {
  return `${language === Language.SPANISH ? "/spanish" : ""}/ency/${articleId}.htm`;
}

/** The address where people read the page. */
export function pageUrl(key: PageKey): string {
  return SITE + pathOf(key);
}

/** The page behind a path, whatever the host, or null when it is no encyclopedia page. */
export function parsePagePath(path: string): PageKey | null {
  const match = PAGE_PATH.exec(path);
  if (match?.[2] === undefined) return null;
  return { articleId: match[2], language: match[1] === undefined ? Language.ENGLISH : Language.SPANISH };
}

/** The page behind an address of the published site (of old forms too), or null when it is no encyclopedia page. */
export function parseEncyclopediaUrl(url: string): PageKey | null {
  const parsed = URL.parse(url.trim());
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || !HOSTS.has(parsed.hostname)) return null;
  return parsePagePath(parsed.pathname);
}

/** What a global id holds of a page: `article/001488`, or `es/article/001488` for the Spanish one. */
export function naturalKey({ articleId, language }: PageKey): string {
  return language === Language.SPANISH ? `es/${articleId}` : articleId;
}

/** The page behind the natural key of a global id, or null. */
export function parseNaturalKey(key: string): PageKey | null {
  const isSpanish = key.startsWith("es/");
  const articleId = isSpanish ? key.slice(3) : key;
  return ARTICLE_ID.test(articleId) ? { articleId, language: isSpanish ? Language.SPANISH : Language.ENGLISH } : null;
}

/**
 * The article behind a link whose title is known. It answers for its title, addresses and ids without any page.
 * @param translationUrl the same article in the other language, null when there is none; left out when unknown
 */
export function toEncyclopediaLink(
  articleId: string,
  language: Language,
  title: string,
  translationUrl?: string | null,
): EncyclopediaLink {
  const key = { articleId, language };
  return {
    id: toGlobalId("EncyclopediaArticle", naturalKey(key)),
    articleId,
    language,
    kind: kindOf(articleId),
    title,
    url: pageUrl(key),
    ...(translationUrl === undefined ? {} : { translationUrl }),
  };
}

/** What identifies a page in a question: exactly one of the two. */
export interface PageArguments {
  articleId?: string | null | undefined;
  url?: string | null | undefined;
  language?: Language | null | undefined;
}

/**
 * The page that a question's arguments mean.
 * @throws BAD_USER_INPUT for both, for neither, and for what cannot be an article
 */
export function toPageKey({ articleId, url, language }: PageArguments): PageKey {
  if ((articleId == null) === (url == null)) {
    const wrong = articleId == null ? "neither it nor `url` is given" : "it is given together with `url`";
    throw badInput("articleId", wrong, "exactly one of `articleId` and `url`");
  }
  if (articleId != null) {
    if (ARTICLE_ID.test(articleId)) return { articleId, language: language ?? Language.ENGLISH };
    const right = "`article/` or `patientinstructions/` and six digits, such as `article/001488`";
    throw badInput("articleId", `${quoted(articleId)} is not the id of an encyclopedia article`, right);
  }
  const key = parseEncyclopediaUrl(url ?? "");
  if (key !== null) return { ...key, language: language ?? key.language };
  const right = `the address of an encyclopedia page, such as \`${SITE}/ency/article/001488.htm\``;
  throw badInput("url", `${quoted(url)} is not the address of an encyclopedia article`, right);
}
