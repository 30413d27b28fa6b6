import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { badInput, fromGlobalId, Node, quoted } from "../content/index.js";
import { isNctId } from "../sources/clinicaltrials/index.js";
import { parseNaturalKey } from "../sources/encyclopedia/index.js";
import { isPmid } from "../sources/pubmed/index.js";
import type { UnifiedContext } from "./context.js";

type Found = object | null | Promise<object | null>;
type Finder = (key: string, context: UnifiedContext) => Found;

const RIGHT = "an `id` that this schema answered with, such as HealthTopic:122 or JournalArticle:31978945";

/** How a record of each type is found by its natural key; undefined for a key that cannot be one. */
const FINDERS: Readonly<Record<string, (key: string) => Finder | undefined>> = {
  HealthTopic: (key) =>
    /^\d{1,9}$/.test(key) ? (topicId, { medlineplus, call }) => medlineplus.byId(topicId, call) : undefined,
  EncyclopediaArticle: (key) => {
    const page = parseNaturalKey(key);
    return page ? (_, { encyclopedia, call }) => encyclopedia.load(page.articleId, page.language, call) : undefined;
  },
  JournalArticle: (key) => (isPmid(key) ? (pmid, { pubmed, call }) => pubmed.load(pmid, call) : undefined),
  ClinicalTrial: (key) =>
    isNctId(key) ? (nctId, { clinicaltrials, call }) => clinicaltrials.load(nctId, call) : undefined,
};

/** Finds any record again by the id that it was shown with. */
@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: "Any record, by its global id; null when it is gone." })
  node(
    @Arg("id", () => ID, { description: "The `id` of a record, as it was shown." }) id: string,
    @Ctx() context: UnifiedContext,
  ): Found {
    return findRecord(id, "id", context);
  }
}

/**
 * The record with a global id, or null when it is gone.
 * @throws BAD_USER_INPUT naming `argument` for a text that is not the id of a record
 */
export function findRecord(id: string, argument: string, context: UnifiedContext): Found {
  const parts = fromGlobalId(id);
  const finder = parts && Object.hasOwn(FINDERS, parts.type) ? FINDERS[parts.type]?.(parts.key) : undefined;
  if (!parts || !finder) throw badInput(argument, `${quoted(id)} is not the id of a record`, RIGHT);
  return finder(parts.key, context);
}
