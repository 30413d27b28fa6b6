import type { GraphQLSchema } from "graphql";
import { buildSchema, type NonEmptyArray } from "type-graphql";
import { sourceResolvers } from "../sources/index.js";
import { unifiedResolvers } from "../unified/index.js";

/** The whole schema: what each source answers, and the fields that lead from one to another. */
export function createSchema(): Promise<GraphQLSchema> {
  const resolvers: unknown[] = [...sourceResolvers, ...unifiedResolvers];
  return buildSchema({ resolvers: resolvers as NonEmptyArray<(typeof sourceResolvers)[number]>, validate: false });
}
