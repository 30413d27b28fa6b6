import { Language, type MeshHeading, type MeshTerm, type RichText, toRichText } from "../../content/index.js";
import { UnreadableAnswerError, type XmlNode } from "../../upstream/index.js";
import { toAddress, topicPageIn } from "./addresses.js";
import type { StoredGroup, StoredLink, StoredTopic } from "./stored-topic.js";
import type { PrimaryInstitute, TopicLanguage } from "./types.js";

const LANGUAGES: Readonly<Record<string, Language>> = { english: Language.ENGLISH, spanish: Language.SPANISH };

/**
 * Reads one `health-topic` element, of a bulk file of any year or of a search answer.
 * @throws UnreadableAnswerError when it lacks what no topic can be without: number, title, language, page
 */
export function toStoredTopic(node: XmlNode): StoredTopic {
  const topicId = required(idOf(node), "id");
  const url = required(toAddress(node.attributes.url), "url");
  const page = required(topicPageIn(url), "url of a topic page");
  return {
    topicId,
    slug: page.slug,
    title: required(words(node.attributes.title), "title"),
    language: required(LANGUAGES[words(node.attributes.language)?.toLowerCase() ?? ""] ?? null, "language"),
    url,
    metaDescription: words(node.attributes["meta-desc"]),
    alsoCalled: textsOf(node, "also-called"),
    seeReferences: textsOf(node, "see-reference"),
    summary: toSummary(node.one("full-summary"), url),
    groups: node.all("group").flatMap(toGroup),
    meshHeadings: node.all("mesh-heading").flatMap(toMeshHeading),
    primaryInstitute: toInstitute(node.one("primary-institute")),
    otherLanguages: node.all("other-language").flatMap(toTopicLanguage),
    createdOn: toDate(node.attributes["date-created"]),
    links: node.all("site").flatMap(toLink),
    relatedTopicIds: unique(node.all("related-topic").flatMap((topic) => idOf(topic) ?? [])),
    translationTopicId:
      node
        .all("language-mapped-topic")
        .map(idOf)
        .find((id) => id !== null) ?? null,
  };
}

/** The date in `MM/DD/YYYY`, with or without a time behind it, as `YYYY-MM-DD`. */
export function toDate(text: string | undefined): string | null {
  const [, month, day, year] = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text ?? "") ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return new Date(date).toJSON()?.startsWith(date) ? date : null;
}

/** The summary is HTML that was escaped once, so the element's text is the HTML itself. */
function toSummary(node: XmlNode | undefined, url: string): RichText | null {
  const html = node?.text().replace(/https?:\/\/www\.nlm\.nih\.gov\/medlineplus\//gi, "https://medlineplus.gov/");
  const summary = html?.trim() ? toRichText(html, { baseUrl: url }) : null;
  return summary && summary.text !== "" ? summary : null;
}

function toGroup(node: XmlNode): StoredGroup[] {
  const [groupId, name, url] = [idOf(node), node.words(), toAddress(node.attributes.url)];
  return groupId && name && url ? [{ groupId, name, url }] : [];
}

function toMeshHeading(node: XmlNode): MeshHeading[] {
  const descriptor = node.all("descriptor").flatMap(toMeshTerm)[0];
  if (!descriptor) return [];
  return [{ descriptor, qualifiers: node.all("qualifier").flatMap(toMeshTerm), isMajorTopic: null }];
}

function toMeshTerm(node: XmlNode): MeshTerm[] {
  const [id, name] = [words(node.attributes.id), node.words()];
  return id && name ? [{ id, name }] : [];
}

function toInstitute(node: XmlNode | undefined): PrimaryInstitute | null {
  const name = node?.words();
  return node && name ? { name, url: toAddress(node.attributes.url) } : null;
}

function toTopicLanguage(node: XmlNode): TopicLanguage[] {
  const [name, url] = [node.words(), toAddress(node.attributes.url)];
  return name && url ? [{ name, vernacularName: words(node.attributes["vernacular-name"]), url }] : [];
}

/** A link without a title or with an address that leads nowhere is left out; its topic stays. */
function toLink(node: XmlNode): StoredLink[] {
  const [title, url] = [words(node.attributes.title), toAddress(node.attributes.url)];
  if (!title || !url) return [];
  return [
    {
      title,
      url,
      translationUrl: toAddress(node.attributes["language-mapped-url"]),
      organizations: textsOf(node, "organization"),
      categories: textsOf(node, "information-category"),
      descriptions: textsOf(node, "standard-description"),
    },
  ];
}

function idOf(node: XmlNode): string | null {
  const id = words(node.attributes.id)?.replace(/^0+/, "") ?? "";
  return /^\d{1,9}$/.test(id) ? id : null;
}

function textsOf(node: XmlNode, name: string): string[] {
  return unique(node.all(name).flatMap((child) => child.words() ?? []));
}

function words(text: string | undefined): string | null {
  return text?.replace(/\s+/g, " ").trim() || null;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function required<T>(value: T | null, what: string): T {
  if (value === null) throw new UnreadableAnswerError(`no usable ${what}`);
  return value;
}
