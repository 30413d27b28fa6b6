import { type GraphQLSchema, getNamedType, isObjectType } from "graphql";
import type { FieldPrice } from "../cost/price.js";

/** Which source the fields of which types are fetched from. The first that fits counts. */
const SOURCES: readonly [RegExp, string][] = [
  [/^Encyclopedia/, "encyclopedia"],
  [/^(JournalArticle|Article|Timeline)/, "pubmed"],
  [/^(ClinicalTrial|Trial)/, "clinicaltrials"],
];

/** Fields whose types do not tell. */
const FIELDS: Readonly<Record<string, string>> = { "Query.healthTopicsForCode": "medlineplus-connect" };

/** Calls of each source that an operation makes with nothing in a cache. What several sources share is under "several". */
export function callsBySource(schema: GraphQLSchema, prices: readonly FieldPrice[]): Map<string, number> {
  const calls = new Map<string, number>();
  for (const { field, upstreamCalls } of prices) {
    if (upstreamCalls === 0) continue;
    const source = sourceOf(schema, field);
    calls.set(source, (calls.get(source) ?? 0) + upstreamCalls);
  }
  return calls;
}

function sourceOf(schema: GraphQLSchema, name: string): string {
  const [parent = "", field = ""] = name.split(".");
  const type = schema.getType(parent);
  const result = isObjectType(type) ? getNamedType(type.getFields()[field]?.type)?.name : undefined;
  return FIELDS[name] ?? named(result) ?? named(parent) ?? "several";
}

function named(type: string | undefined): string | undefined {
  return SOURCES.find(([pattern]) => pattern.test(type ?? ""))?.[1];
}
