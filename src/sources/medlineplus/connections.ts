import { type Language, sliceList } from "../../content/index.js";
import type { Call } from "../../upstream/index.js";
import { toGroupId, toStartOfTitle } from "./arguments.js";
import type { HealthTopicConnection } from "./connection-types.js";
import type { MedlinePlus } from "./loader.js";
import { normalized } from "./topic-index.js";

/** Which topics to list, as the schema's arguments have it. */
export interface TopicListQuestion {
  language: Language;
  group: string | null;
  startsWith: string | null;
}

export interface PageArguments {
  first: number;
  after: string | null;
}

/**
 * A page of the topics in the order of their titles.
 * @throws BAD_USER_INPUT
 */
export function listTopics(
  medlineplus: MedlinePlus,
  question: TopicListQuestion,
  { first, after }: PageArguments,
  call: Call,
): HealthTopicConnection {
  const { language, group, startsWith } = question;
  const start = startsWith === null ? "" : toStartOfTitle(startsWith);
  const grouped = group === null ? medlineplus.all(language) : medlineplus.inGroup(toGroupId(group), language);
  const cards = start === "" ? grouped : grouped.filter((card) => normalized(card.title).startsWith(start));
  const { items, cursors, pageInfo } = sliceList(cards, ["healthTopics", language, group, start], first, after);
  const nodes = medlineplus.many(items, call);
  const edges = nodes.map((node, index) => ({ node, cursor: cursors[index] ?? "" }));
  return { nodes, edges, pageInfo, totalCount: cards.length };
}
