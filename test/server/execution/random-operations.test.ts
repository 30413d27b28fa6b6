import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { execute, type GraphQLSchema, parse } from "graphql";
import { type CompiledOperation, CompiledOperations } from "../../../src/server/execution/compiled-operations.js";
import { createSchema } from "../../../src/server/index.js";
import { createCall } from "../../../src/upstream/index.js";
import { type Asking, startAsking } from "../../support/ask.js";
import { HurriedClock } from "../../support/hurried-clock.js";
import { type Executed, unlike } from "../../support/random/unlike.js";
import {
  everyOperation,
  type Operation,
  planSchema,
  randomOperation,
  tryAll,
  WronglyAnswered,
} from "../../support/random-operation.js";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A clock by which records never grow older, so that ages are the same from one execution to the next. */
class StandingClock extends HurriedClock {
  readonly #now = super.now();

  override now(): number {
    return this.#now;
  }
}

const SPEED = 50;
const DEADLINE_MS = 60_000 * SPEED;
const LEAST = 2_000;
const TRIED = 3_200;

const clock = new StandingClock();
let galen: Asking;
let schema: GraphQLSchema;
beforeAll(async () => {
  galen = await startAsking({ clock });
  schema = await createSchema();
  clock.hurry(SPEED);
});
afterAll(() => galen.close());

const context = () => ({ ...galen.sources, call: createCall(clock, { deadlineMs: DEADLINE_MS }) });

/** Null where it is not compiled: what is deferred, and what the compiler would get wrong. */
async function compile({ query, ...asked }: Operation): Promise<CompiledOperation | null> {
  const operations = new CompiledOperations({ schema, log: silent });
  const operationName = asked.operationName ?? null;
  for (let time = 0; time < 3; time++) operations.sawValid({ query, operationName, document: parse(query) });
  await turn();
  return operations.find({ query, operationName });
}

async function walk({ query, variables, operationName }: Operation): Promise<Executed> {
  const asked = { schema, document: parse(query), variableValues: variables, operationName };
  // The first time fetches what both then find in memory.
  await execute({ ...asked, contextValue: context() });
  return execute({ ...asked, contextValue: context() });
}

describe("Any operation that is compiled", () => {
  it("is answered as graphql-js answers it, data and errors", async () => {
    // What the sources are doing changes with every call; what an operation costs is the server's to say.
    const plan = planSchema(schema, new Set(["Query.sources", "Query.rateLimit"]));
    const seen = { compared: 0, withErrors: 0 };
    const check = async (operation: Operation) => {
      const run = await compile(operation);
      const result = run && ((await run(context(), operation.variables)) as Executed);
      if (result?.data === undefined) return;
      const walked = await walk(operation);
      seen.compared++;
      if (walked.errors) seen.withErrors++;
      const problems = unlike(walked, (await run?.(context(), operation.variables)) as Executed);
      if (problems.length > 0) throw new WronglyAnswered(operation, problems);
    };
    await tryAll(randomOperation(plan), TRIED, check, everyOperation(plan));

    expect(seen.compared).toBeGreaterThanOrEqual(LEAST);
    expect(seen.withErrors).toBeGreaterThan(0.1 * LEAST);
  }, 120_000);
});
