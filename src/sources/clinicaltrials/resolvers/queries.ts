import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { badInput } from "../../../content/index.js";
import type { Eventual } from "../../../upstream/index.js";
import { questionOfArguments, SearchClinicalTrialsArgs } from "../arguments/search.js";
import { type ClinicalTrialsContext, connectionOfSearch, searchCalls } from "../connections.js";
import { countFacets, facetCalls } from "../facets.js";
import { toNctId } from "../nct-id.js";
import { ClinicalTrial, ClinicalTrialConnection, TrialFacet, TrialFacetKind } from "../types.js";

const MOST_IDS = 100;

/** Questions about studies by number and by search. */
@Resolver()
export class ClinicalTrialsResolver {
  @Query(() => ClinicalTrial, {
    nullable: true,
    description:
      "The study with this registration number; null when there is none. The number of a registration that was merged " +
      "into another finds that other study.",
  })
  clinicalTrial(
    @Arg("nctId", () => ID, { description: "`NCT` and 8 digits, such as `NCT01234567`." }) nctId: string,
    @Ctx() { clinicaltrials, call }: ClinicalTrialsContext,
  ): Eventual<ClinicalTrial | null> {
    return clinicaltrials.load(toNctId(nctId, "nctId"), call);
  }

  @Query(() => [ClinicalTrial], {
    nullable: "itemsAndList",
    description: "The studies with these registration numbers, in their order, with null where there is none.",
  })
  clinicalTrials(
    @Arg("nctIds", () => [ID], { description: "Up to 100 registration numbers." }) nctIds: string[],
    @Ctx() { clinicaltrials, call }: ClinicalTrialsContext,
  ): Eventual<(ClinicalTrial | null | Error)[]> {
    const most = `at most ${MOST_IDS} NCT numbers`;
    if (nctIds.length > MOST_IDS) throw badInput("nctIds", `${nctIds.length} are too many`, most);
    return clinicaltrials.loadMany(
      nctIds.map((nctId, index) => toNctId(nctId, `nctIds.${index}`)),
      call,
    );
  }

  @Extensions({ upstreamCalls: searchCalls })
  @Query(() => ClinicalTrialConnection, {
    nullable: true,
    description:
      "Searches ClinicalTrials.gov. All arguments must match; without any, all studies are listed, newest changes first.",
  })
  searchClinicalTrials(
    @Args(() => SearchClinicalTrialsArgs) { first, after, ...args }: SearchClinicalTrialsArgs,
    @Ctx() context: ClinicalTrialsContext,
    @Info() info: GraphQLResolveInfo,
  ): Eventual<ClinicalTrialConnection> {
    return connectionOfSearch(questionOfArguments(args), { first, after }, { ...context, info });
  }
}

/** Counts over a whole search. */
@Resolver(() => ClinicalTrialConnection)
export class ClinicalTrialConnectionResolver {
  @Extensions({ upstreamCalls: (asked?: { by?: readonly unknown[] }) => facetCalls(asked?.by?.length ?? 1) })
  @FieldResolver(() => [TrialFacet], {
    nullable: true,
    description:
      "All found trials counted by their values, not only those of this page. Up to 1000 trials cost one more call of " +
      "the registry for all facets together. Beyond, each value costs a call; those that do not come in time are " +
      "estimated and say so, and are counted when you ask again. Null for trials that are listed by number.",
  })
  facets(
    @Root() { question }: ClinicalTrialConnection,
    @Arg("by", () => [TrialFacetKind], { description: "What to count by." }) by: TrialFacetKind[],
    @Ctx() { clinicaltrials, call }: ClinicalTrialsContext,
  ): Promise<TrialFacet[]> | null {
    return question && countFacets(clinicaltrials, question, by, call);
  }
}
