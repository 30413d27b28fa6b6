import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { Language, Node, PartialDate, Provenance, RichText } from "../../content/index.js";
import type { PackedText } from "../../upstream/index.js";
import { EncyclopediaSectionKind } from "./section-kind.js";

/** The two kinds of page. Their numbers overlap: `article/000001` and `patientinstructions/000001` are different. */
export enum EncyclopediaKind {
  ARTICLE = "ARTICLE",
  PATIENT_INSTRUCTIONS = "PATIENT_INSTRUCTIONS",
}

registerEnumType(EncyclopediaKind, {
  name: "EncyclopediaKind",
  description: "The kind of an encyclopedia article.",
  valuesConfig: {
    ARTICLE: { description: "About a disease, a symptom, a test, an injury or a surgery." },
    PATIENT_INSTRUCTIONS: { description: "A sheet for patients: what to do at home, what to ask." },
  },
});

@ObjectType({ simpleResolvers: true, description: "A section of an encyclopedia article." })
export class EncyclopediaSection {
  @Field(() => String, { description: "The heading as the page has it, such as `Exams and Tests`." })
  heading!: string;

  @Field(() => EncyclopediaSectionKind, { description: "What the section is about, where its heading is a known one." })
  kind!: EncyclopediaSectionKind;

  @Field(() => RichText, {
    nullable: true,
    description: "The section's text; null where this gateway may show the heading only.",
  })
  text!: RichText | null;
}

@ObjectType({ simpleResolvers: true, description: "An illustration of an encyclopedia article." })
export class EncyclopediaImage {
  @Field(() => String, { description: "What it shows." })
  title!: string;

  @Field(() => String, { nullable: true, description: "The address of a small picture." })
  thumbnailUrl!: string | null;

  @Field(() => String, { nullable: true, description: "The page with the full picture and its description." })
  pageUrl!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "A link from an encyclopedia article to a health topic page." })
export class EncyclopediaTopicLink {
  @Field(() => String, { description: "The topic's title." })
  title!: string;

  @Field(() => String, { description: "The topic's page." })
  url!: string;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "An article or patient instruction sheet of the medical encyclopedia. Where it is reached by a link, its title, " +
    "ids and addresses come from that link; any other field reads the page, and is null when there is no such page.",
})
export class EncyclopediaArticle extends Node {
  @Field(() => ID, {
    description: "The kind and number, such as `article/001488`. Its Spanish translation has the same.",
  })
  articleId!: string;

  @Field(() => EncyclopediaKind, { description: "Whether it is an article or a sheet of instructions." })
  kind!: EncyclopediaKind;

  @Field(() => Language, { description: "The language of this text." })
  language!: Language;

  @Field(() => String, { description: "The title, as the page or the link to it has it." })
  title!: string;

  @Field(() => String, { description: "The page that people read." })
  url!: string;

  @Field(() => String, { nullable: true, description: "The same article in the other language, where there is one." })
  translationUrl!: string | null;

  @Field(() => RichText, {
    nullable: true,
    description:
      "What the article is about, in one or a few sentences. Shortened where the full text may not be shown.",
  })
  summary!: RichText | null;

  @Field(() => [EncyclopediaSection], { nullable: true, description: "The sections, in the page's order." })
  sections!: EncyclopediaSection[];

  @Field(() => [String], {
    nullable: true,
    description: "Other names of the subject; null where they may not be shown.",
  })
  alternativeNames!: string[] | null;

  @Field(() => [EncyclopediaImage], { nullable: true, description: "Illustrations; null where they may not be shown." })
  images!: EncyclopediaImage[] | null;

  @Field(() => PartialDate, { nullable: true, description: "When the text was last reviewed." })
  reviewedOn!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Everybody named in the review, as one text; null where the full text may not be shown.",
  })
  reviewedBy!: string | null;

  @Field(() => String, { nullable: true, description: "Who last updated the (English) text." })
  updatedBy!: string | null;

  @Field(() => String, { nullable: true, description: "Who else reviewed it." })
  alsoReviewedBy!: string | null;

  @Field(() => String, { nullable: true, description: "Who translated it; Spanish articles only." })
  translatedBy!: string | null;

  @Field(() => [String], {
    nullable: true,
    description: "The literature behind the article; null where it may not be shown.",
  })
  references!: string[] | null;

  @Field(() => [EncyclopediaTopicLink], { nullable: true, description: "Health topics that the page itself links to." })
  relatedTopicLinks!: EncyclopediaTopicLink[];

  @Field(() => Provenance, {
    nullable: true,
    description: "Where this text came from, how old the copy is and how it may be used.",
  })
  provenance!: Provenance;
}

/** All that the page of an article says. */
export type EncyclopediaPage = Omit<EncyclopediaArticle, "provenance">;

/** What a page begins with. */
export type EncyclopediaOpening = Pick<
  EncyclopediaPage,
  "id" | "articleId" | "kind" | "language" | "title" | "url" | "translationUrl" | "summary"
>;

/** A page of which only the beginning has been read so far. */
export interface OpenedPage extends EncyclopediaOpening {
  /** The page as it came. */
  page: PackedText;
}

/** An article as it is kept. Where only a part of a page may be shown, that part is kept and nothing else. */
export type KeptPage = OpenedPage | EncyclopediaPage;

/** An article of which only a link is known; its page has not been asked for. */
export type EncyclopediaLink = Pick<EncyclopediaPage, "id" | "articleId" | "kind" | "language" | "title" | "url"> & {
  translationUrl?: string | null;
};
