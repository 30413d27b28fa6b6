import { Arg, Ctx, ID, Int, Query, Resolver } from "type-graphql";
import { Language, pageSize } from "../../content/index.js";
import { toSearchWords } from "./arguments.js";
import { HealthTopicSearchConnection, HealthTopicSuggestion } from "./connection-types.js";
import type { MedlinePlusContext } from "./resolver.js";
import { searchTopics } from "./search-connection.js";

const LARGEST_SUGGESTION = 20;
const LANGUAGE = { defaultValue: Language.ENGLISH, description: "The language of the words and of the topics." };

@Resolver()
export class HealthTopicSearchResolver {
  @Query(() => HealthTopicSearchConnection, {
    nullable: true,
    description:
      "Health topics that a query finds in titles, other names, MeSH headings and summaries; titles first. Word forms, " +
      "accents, beginnings of words and slips of the pen are allowed for.",
  })
  searchHealthTopics(
    @Ctx() { medlineplus, call }: MedlinePlusContext,
    @Arg("query", () => String, { description: "What to search for, 1 to 200 characters. Plain words; no operators." })
    query: string,
    @Arg("language", () => Language, LANGUAGE) language: Language,
    @Arg("group", () => ID, { nullable: true, description: "Only topics of the group with this `groupId`." })
    group: string | null = null,
    @Arg("first", () => Int, { defaultValue: 20, description: "How many items a page has, 1 to 100." }) first: number,
    @Arg("after", () => String, { nullable: true, description: "The cursor behind which to go on." })
    after: string | null = null,
  ): Promise<HealthTopicSearchConnection> {
    return searchTopics(medlineplus, { query, language, group }, { first, after }, call);
  }

  @Query(() => [HealthTopicSuggestion], {
    nullable: true,
    description: "Titles and other names that start like this, for a search box to offer while its user types.",
  })
  suggestHealthTopics(
    @Ctx() { medlineplus, call }: MedlinePlusContext,
    @Arg("prefix", () => String, { description: "What was typed so far, 1 to 200 characters." }) prefix: string,
    @Arg("language", () => Language, LANGUAGE) language: Language,
    @Arg("first", () => Int, { defaultValue: 8, description: "How many at most, 1 to 20." }) first: number,
  ): HealthTopicSuggestion[] {
    const most = pageSize(first, "first", LARGEST_SUGGESTION);
    return medlineplus.suggest(toSearchWords(prefix, "prefix"), language, most, call);
  }
}
