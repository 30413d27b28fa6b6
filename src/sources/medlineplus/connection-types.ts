import { Field, Float, Int, ObjectType } from "type-graphql";
import { PageInfo, RichText } from "../../content/index.js";
import { HealthTopic } from "./types.js";

@ObjectType({ simpleResolvers: true, description: "A topic in a list, with the place it stands at." })
export class HealthTopicEdge {
  @Field(() => String, { description: "The place in the list; pass it as `after` to go on behind it." })
  cursor!: string;

  @Field(() => HealthTopic, { description: "The topic." })
  node!: HealthTopic;
}

@ObjectType({ simpleResolvers: true, description: "A page of a list of health topics (Relay)." })
export class HealthTopicConnection {
  @Field(() => [HealthTopic], { description: "The topics of this page." })
  nodes!: HealthTopic[];

  @Field(() => [HealthTopicEdge], { description: "The topics of this page with their cursors." })
  edges!: HealthTopicEdge[];

  @Field(() => PageInfo, { description: "Where this page stands in the list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many topics the whole list has, exactly." })
  totalCount!: number;
}

@ObjectType({ simpleResolvers: true, description: "A topic that a search found." })
export class HealthTopicSearchEdge {
  @Field(() => String, { description: "The place in the list; pass it as `after` to go on behind it." })
  cursor!: string;

  @Field(() => HealthTopic, { description: "The topic." })
  node!: HealthTopic;

  @Field(() => RichText, {
    description: "A piece of the topic around the words that were found; in `html` they stand in `mark` elements.",
  })
  snippet!: RichText;

  @Field(() => Float, { description: "How well the topic fits; only to compare within one answer." })
  score!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "A page of the health topics that a search found, best first (Relay).",
})
export class HealthTopicSearchConnection {
  @Field(() => [HealthTopic], { description: "The topics of this page." })
  nodes!: HealthTopic[];

  @Field(() => [HealthTopicSearchEdge], { description: "The topics of this page with cursors and snippets." })
  edges!: HealthTopicSearchEdge[];

  @Field(() => PageInfo, { description: "Where this page stands in the list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many topics were found, exactly." })
  totalCount!: number;

  @Field(() => String, {
    nullable: true,
    description: "The query with misspelt words set right, when a word occurs in no topic.",
  })
  suggestion!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "A name that a search box can offer, and the topic it leads to." })
export class HealthTopicSuggestion {
  @Field(() => String, { description: "The title, other name or index term that starts as asked." })
  text!: string;

  @Field(() => HealthTopic, { description: "The topic." })
  topic!: HealthTopic;
}
