import type { GraphQLResolveInfo } from "graphql";
import { Ctx, createUnionType, Field, FieldResolver, Info, ObjectType, Resolver, Root } from "type-graphql";
import { asksOnly, fromGlobalId, toGlobalId } from "../content/index.js";
import { ClinicalTrial } from "../sources/clinicaltrials/index.js";
import { EncyclopediaArticle } from "../sources/encyclopedia/index.js";
import { HealthTopic, TopicLink, TopicLinkKind, targetAt } from "../sources/medlineplus/index.js";
import { JournalArticle, stubOf } from "../sources/pubmed/index.js";
import type { UnifiedContext } from "./context.js";
import { toArticle } from "./topic-encyclopedia.js";

@ObjectType({ simpleResolvers: true, description: "A search at PubMed or ClinicalTrials.gov that a link opens." })
export class SavedSearch {
  @Field(() => String, { description: "The source that is searched: `pubmed` or `clinicaltrials`." })
  source!: string;

  @Field(() => String, { nullable: true, description: "The query, for PubMed." })
  query!: string | null;

  @Field(() => [String], { description: "The conditions, for ClinicalTrials.gov; any of them may match." })
  conditions!: string[];

  @Field(() => String, { description: "The page that shows the search's results." })
  url!: string;
}

const TYPES = [HealthTopic, EncyclopediaArticle, JournalArticle, ClinicalTrial, SavedSearch] as const;

/** The record behind a link, whichever source holds it. */
export const LinkTargetUnion = createUnionType({
  name: "LinkTarget",
  description: "What a link of a topic page leads to, where one of the four sources has it.",
  types: () => TYPES,
  resolveType: (target) => ("id" in target ? (fromGlobalId(target.id)?.type ?? "SavedSearch") : "SavedSearch"),
});

type Target = (typeof TYPES)[number]["prototype"] | object | null;

/** The way from a link to the record behind it. */
@Resolver(() => TopicLink)
export class LinkTargetResolver {
  @FieldResolver(() => LinkTargetUnion, {
    nullable: true,
    description:
      "The record behind the link; null for pages outside the four sources, and when there is no such record. Where only " +
      "ids and addresses are asked for, nothing is fetched.",
  })
  target(
    @Root() link: TopicLink,
    @Ctx() context: UnifiedContext,
    @Info() info: GraphQLResolveInfo,
  ): Target | Promise<Target> {
    const { medlineplus, pubmed, clinicaltrials, call } = context;
    const target = targetAt(link.url);
    switch (target.kind) {
      case TopicLinkKind.ENCYCLOPEDIA_ARTICLE:
        return toArticle(link, target);
      case TopicLinkKind.HEALTH_TOPIC:
        return medlineplus.bySlug(target.slug, target.language, call);
      case TopicLinkKind.JOURNAL_ARTICLE:
        return asksOnly(info, [], ["id", "pmid", "url"], "JournalArticle")
          ? stubOf(target.pmid)
          : pubmed.load(target.pmid, call);
      case TopicLinkKind.CLINICAL_TRIAL:
        return asksOnly(info, [], ["id", "nctId", "url"], "ClinicalTrial")
          ? { id: toGlobalId("ClinicalTrial", target.nctId), nctId: target.nctId, url: link.url }
          : clinicaltrials.load(target.nctId, call);
      case TopicLinkKind.PUBMED_SEARCH:
        return { source: "pubmed", query: target.query, conditions: [], url: link.url };
      case TopicLinkKind.TRIAL_SEARCH:
        return { source: "clinicaltrials", query: null, conditions: target.conditions, url: link.url };
      default:
        return null;
    }
  }
}
