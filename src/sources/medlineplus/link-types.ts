import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { TopicLinkFormat, TopicLinkKind } from "./link-words.js";

registerEnumType(TopicLinkFormat, {
  name: "TopicLinkFormat",
  description: "What opens when a link of a topic page is followed.",
  valuesConfig: {
    HTML: { description: "A web page; also when MedlinePlus says nothing." },
    PDF: { description: "A PDF document." },
    VIDEO: { description: "A video." },
    TUTORIAL: { description: "An interactive tutorial." },
    OTHER: { description: "Something else; `descriptions` has MedlinePlus's word for it." },
  },
});

registerEnumType(TopicLinkKind, {
  name: "TopicLinkKind",
  description: "What a link of a topic page leads to, as its address tells.",
  valuesConfig: {
    ENCYCLOPEDIA_ARTICLE: {
      description: "An article or instruction sheet of the encyclopedia: `encyclopediaArticleId`.",
    },
    JOURNAL_ARTICLE: { description: "One paper in PubMed: `pmid`." },
    PUBMED_SEARCH: { description: "A saved search in PubMed: `pubmedQuery`." },
    CLINICAL_TRIAL: { description: "One trial in ClinicalTrials.gov: `nctId`." },
    TRIAL_SEARCH: { description: "A saved search in ClinicalTrials.gov: `trialConditions`." },
    HEALTH_TOPIC: { description: "Another health topic page: `topicSlug`." },
    WEB_PAGE: { description: "Any other page." },
  },
});

@ObjectType({ simpleResolvers: true, description: "An organization that publishes a linked page." })
export class TopicLinkOrganization {
  @Field(() => String, { description: "The organization's name." })
  name!: string;
}

@ObjectType({ simpleResolvers: true, description: "A link that MedlinePlus's editors chose for a health topic." })
export class TopicLink {
  @Field(() => String, { description: "The title of the linked page." })
  title!: string;

  @Field(() => String, { description: "The address of the linked page." })
  url!: string;

  @Field(() => [TopicLinkOrganization], { description: "Who publishes the page; sometimes nobody is named." })
  organizations!: TopicLinkOrganization[];

  @Field(() => [String], {
    description:
      "The categories as MedlinePlus's file has them, in the topic's language, editorial marks included. The words " +
      "change over the years; `sections` has them in order.",
  })
  categories!: string[];

  @Field(() => [String], { description: "MedlinePlus's marks for the link as they came, such as `NIH` or `PDF`." })
  descriptions!: string[];

  @Field(() => Boolean, { description: "Whether the page is from the National Institutes of Health." })
  isNih!: boolean;

  @Field(() => Boolean, { description: "Whether an English page has a Spanish version, which is at `translationUrl`." })
  alsoInSpanish!: boolean;

  @Field(() => String, { nullable: true, description: "The same page in the other language, where there is one." })
  translationUrl!: string | null;

  @Field(() => TopicLinkFormat, { description: "What opens when the link is followed." })
  format!: TopicLinkFormat;

  @Field(() => TopicLinkKind, { description: "What the link leads to." })
  kind!: TopicLinkKind;

  @Field(() => ID, {
    nullable: true,
    description: "The encyclopedia entry that is linked, kind and number, such as `article/001488`.",
  })
  encyclopediaArticleId!: string | null;

  @Field(() => ID, { nullable: true, description: "The PubMed id of the paper that is linked." })
  pmid!: string | null;

  @Field(() => String, { nullable: true, description: "The query of the PubMed search that is linked." })
  pubmedQuery!: string | null;

  @Field(() => ID, { nullable: true, description: "The NCT number of the trial that is linked." })
  nctId!: string | null;

  @Field(() => [String], { description: "The conditions of the trial search that is linked; any of them may match." })
  trialConditions!: string[];

  @Field(() => String, { nullable: true, description: "The slug of the health topic that is linked." })
  topicSlug!: string | null;
}
