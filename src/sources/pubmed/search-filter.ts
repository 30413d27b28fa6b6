import { Field, InputType, registerEnumType } from "type-graphql";
import { PartialDate } from "../../content/index.js";

/** In which order PubMed lists what it found. */
export enum ArticleSort {
  RELEVANCE = "RELEVANCE",
  NEWEST = "NEWEST",
  RECENTLY_ADDED = "RECENTLY_ADDED",
  FIRST_AUTHOR = "FIRST_AUTHOR",
  JOURNAL = "JOURNAL",
}

registerEnumType(ArticleSort, {
  name: "JournalArticleSort",
  description: "In which order articles are listed.",
  valuesConfig: {
    RELEVANCE: { description: "Best match first, as on PubMed's own page." },
    NEWEST: { description: "Latest date of publication first." },
    RECENTLY_ADDED: { description: "Latest entry into PubMed first." },
    FIRST_AUTHOR: { description: "By the first author's name." },
    JOURNAL: { description: "By the journal's name." },
  },
});

@InputType("JournalArticleFilter", {
  description: "What the articles of a search must be like. All conditions must hold.",
})
export class ArticleFilter {
  @Field(() => PartialDate, {
    nullable: true,
    description: "Published on or after this year, month or day: `2020`, `2020-03`, `2020-03-15`. Seasons are refused.",
  })
  publishedFrom?: string | null;

  @Field(() => PartialDate, {
    nullable: true,
    description: "Published on or before this year, month or day; the whole of it.",
  })
  publishedTo?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Of one of these kinds, by name: `Review`, `Randomized Controlled Trial`, `Meta-Analysis`. At most 20.",
  })
  publicationTypes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "In one of these languages, by name or code: `english`, `spa`. At most 20.",
  })
  languages?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: "true: with an abstract; false: without one." })
  hasAbstract?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "true: whose full text is free; false: whose full text is not.",
  })
  freeFullText?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "true: about humans, which leaves out what is not indexed yet; false: no condition.",
  })
  humansOnly?: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description: "In one of these journals, by title, NLM abbreviation or ISSN. At most 20.",
  })
  journals?: string[] | null;

  @Field(() => [String], { nullable: true, description: "By one of these authors: `Doe J`, `Doe Jane`. At most 20." })
  authors?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Under every one of these MeSH headings or what lies below them, by name or id: `Asthma`, `D001249`. At most 20.",
  })
  meshHeadings?: string[] | null;
}
