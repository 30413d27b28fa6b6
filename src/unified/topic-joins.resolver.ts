import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, Extensions, FieldResolver, Info, Int, Resolver, Root } from "type-graphql";
import { JoinRule, pageSize } from "../content/index.js";
import { ClinicalTrialConnection, searchCalls } from "../sources/clinicaltrials/index.js";
import { EncyclopediaArticle, type EncyclopediaLink } from "../sources/encyclopedia/index.js";
import { HealthTopic } from "../sources/medlineplus/index.js";
import { JournalArticleConnection } from "../sources/pubmed/index.js";
import type { Eventual } from "../upstream/index.js";
import type { UnifiedContext } from "./context.js";
import { PageArgs } from "./page-args.js";
import { articlesOfTopic, topicArticleCalls } from "./topic-articles.js";
import { encyclopediaLinksOf } from "./topic-encyclopedia.js";
import { trialsOfTopic } from "./topic-trials.js";

// Every field is nullable: when a source is down, the topic itself still answers.

/** Fields that lead from a health topic to the other sources. */
@Resolver(() => HealthTopic)
export class TopicJoinsResolver {
  @FieldResolver(() => [EncyclopediaArticle], {
    nullable: true,
    description:
      "The encyclopedia entries that the topic's page links to, whatever section they stand in, each once. Title, ids " +
      "and addresses come from the link; any other field reads the entry's page.",
  })
  encyclopediaArticles(
    @Root() topic: HealthTopic,
    @Arg("first", () => Int, { defaultValue: 40, description: "At most how many, 1 to 100." }) first: number,
  ): EncyclopediaLink[] {
    return encyclopediaLinksOf(topic).slice(0, pageSize(first));
  }

  @Extensions({ upstreamCalls: topicArticleCalls })
  @FieldResolver(() => JournalArticleConnection, {
    nullable: true,
    description:
      "Articles in PubMed about the topic: those that its page links to; else those that the page's saved search finds; " +
      "else those with its MeSH headings; else those with its title. `via` says which.",
  })
  journalArticles(
    @Root() topic: HealthTopic,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("via", () => JoinRule, {
      nullable: true,
      description:
        "Use this rule only: TOPIC_LINK, SAVED_SEARCH, MESH_DESCRIPTOR or TITLE_SEARCH. The field is null where it does not apply.",
    })
    via: JoinRule | null,
    @Ctx() context: UnifiedContext,
  ): Eventual<JournalArticleConnection | null> {
    return articlesOfTopic(topic, via ?? null, page, context);
  }

  @Extensions({ upstreamCalls: searchCalls })
  @FieldResolver(() => ClinicalTrialConnection, {
    nullable: true,
    description:
      "Trials about the topic: those that the saved searches on its page find, which are as a rule open to volunteers; " +
      "else open ones with its MeSH headings; else open ones with its title. `via` says which.",
  })
  clinicalTrials(
    @Root() topic: HealthTopic,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: UnifiedContext,
    @Info() info: GraphQLResolveInfo,
  ): Eventual<ClinicalTrialConnection> {
    return trialsOfTopic(topic, page, context, info);
  }
}
