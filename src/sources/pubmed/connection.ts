import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Freshness, JoinRule, MeshTerm, PageInfo, PartialDate } from "../../content/index.js";
import type { ArticleSort } from "./search-filter.js";
import type { JournalArticle } from "./types.js";

@ObjectType({
  simpleResolvers: true,
  description: "How PubMed read a search: look here when hits are more or fewer than expected.",
})
export class SearchReading {
  @Field(() => String, { description: "The term that was sent to PubMed, in PubMed's syntax." })
  term!: string;

  @Field(() => String, {
    nullable: true,
    description: "The term as PubMed expanded it, with its own subjects and fields.",
  })
  translation!: string | null;

  @Field(() => [String], {
    description: "Words that PubMed did not know and left out. The hits are then broader than the question.",
  })
  droppedPhrases!: string[];

  @Field(() => [String], { description: "PubMed's own remarks on the search." })
  warnings!: string[];

  @Field(() => String, { description: "When PubMed gave this answer (ISO 8601, UTC); searches are kept for an hour." })
  retrievedAt!: string;

  @Field(() => Freshness, { description: "How this answer stands to PubMed now." })
  freshness!: Freshness;

  /** What a person typed, for the spelling suggestion; null for a term in PubMed's syntax. */
  words!: string | null;
}

/** What a connection of articles is: a search at PubMed, or a known list. */
export interface ArticleList {
  term: string;
  sort: ArticleSort;
  /** All PMIDs of a known list; null for a search. */
  known: readonly string[] | null;
}

@ObjectType({ simpleResolvers: true, description: "Articles, page by page (Relay)." })
export class JournalArticleConnection {
  @Field(() => Int, { description: "How many articles there are in all." })
  totalCount!: number;

  @Field(() => Boolean, { description: "Whether `totalCount` was counted; false where it is an estimate." })
  totalCountIsExact!: boolean;

  @Field(() => Int, {
    description:
      "How many of them can be listed. PubMed lists the first 9,999 of a search; narrow it by date for the rest.",
  })
  reachableCount!: number;

  @Field(() => PageInfo, { description: "Where this page stands." })
  pageInfo!: PageInfo;

  @Field(() => JoinRule, {
    nullable: true,
    description: "How the list was joined to its parent; null for a plain search.",
  })
  via!: JoinRule | null;

  @Field(() => SearchReading, {
    nullable: true,
    description: "How PubMed read the search; null for a list that is no search.",
  })
  query!: SearchReading | null;

  /** The PMIDs and cursors of this page. */
  pmids!: string[];
  cursors!: string[];
  list!: ArticleList;
}

@ObjectType({ simpleResolvers: true, description: "One place in a list of articles." })
export class JournalArticleEdge {
  @Field(() => String, { description: "The cursor of this place; pass it as `after` to go on behind it." })
  cursor!: string;

  @Field(() => JoinRule, {
    nullable: true,
    description: "How this article was joined to the parent; null for a plain search.",
  })
  via!: JoinRule | null;

  pmid!: string;
}

/** The steps of a timeline. */
export enum TimelineStep {
  YEAR = "YEAR",
}

registerEnumType(TimelineStep, {
  name: "TimelineStep",
  description: "The steps of a timeline.",
  valuesConfig: { YEAR: { description: "One count a year." } },
});

@ObjectType({ simpleResolvers: true, description: "How many articles were published in one period." })
export class TimelinePoint {
  @Field(() => PartialDate, { description: "The period, such as the year `2019`." })
  period!: string;

  /** The term whose hits are counted. */
  term!: string;
}

@ObjectType({ simpleResolvers: true, description: "How often a subject occurs among articles." })
export class MeshHeadingCount {
  @Field(() => MeshTerm, { description: "The subject." })
  descriptor!: MeshTerm;

  @Field(() => Int, { description: "How many articles of the sample have it." })
  count!: number;

  @Field(() => Float, { description: "The share of the sample that has it, from 0 to 1." })
  share!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "The most frequent subjects of a list of articles, from a sample of it.",
})
export class MeshHeadingCounts {
  @Field(() => [MeshHeadingCount], { description: "The subjects, most frequent first." })
  headings!: MeshHeadingCount[];

  @Field(() => Int, { description: "How many articles were read: the first 200 of the list at most." })
  sampleSize!: number;

  @Field(() => Boolean, { description: "Whether the list is longer than the sample, so that shares are estimates." })
  isEstimate!: boolean;
}

/** What is known of an article without asking PubMed. */
export type ArticleStub = Pick<JournalArticle, "id" | "pmid" | "url">;

/** The fields of an article that its PMID alone answers. */
export const STUB_FIELDS = ["id", "pmid", "url"] as const;
