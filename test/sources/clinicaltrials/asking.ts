import { type ExecutionResult, type GraphQLSchema, graphql } from "graphql";
import { buildSchema } from "type-graphql";
import {
  CLINICAL_TRIALS_RESOLVERS,
  type ClinicalTrials,
  createClinicalTrials,
} from "../../../src/sources/clinicaltrials/index.js";
import { createCall, systemClock } from "../../../src/upstream/index.js";
import { testPlatform } from "../../support/platform.js";

let schema: Promise<GraphQLSchema> | undefined;

/** The source's own part of the schema. */
export function trialsSchema(): Promise<GraphQLSchema> {
  schema ??= buildSchema({ resolvers: CLINICAL_TRIALS_RESOLVERS, validate: false });
  return schema;
}

export interface Asker {
  trials: ClinicalTrials;
  ask(source: string, variables?: Record<string, unknown>): Promise<ExecutionResult>;
  /** The data of an answer without errors. */
  data(source: string, variables?: Record<string, unknown>): Promise<Record<string, Record<string, unknown>>>;
}

/** Asks GraphQL questions of the source over a registry at this address. */
export function createAsker(baseUrl: string): Asker {
  const trials = createClinicalTrials(testPlatform(systemClock), { baseUrl });
  const ask: Asker["ask"] = async (source, variables = {}) => {
    const contextValue = { clinicaltrials: trials, call: createCall(systemClock, { deadlineMs: 4_000 }) };
    const result = await graphql({ schema: await trialsSchema(), source, contextValue, variableValues: variables });
    return JSON.parse(JSON.stringify(result)) as ExecutionResult;
  };
  return {
    trials,
    ask,
    data: async (source, variables) => {
      const { data, errors } = await ask(source, variables);
      if (errors) throw new Error(errors.map(({ message }) => message).join("\n"));
      return data as Record<string, Record<string, unknown>>;
    },
  };
}
