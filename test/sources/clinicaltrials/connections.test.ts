import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type ExecutionResult, type GraphQLResolveInfo, graphql } from "graphql";
import { Arg, buildSchema, Ctx, Info, Query, Resolver } from "type-graphql";
import { JoinRule } from "../../../src/content/index.js";
import {
  CLINICAL_TRIALS_RESOLVERS,
  ClinicalTrialConnection,
  type ClinicalTrials,
  type ClinicalTrialsContext,
  connectionOfIds,
  connectionOfSearch,
  createClinicalTrials,
  questionOfSavedSearch,
} from "../../../src/sources/clinicaltrials/index.js";
import { createCall, systemClock } from "../../../src/upstream/index.js";
import { testPlatform } from "../../support/platform.js";
import { listenRegistry, type Registry, study } from "./support.js";

let registry: Registry;
let trials: ClinicalTrials;

@Resolver()
class ParentResolver {
  @Query(() => ClinicalTrialConnection)
  linked(
    @Arg("nctIds", () => [String]) nctIds: string[],
    @Ctx() context: ClinicalTrialsContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return connectionOfIds(nctIds, { first: 2 }, { ...context, info, via: JoinRule.DATABANK_NUMBER });
  }

  @Query(() => ClinicalTrialConnection)
  saved(
    @Arg("conditions", () => [String]) conditions: string[],
    @Ctx() context: ClinicalTrialsContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const question = questionOfSavedSearch({
      conditions,
      overallStatuses: ["RECRUITING", "NOT_YET_RECRUITING", "odd"],
    });
    return connectionOfSearch(question, { first: 5 }, { ...context, info, via: JoinRule.SAVED_SEARCH });
  }
}

beforeEach(async () => {
  registry = await listenRegistry([study("NCT00000001"), study("NCT00000002"), study("NCT00000003")]);
  trials = createClinicalTrials(testPlatform(systemClock), { baseUrl: registry.url });
});

afterEach(async () => {
  await trials.close();
  await registry.close();
});

async function ask(source: string): Promise<ExecutionResult> {
  const schema = await buildSchema({ resolvers: [...CLINICAL_TRIALS_RESOLVERS, ParentResolver], validate: false });
  const contextValue = { clinicaltrials: trials, call: createCall(systemClock, { deadlineMs: 4_000 }) };
  return JSON.parse(JSON.stringify(await graphql({ schema, source, contextValue })));
}

describe("trials known by number", () => {
  it("come in their order, once each, without the unknown, a page at a time, in one call", async () => {
    const { data } = await ask(`{ linked(nctIds: ["NCT00000003", "NCT00000003", "NCT00000001", "NCT00000002"]) {
      via totalCount totalCountIsExact nodes { title } pageInfo { hasNextPage } facets(by: [PHASE]) { by }
    } }`);

    expect(data?.linked).toEqual({
      via: "DATABANK_NUMBER",
      totalCount: 3,
      totalCountIsExact: true,
      nodes: [{ title: "Title of NCT00000003" }, { title: "Title of NCT00000001" }],
      pageInfo: { hasNextPage: true },
      facets: null,
    });
    expect(registry.asked()).toHaveLength(1);
  });

  it("cost nothing where only what their number tells is asked for", async () => {
    const { data } = await ask(
      '{ linked(nctIds: ["NCT00000009"]) { totalCount edges { cursor node { nctId url } } } }',
    );

    expect(data?.linked).toMatchObject({ totalCount: 1, edges: [{ node: { nctId: "NCT00000009" } }] });
    expect(registry.server.seen).toEqual([]);
  });
});

describe("the saved search of a topic", () => {
  it("asks for any of its conditions as phrases, with its statuses, by relevance, in one call", async () => {
    const { data } = await ask(
      '{ saved(conditions: ["Abortion, Spontaneous", "Abortion, Habitual"]) { via nodes { nctId title } } }',
    );

    expect(data?.saved).toMatchObject({ via: "SAVED_SEARCH", nodes: [{ nctId: "NCT00000001" }, {}, {}] });
    expect(registry.asked()).toEqual([
      expect.objectContaining({
        "query.cond": '"Abortion Spontaneous" OR "Abortion Habitual"',
        "filter.overallStatus": "NOT_YET_RECRUITING,RECRUITING",
        sort: "@relevance",
      }),
    ]);
  });

  it("for a number keeps its statuses", async () => {
    await ask('{ saved(conditions: ["NCT00000002"]) { nodes { title } } }');

    expect(registry.asked()[0]).toMatchObject({
      "filter.ids": "NCT00000002",
      "filter.overallStatus": "NOT_YET_RECRUITING,RECRUITING",
    });
    expect(registry.asked()[0]).not.toHaveProperty(["query.cond"]);
  });

  it("without any condition finds nothing and asks nobody", async () => {
    const { data } = await ask('{ saved(conditions: ["()"]) { totalCount nodes { title } } }');

    expect(data?.saved).toEqual({ totalCount: 0, nodes: [] });
    expect(registry.server.seen).toEqual([]);
  });
});
