import { Language } from "../content/index.js";
import { type EncyclopediaLink, type PageKey, toEncyclopediaLink } from "../sources/encyclopedia/index.js";
import { type HealthTopic, type TopicLink, TopicLinkKind, targetAt } from "../sources/medlineplus/index.js";

/** Topics are kept as long as their file is; reading a dozen addresses for every answer costs more than executing it. */
const known = new WeakMap<HealthTopic, EncyclopediaLink[]>();

/** The encyclopedia entries that a topic's page links to, each once, in the order of the links. Not to be changed. */
export function encyclopediaLinksOf(topic: HealthTopic): EncyclopediaLink[] {
  let links = known.get(topic);
  if (!links) {
    links = readLinks(topic);
    known.set(topic, links);
  }
  return links;
}

function readLinks(topic: HealthTopic): EncyclopediaLink[] {
  const byId = new Map<string, EncyclopediaLink>();
  for (const link of topic.links) {
    // Most links lead elsewhere, which has been seen already.
    const target = link.kind === TopicLinkKind.ENCYCLOPEDIA_ARTICLE ? targetAt(link.url) : null;
    if (target?.kind !== TopicLinkKind.ENCYCLOPEDIA_ARTICLE) continue;
    const article = toArticle(link, target);
    if (!byId.has(article.id)) byId.set(article.id, article);
  }
  return [...byId.values()];
}

/** The encyclopedia entry that a link leads to. */
export function toArticle(link: TopicLink, key: PageKey): EncyclopediaLink {
  // An English link says whether there is a Spanish page; a Spanish page always has an English one.
  const translationUrl = link.translationUrl ?? (key.language === Language.ENGLISH ? null : undefined);
  return toEncyclopediaLink(key.articleId, key.language, link.title, translationUrl);
}
