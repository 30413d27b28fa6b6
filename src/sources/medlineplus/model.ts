import { Language, toGlobalId } from "../../content/index.js";
import { type LinkTarget, targetAt } from "./link-target.js";
import type { TopicLink } from "./link-types.js";
import { TopicLinkFormat, TopicLinkKind } from "./link-words.js";
import { toSections } from "./sections.js";
import type { StoredLink, StoredTopic } from "./stored-topic.js";
import type { TopicIndex } from "./topic-index.js";
import type { HealthTopic } from "./types.js";

/** A topic as it is shown: the record, and what follows from its links and from the other topics. */
export function toHealthTopic(stored: StoredTopic, index: TopicIndex): HealthTopic {
  const { language } = stored;
  const links = stored.links.map((link) => toTopicLink(link, language));
  return {
    ...stored,
    id: toGlobalId("HealthTopic", stored.topicId),
    groups: stored.groups.flatMap((group) => index.group(group.groupId, language) ?? []),
    links,
    sections: toSections(links, language),
  };
}

function toTopicLink(link: StoredLink, language: Language): TopicLink {
  return {
    ...link,
    organizations: link.organizations.map((name) => ({ name })),
    isNih: link.descriptions.includes("NIH"),
    alsoInSpanish: language === Language.ENGLISH && link.translationUrl !== null,
    format: toFormat(link),
    ...toTargetFields(targetAt(link.url)),
  };
}

type TargetFields = Pick<
  TopicLink,
  "kind" | "encyclopediaArticleId" | "pmid" | "pubmedQuery" | "nctId" | "trialConditions" | "topicSlug"
>;

function toTargetFields(target: LinkTarget): TargetFields {
  return {
    kind: target.kind,
    encyclopediaArticleId: target.kind === TopicLinkKind.ENCYCLOPEDIA_ARTICLE ? target.articleId : null,
    pmid: target.kind === TopicLinkKind.JOURNAL_ARTICLE ? target.pmid : null,
    pubmedQuery: target.kind === TopicLinkKind.PUBMED_SEARCH ? target.query : null,
    nctId: target.kind === TopicLinkKind.CLINICAL_TRIAL ? target.nctId : null,
    trialConditions: target.kind === TopicLinkKind.TRIAL_SEARCH ? target.conditions : [],
    topicSlug: target.kind === TopicLinkKind.HEALTH_TOPIC ? target.slug : null,
  };
}

const FORMATS: readonly [RegExp, TopicLinkFormat][] = [
  [/tutorial/i, TopicLinkFormat.TUTORIAL],
  [/video/i, TopicLinkFormat.VIDEO],
  [/^pdf$/i, TopicLinkFormat.PDF],
];

/** The marks are an open vocabulary; "NIH" among them names the publisher and not a format. */
function toFormat(link: StoredLink): TopicLinkFormat {
  const marks = link.descriptions.filter((description) => description !== "NIH");
  for (const [pattern, format] of FORMATS) if (marks.some((mark) => pattern.test(mark))) return format;
  if (marks.length > 0) return TopicLinkFormat.OTHER;
  return /\.pdf(?:[?#]|$)/i.test(link.url) ? TopicLinkFormat.PDF : TopicLinkFormat.HTML;
}
