import type { GraphQLSchema } from "graphql";
import { buildSchema, type NonEmptyArray } from "type-graphql";
import { sourceResolvers } from "../sources/index.js";
import { subgraphResolvers, unifiedResolvers } from "../unified/index.js";
import { RateLimitResolver } from "./cost/rate-limit.js";
import { unwrapResolvers } from "./execution/plain-resolvers.js";

export interface SchemaOptions {
  /** Whether a federation router may compose it with others. */
  subgraph?: boolean;
}

/** The whole schema: what each source answers, and the fields that lead from one to another. */
export async function createSchema({ subgraph = false }: SchemaOptions = {}): Promise<GraphQLSchema> {
  const resolvers: unknown[] = [
    ...sourceResolvers,
    ...unifiedResolvers,
    RateLimitResolver,
    ...(subgraph ? subgraphResolvers : []),
  ];
  const classes = resolvers as NonEmptyArray<(typeof sourceResolvers)[number]>;
  const schema = await buildSchema({ resolvers: classes, validate: false });
  unwrapResolvers(schema, resolvers);
  return schema;
}
