import "reflect-metadata";
import { writeFileSync } from "node:fs";
import { lexicographicSortSchema, printSchema } from "graphql";
import { withCostDirectives } from "./cost/directives.js";
import { createSchema } from "./schema.js";

/** The schema as it is committed: with its prices, and sorted, so that a change of it shows as what it is. */
export async function printedSchema(): Promise<string> {
  const schema = lexicographicSortSchema(await createSchema());
  return withCostDirectives(printSchema(schema), schema);
}

const target = process.argv[2];
if (import.meta.main && target) writeFileSync(target, await printedSchema());
