import { badInput, JoinRule } from "../content/index.js";
import { type HealthTopic, type MedlinePlus, TopicLinkKind } from "../sources/medlineplus/index.js";
import {
  connectionOfPmids,
  connectionOfTerm,
  type JournalArticleConnection,
  type PageArguments,
  pageCalls,
  phrase,
} from "../sources/pubmed/index.js";
import { type Eventual, whenThere } from "../upstream/index.js";
import type { UnifiedContext } from "./context.js";

/** The rules by which a topic can have articles, the closest first. */
const RULES = [JoinRule.TOPIC_LINK, JoinRule.SAVED_SEARCH, JoinRule.MESH_DESCRIPTOR, JoinRule.TITLE_SEARCH];

const NO_OPINIONS = "NOT (letter[pt] OR case reports[pt] OR editorial[pt] OR comment[pt])";

/**
 * MedlinePlus's own "see more articles" asks for main subjects, free text and one year. For a rare condition that finds
 * nothing; then any mention among the subjects within five years is better than an empty list.
 */
const LOOSENINGS: readonly { tag: "majr:noexp" | "mh"; within: string }[] = [
  { tag: "majr:noexp", within: '"last 1 Year"[edat] AND free full text[sb]' },
  { tag: "mh", within: '"last 5 Years"[edat]' },
];

/**
 * Articles about a topic: those that its page links to; else those that its page's saved search finds; else those with
 * its MeSH headings; else those with its title.
 * @param rule the only rule to use, null for the first that gives something
 * @throws BAD_USER_INPUT for a rule that is none for topics
 */
export function articlesOfTopic(
  topic: HealthTopic,
  rule: JoinRule | null,
  page: PageArguments,
  context: UnifiedContext,
): Found {
  if (rule !== null && !RULES.includes(rule))
    throw badInput("via", `${rule} joins no articles to a topic`, RULES.join(", "));
  return firstFound(rule === null ? RULES : [rule], (next) => byRule(next, topic, page, context));
}

type Found = Eventual<JournalArticleConnection | null>;

/** What the first rule finds that finds anything; the rules behind it are not tried. */
function firstFound(rules: readonly JoinRule[], find: (rule: JoinRule) => Found, from = 0): Found {
  const rule = rules[from];
  return rule === undefined ? null : whenThere(find(rule), (found) => found ?? firstFound(rules, find, from + 1));
}

/** The most calls of PubMed that the articles of one topic are, the records aside. */
export function topicArticleCalls({ via, after }: { via?: unknown; after?: unknown } = {}): number {
  if (via === JoinRule.TOPIC_LINK) return 0;
  const isOneSearch = via === JoinRule.SAVED_SEARCH || via === JoinRule.TITLE_SEARCH;
  return pageCalls({ after }) + (isOneSearch ? 0 : LOOSENINGS.length - 1);
}

function byRule(rule: JoinRule, topic: HealthTopic, page: PageArguments, context: UnifiedContext): Found {
  switch (rule) {
    case JoinRule.TOPIC_LINK:
      return byLinks(topic, page);
    case JoinRule.SAVED_SEARCH:
      return bySavedSearch(topic, page, context);
    case JoinRule.MESH_DESCRIPTOR:
      return byHeadings(headingsOf(topic, context), page, context);
    default:
      return connectionOfTerm({ term: phrase(topic.title, "tiab"), via: JoinRule.TITLE_SEARCH }, page, context);
  }
}

/** First pages of linked articles, by topic and size: they follow from the topic alone. */
const firstPages = new WeakMap<HealthTopic, Map<unknown, JournalArticleConnection>>();

function byLinks(topic: HealthTopic, page: PageArguments): JournalArticleConnection | null {
  const pages = firstPages.get(topic) ?? new Map<unknown, JournalArticleConnection>();
  const isFirst = Object.entries(page).every(([name, value]) => name === "first" || value == null);
  const known = isFirst ? pages.get(page.first) : undefined;
  if (known) return known;
  const pmids = topic.links.flatMap(({ pmid }) => pmid ?? []);
  if (pmids.length === 0) return null;
  const found = connectionOfPmids(pmids, page, JoinRule.TOPIC_LINK);
  if (isFirst) firstPages.set(topic, pages.set(page.first, found));
  return found;
}

function bySavedSearch(topic: HealthTopic, page: PageArguments, context: UnifiedContext) {
  const queries = topic.links.flatMap(({ kind, pubmedQuery }) =>
    kind === TopicLinkKind.PUBMED_SEARCH && pubmedQuery !== null ? [pubmedQuery] : [],
  );
  const distinct = [...new Set(queries)];
  if (distinct.length === 0) return null;
  const term = distinct.length === 1 ? (distinct[0] ?? "") : distinct.map((query) => `(${query})`).join(" OR ");
  return connectionOfTerm({ term, via: JoinRule.SAVED_SEARCH }, page, context);
}

async function byHeadings(headings: readonly string[], page: PageArguments, context: UnifiedContext) {
  if (headings.length === 0) return null;
  let found: JournalArticleConnection | null = null;
  for (const { tag, within } of LOOSENINGS) {
    const about = headings.map((heading) => phrase(heading, tag)).join(" OR ");
    const term = `(${about}) AND humans[mh] AND english[la] AND ${within} ${NO_OPINIONS}`;
    found = await connectionOfTerm({ term, via: JoinRule.MESH_DESCRIPTOR }, page, context);
    if (found.totalCount > 0) return found;
  }
  return found;
}

/** The topic's MeSH headings; a Spanish topic has none of its own, so it takes those of its English sister. */
export function headingsOf(
  topic: HealthTopic,
  { medlineplus, call }: Pick<UnifiedContext, "call"> & { medlineplus: MedlinePlus },
) {
  const headings =
    topic.meshHeadings.length > 0 ? topic.meshHeadings : (medlineplus.translation(topic, call)?.meshHeadings ?? []);
  return headings.map(({ descriptor }) => descriptor.name);
}
