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

  @Field(() => Int, { defaultValue: 20, description: "How many articles a page has, 1 to 100." })
  first!: number;

  @Field(() => String, { nullable: true, description: "The cursor to go on behind: `endCursor` of the page before." })
  after?: string | null;
}
