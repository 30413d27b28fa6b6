import { Field, Int, ObjectType } from "type-graphql";
import { JoinRule, MeshTerm, PageInfo, sliceList } from "../content/index.js";
import { HealthTopic } from "../sources/medlineplus/index.js";

@ObjectType({ simpleResolvers: true, description: "A health topic beside the record that led to it." })
export class JoinedTopicEdge {
  @Field(() => String, { description: "Where this topic stands in the list." })
  cursor!: string;

  @Field(() => HealthTopic, { description: "The topic." })
  node!: HealthTopic;

  @Field(() => JoinRule, { description: "How the two were joined." })
  via!: JoinRule;

  @Field(() => MeshTerm, { nullable: true, description: "The MeSH descriptor that both have, where that joined them." })
  descriptor!: MeshTerm | null;
}

@ObjectType({ simpleResolvers: true, description: "Health topics about the same subject as a record." })
export class JoinedTopicConnection {
  @Field(() => [JoinedTopicEdge], { description: "The topics, each with how it was found; closest first." })
  edges!: JoinedTopicEdge[];

  @Field(() => [HealthTopic], { description: "The topics alone." })
  nodes!: HealthTopic[];

  @Field(() => PageInfo, { description: "Where this page stands in the list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many topics there are in all." })
  totalCount!: number;
}

/** A topic and what led to it. */
export interface TopicMatch {
  topic: HealthTopic;
  via: JoinRule;
  descriptor: MeshTerm | null;
}

/** A page of matches, each topic once, at its first place. */
export function toJoinedTopics(
  matches: readonly TopicMatch[],
  question: unknown,
  page: { first: number; after: string | null },
): JoinedTopicConnection {
  const byTopic = new Map<string, TopicMatch>();
  for (const match of matches) if (!byTopic.has(match.topic.id)) byTopic.set(match.topic.id, match);
  const { items, cursors, pageInfo } = sliceList([...byTopic.values()], question, page.first, page.after);
  const edges = items.map(({ topic, via, descriptor }, index) => ({
    cursor: cursors[index] ?? "",
    node: topic,
    via,
    descriptor,
  }));
  return { edges, nodes: items.map(({ topic }) => topic), pageInfo, totalCount: byTopic.size };
}
