import { ArgsType, Field, Int } from "type-graphql";
import { ArticleFilter, ArticleSort } from "./search-filter.js";

@ArgsType()
export class SearchArticlesArguments {
  @Field(() => String, {
    nullable: true,
    description:
      'Words to search for, as on PubMed\'s own page: `heart attack prevention`. A "quoted phrase" is looked for as it ' +
      "stands; anything else that PubMed would read as syntax is ignored. 1 to 1000 characters.",
  })
  query?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Instead of `query`: a search in PubMed's own syntax, such as `asthma[majr] AND review[pt]`. 1 to 4000 characters.",
  })
  advanced?: string | null;

  @Field(() => ArticleFilter, { nullable: true, description: "What the articles must be like." })
  filter?: ArticleFilter | null;

  @Field(() => ArticleSort, { defaultValue: ArticleSort.RELEVANCE, description: "In which order they are listed." })
  sort!: ArticleSort;

  @Field(() => Int, { nullable: true, description: "How many articles a page has, 1 to 100; 20 when left out." })
  first?: number | null;

  @Field(() => String, { nullable: true, description: "The cursor to go on behind: `endCursor` of the page before." })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "Instead of `first`, to go backwards: how many articles stand before the cursor `before`, 1 to 100.",
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: "The cursor to go back from: `startCursor` of the page behind." })
  before?: string | null;
}
