import { Field, ID, ObjectType } from "type-graphql";
import { Language, MeshHeading, Node, PartialDate, Provenance, RichText } from "../../content/index.js";
import { HealthTopicGroup } from "./group-types.js";
import { TopicLink } from "./link-types.js";
import { TopicSection } from "./section-types.js";

@ObjectType({ simpleResolvers: true, description: "The institute of the NIH that mainly studies a topic." })
export class PrimaryInstitute {
  @Field(() => String, { description: "The institute's name, in the topic's language." })
  name!: string;

  @Field(() => String, { nullable: true, description: "The institute's site." })
  url!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Where a topic can be read in a further language." })
export class TopicLanguage {
  @Field(() => String, {
    description: "The language's English name, such as `Chinese, Simplified (Mandarin dialect)`.",
  })
  name!: string;

  @Field(() => String, { nullable: true, description: "The language's name in the language itself." })
  vernacularName!: string | null;

  @Field(() => String, { description: "The page. A language can occur twice, with different pages." })
  url!: string;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A MedlinePlus health topic page: a summary by the National Library of Medicine and chosen links.",
})
export class HealthTopic implements Node {
  id!: string;

  @Field(() => ID, { description: "MedlinePlus's number. The Spanish version of a topic has another one." })
  topicId!: string;

  @Field(() => String, {
    description:
      "The page's name in its address, such as `miscarriage`; shared by both languages. Changes with the title.",
  })
  slug!: string;

  @Field(() => String, { description: "The title, in the topic's language." })
  title!: string;

  @Field(() => Language, { description: "The language of the page." })
  language!: Language;

  @Field(() => String, { description: "The page at MedlinePlus." })
  url!: string;

  @Field(() => String, { nullable: true, description: "One or two plain sentences, made for search engines." })
  metaDescription!: string | null;

  @Field(() => [String], { description: "Other names of the subject. Two topics can share one." })
  alsoCalled!: string[];

  @Field(() => [String], { description: "Index terms that lead to this topic, often inverted: `Pain, Abdominal`." })
  seeReferences!: string[];

  @Field(() => RichText, { nullable: true, description: "The summary. A few topics have none." })
  summary!: RichText | null;

  @Field(() => [HealthTopicGroup], { description: "The groups that the topic belongs to." })
  groups!: HealthTopicGroup[];

  @Field(() => [MeshHeading], {
    description: "What the topic is about, in MeSH. Only English topics have headings; ask `translation` for them.",
  })
  meshHeadings!: MeshHeading[];

  @Field(() => PrimaryInstitute, { nullable: true, description: "The institute of the NIH that mainly studies this." })
  primaryInstitute!: PrimaryInstitute | null;

  @Field(() => [TopicLanguage], { description: "Pages on the subject in further languages; of English topics only." })
  otherLanguages!: TopicLanguage[];

  @Field(() => PartialDate, {
    nullable: true,
    description: "When the topic first appeared. Not a date of review: MedlinePlus publishes none.",
  })
  createdOn!: string | null;

  @Field(() => [TopicSection], {
    description: "The links in the sections of the page, in the page's order, headings in the topic's language.",
  })
  sections!: TopicSection[];

  @Field(() => [TopicLink], { description: "All links in MedlinePlus's order, also those that no section shows." })
  links!: TopicLink[];

  @Field(() => [HealthTopic], { description: "Related topics of the same language." })
  relatedTopics?: HealthTopic[];

  @Field(() => HealthTopic, { nullable: true, description: "The same topic in the other language." })
  translation?: HealthTopic | null;

  @Field(() => Provenance, { description: "Where this copy came from, how old it is and how it may be used." })
  provenance?: Provenance;

  /** Numbers of the related topics, in order; some may be of topics that are gone. */
  relatedTopicIds!: string[];
  /** Number of the sister topic in the other language. */
  translationTopicId!: string | null;
}
