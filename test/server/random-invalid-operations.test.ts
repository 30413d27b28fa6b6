import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createSchema } from "../../src/server/index.js";
import {
  bentOperation,
  codesOf,
  indecencies,
  misfittingOperation,
  type Operation,
  planSchema,
  type RandomlyAsked,
  randomOperation,
  startRandomlyAsked,
  tryAll,
  WronglyAnswered,
} from "../support/random-operation.js";

const schema = await createSchema();
const valid = randomOperation(planSchema(schema));

let gateway: RandomlyAsked;
beforeAll(async () => {
  gateway = await startRandomlyAsked();
});
afterAll(() => gateway.close());

/** Asks what has to be refused with one of these codes. Returns a check of one operation, and how often each code came. */
function expecting(codes: readonly string[]) {
  const counts: Record<string, number> = {};
  const check = async (operation: Operation) => {
    const reply = await gateway.ask(operation);
    const problems = indecencies(reply.status, reply.json);
    const found = codesOf(reply).map(String);
    if (found.length !== 1 || !found.every((code) => codes.includes(code))) problems.push(`codes: ${found}`);
    if ("data" in reply.json) problems.push("data in spite of a mistake");
    if (problems.length > 0) throw new WronglyAnswered(operation, [...problems, reply.text]);
    for (const code of found) counts[code] = (counts[code] ?? 0) + 1;
  };
  return { check, counts };
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);

describe("Any invalid operation", () => {
  const LEAST = 2_200;

  it("is refused with a code when its document is wrong", async () => {
    const codes = ["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "OPERATION_TOO_COMPLEX"];
    const { check, counts } = expecting(codes);
    await tryAll(bentOperation(schema, valid), LEAST, check);

    expect(sum(counts)).toBeGreaterThanOrEqual(LEAST);
    expect(counts.GRAPHQL_PARSE_FAILED).toBeGreaterThan(0.2 * LEAST);
    expect(counts.GRAPHQL_VALIDATION_FAILED).toBeGreaterThan(0.2 * LEAST);
  }, 120_000);
});

describe("Variables that do not fit", () => {
  const LEAST = 1_000;

  it("are refused with a code, and nothing is executed", async () => {
    const { check, counts } = expecting(["BAD_USER_INPUT", "OPERATION_TOO_COMPLEX"]);
    await tryAll(misfittingOperation(schema, valid), LEAST, check);

    expect(sum(counts)).toBeGreaterThanOrEqual(LEAST);
    expect(counts.BAD_USER_INPUT).toBeGreaterThan(0.8 * LEAST);
  }, 120_000);
});
