import { ArgsType, createUnionType, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { fromGlobalId, Language } from "../../content/index.js";
import { ClinicalTrial } from "../../sources/clinicaltrials/index.js";
import { EncyclopediaArticle } from "../../sources/encyclopedia/index.js";
import { HealthTopic } from "../../sources/medlineplus/index.js";
import { JournalArticle } from "../../sources/pubmed/index.js";

/** The sources that a search can ask. */
export enum SearchSource {
  HEALTH_TOPICS = "HEALTH_TOPICS",
  ENCYCLOPEDIA = "ENCYCLOPEDIA",
  JOURNAL_ARTICLES = "JOURNAL_ARTICLES",
  CLINICAL_TRIALS = "CLINICAL_TRIALS",
}

registerEnumType(SearchSource, {
  name: "SearchSource",
  description: "A source that a search can ask.",
  valuesConfig: {
    HEALTH_TOPICS: { description: "MedlinePlus health topics; asks no upstream." },
    ENCYCLOPEDIA: {
      description: "Encyclopedia entries that fitting health topics link to, by their titles; asks no upstream.",
    },
    JOURNAL_ARTICLES: { description: "PubMed: one search, and one call for the records shown." },
    CLINICAL_TRIALS: { description: "ClinicalTrials.gov: one search." },
  },
});

/** How a source took part in a search. */
export enum SearchOutcome {
  ANSWERED = "ANSWERED",
  FAILED = "FAILED",
}

registerEnumType(SearchOutcome, {
  name: "SearchOutcome",
  description: "How a source took part in a search.",
  valuesConfig: {
    ANSWERED: { description: "It answered; perhaps with nothing." },
    FAILED: { description: "It could not be asked; the hits are those of the others." },
  },
});

export const SearchRecord = createUnionType({
  name: "SearchRecord",
  description: "A record that a search found.",
  types: () => [HealthTopic, EncyclopediaArticle, JournalArticle, ClinicalTrial] as const,
  resolveType: ({ id }) => fromGlobalId(id)?.type,
});

@ObjectType({ simpleResolvers: true, description: "A place in the fused list of a search." })
export class SearchHit {
  @Field(() => Int, { description: "Its place, from 1." })
  rank!: number;

  @Field(() => Float, { description: "The sum of its reciprocal ranks; only to be compared within one answer." })
  score!: number;

  @Field(() => [SearchSource], { description: "The sources whose lists have it." })
  foundBy!: SearchSource[];

  @Field(() => SearchRecord, { description: "The record." })
  record!: typeof SearchRecord;
}

@ObjectType({ simpleResolvers: true, description: "What one source contributed to a search." })
export class SearchSourceResult {
  @Field(() => SearchSource, { description: "The source." })
  source!: SearchSource;

  @Field(() => SearchOutcome, { description: "Whether it answered." })
  outcome!: SearchOutcome;

  @Field(() => Int, {
    nullable: true,
    description: "How many records it has for these words in all; null when it failed.",
  })
  totalCount!: number | null;

  @Field(() => String, { nullable: true, description: "The error's code when it failed, such as `UPSTREAM_TIMEOUT`." })
  code!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "The answers of several sources to the same words, in one list." })
export class SearchResults {
  @Field(() => [SearchHit], { description: "The best of all sources, fused by reciprocal rank, each record once." })
  hits!: SearchHit[];

  @Field(() => [SearchSourceResult], { description: "What each source contributed, and whether it could be asked." })
  sources!: SearchSourceResult[];

  @Field(() => String, {
    nullable: true,
    description: "Other words that may have been meant, when one seems misspelt.",
  })
  suggestion!: string | null;
}

@ArgsType()
export class SearchArgs {
  @Field(() => String, { description: "The words to search for, 1 to 200 characters. Plain words; no operators." })
  query!: string;

  @Field(() => [SearchSource], { nullable: true, description: "The sources to ask; all four when left out." })
  sources?: SearchSource[] | null;

  @Field(() => Language, { defaultValue: Language.ENGLISH, description: "The language of topics and entries." })
  language!: Language;

  @Field(() => Int, { defaultValue: 20, description: "How many hits, 1 to 100. Each source gives at most 50." })
  first!: number;
}
