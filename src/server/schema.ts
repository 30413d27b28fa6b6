import { type GraphQLSchema, specifiedDirectives } from "graphql";
import { buildSchema, type NonEmptyArray } from "type-graphql";
import { sourceResolvers } from "../sources/index.js";
import { subgraphResolvers, unifiedResolvers } from "../unified/index.js";
import { RateLimitResolver } from "./cost/rate-limit.js";
import { DEFER_DIRECTIVE } from "./execution/incremental.js";
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
  // A router that composes this schema with others defers by itself.
  const directives = [...specifiedDirectives, ...(subgraph ? [] : [DEFER_DIRECTIVE])];
  // The check introspects the whole schema, which takes longer than building it; the printed schema is tested instead.
  const schema = await buildSchema({ resolvers: classes, validate: false, directives, skipCheck: true });
  unwrapResolvers(schema, resolvers);
  return schema;
}
