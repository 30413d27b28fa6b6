import { type Language, sliceList } from "../../content/index.js";
import type { Call } from "../../upstream/index.js";
import { toGroupId, toSearchWords } from "./arguments.js";
import type { HealthTopicSearchConnection } from "./connection-types.js";
import type { PageArguments } from "./connections.js";
import type { MedlinePlus } from "./loader.js";
import type { TopicHit } from "./search-index.js";
import { toSnippet } from "./snippet.js";
import type { HealthTopic } from "./types.js";

export interface TopicSearchQuestion {
  query: string;
  language: Language;
  group: string | null;
}

/**
 * A page of the topics that a query finds, best first.
 * @throws BAD_USER_INPUT
 */
export async function searchTopics(
  medlineplus: MedlinePlus,
  { query, language, group }: TopicSearchQuestion,
  { first, after }: PageArguments,
  call: Call,
): Promise<HealthTopicSearchConnection> {
  const words = toSearchWords(query, "query");
  const groupId = group === null ? null : toGroupId(group);
  // Cut before it is searched, so that a page size or cursor that cannot be used costs nothing.
  sliceList([], ["searchHealthTopics", words, language, groupId], first, after);
  const { hits, suggestion } = await medlineplus.search(words, language, groupId, call);
  const page = sliceList(hits, ["searchHealthTopics", words, language, groupId], first, after);
  const edges = page.items.flatMap((hit, index) => {
    const node = medlineplus.byId(hit.topicId, call);
    return node ? [{ node, cursor: page.cursors[index] ?? "", score: hit.score, snippet: snippetOf(node, hit) }] : [];
  });
  const nodes = edges.map(({ node }) => node);
  return { nodes, edges, pageInfo: page.pageInfo, totalCount: hits.length, suggestion };
}

function snippetOf(topic: HealthTopic, hit: TopicHit): HealthTopicSearchConnection["edges"][number]["snippet"] {
  return toSnippet(topic.summary?.text ?? topic.metaDescription ?? topic.title, hit.terms, topic.language);
}
