import { setImmediate as turn } from "node:timers/promises";
import type { CompiledOperations } from "./execution/compiled-operations.js";
import type { GraphqlHandler } from "./graphql-handler.js";
import type { StoredOperation } from "./operations.js";

/** Between them they take most of the ways through the schema that need no full-text search. */
const OPERATIONS = ["TopicPage", "TopicList", "CompareTopics", "WalkTheGraph"];
const TIMES = 6;

/**
 * Answers operations for nobody, until V8 has compiled what every question needs. The first page that a process answers
 * would otherwise take five times as long as the tenth. Requests get their turn after every operation.
 */
export async function warmUp(
  handler: GraphqlHandler,
  compiler: CompiledOperations,
  operations: ReadonlyMap<string, StoredOperation>,
): Promise<void> {
  for (let time = 0; time < TIMES; time++) {
    for (const name of OPERATIONS) {
      const operation = operations.get(name);
      if (operation) await handler.rehearse(operation.text);
      await turn();
    }
  }
  await compiler.load();
}
