import "reflect-metadata";
import { writeFileSync } from "node:fs";
import { lexicographicSortSchema, printSchema } from "graphql";
import { createSchema } from "./schema.js";

/** The schema as it is committed: sorted, so that a change of it shows as what it is. */
export async function printedSchema(): Promise<string> {
  return `${printSchema(lexicographicSortSchema(await createSchema()))}\n`;
}

const target = process.argv[2];
if (import.meta.main && target) writeFileSync(target, await printedSchema());
