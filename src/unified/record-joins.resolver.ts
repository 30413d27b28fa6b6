import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { JoinRule, type MeshTerm } from "../content/index.js";
import { ClinicalTrial, ClinicalTrialConnection, connectionOfIds } from "../sources/clinicaltrials/index.js";
import { EncyclopediaArticle } from "../sources/encyclopedia/index.js";
import { connectionOfPmids, JournalArticle, JournalArticleConnection } from "../sources/pubmed/index.js";
import type { Eventual } from "../upstream/index.js";
import type { UnifiedContext } from "./context.js";
import { PageArgs } from "./page-args.js";
import { JoinedTopicConnection, type TopicMatch, toJoinedTopics } from "./topic-join.js";

/** Fields that lead from a journal article to the other sources. */
@Resolver(() => JournalArticle)
export class ArticleJoinsResolver {
  @FieldResolver(() => JoinedTopicConnection, {
    nullable: true,
    description: "Health topics with the article's MeSH descriptors; those of its main subjects first.",
  })
  healthTopics(
    @Root() article: JournalArticle,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: UnifiedContext,
  ): JoinedTopicConnection {
    const majorFirst = article.meshHeadings.toSorted((a, b) => Number(b.isMajorTopic) - Number(a.isMajorTopic));
    const descriptors = majorFirst.map(({ descriptor }) => descriptor);
    return toJoinedTopics(byDescriptors(descriptors, context), ["topicsOfArticle", article.pmid], toPage(page));
  }

  @FieldResolver(() => ClinicalTrialConnection, {
    nullable: true,
    description: "The trials whose registration numbers the article names.",
  })
  clinicalTrials(
    @Root() article: JournalArticle,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: UnifiedContext,
    @Info() info: GraphQLResolveInfo,
  ): Eventual<ClinicalTrialConnection> {
    return connectionOfIds(article.nctIds, page, { ...context, info, via: JoinRule.DATABANK_NUMBER });
  }
}

/** Fields that lead from a trial to the other sources. */
@Resolver(() => ClinicalTrial)
export class TrialJoinsResolver {
  @FieldResolver(() => JoinedTopicConnection, {
    nullable: true,
    description: "Health topics with the MeSH descriptors of the trial's conditions.",
  })
  healthTopics(
    @Root() trial: ClinicalTrial,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: UnifiedContext,
  ): JoinedTopicConnection {
    const matches = byDescriptors(trial.conditionMeshTerms, context);
    return toJoinedTopics(matches, ["topicsOfTrial", trial.nctId], toPage(page));
  }

  @FieldResolver(() => JournalArticleConnection, {
    nullable: true,
    description:
      "The articles in PubMed that the trial's record names: background, results and what was found by number.",
  })
  journalArticles(@Root() trial: ClinicalTrial, @Args(() => PageArgs) page: PageArgs): JournalArticleConnection {
    const pmids = trial.references.flatMap(({ pmid }) => pmid ?? []);
    return connectionOfPmids(pmids, page, JoinRule.REFERENCE_LIST);
  }
}

/** Fields that lead from an encyclopedia entry to the other sources. */
@Resolver(() => EncyclopediaArticle)
export class EncyclopediaJoinsResolver {
  @FieldResolver(() => JoinedTopicConnection, {
    nullable: true,
    description: "Health topics of the same language whose pages link to this entry.",
  })
  healthTopics(
    @Root() { articleId, language }: EncyclopediaArticle,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { medlineplus, call }: UnifiedContext,
  ): JoinedTopicConnection {
    const matches = medlineplus
      .byEncyclopediaArticle(articleId, language, call)
      .map((topic) => ({ topic, via: JoinRule.TOPIC_LINK, descriptor: null }));
    return toJoinedTopics(matches, ["topicsOfEntry", articleId, language], toPage(page));
  }
}

function byDescriptors(descriptors: readonly MeshTerm[], { medlineplus, call }: UnifiedContext): TopicMatch[] {
  return descriptors.flatMap((descriptor) =>
    medlineplus
      .byMeshDescriptor(descriptor.id, call)
      .map((topic) => ({ topic, via: JoinRule.MESH_DESCRIPTOR, descriptor })),
  );
}

function toPage({ first, after }: PageArgs): { first: number; after: string | null } {
  return { first, after: after ?? null };
}
