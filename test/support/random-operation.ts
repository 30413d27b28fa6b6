import fc, { type RunDetails } from "fast-check";
import { type Operation, OperationWriter } from "./random/operation-writer.js";
import type { SchemaPlan } from "./random/plan.js";
import { Tape, tapeOf, tapes } from "./random/tape.js";

export { type Answered, Contract } from "./random/contract.js";
export { codesOf, indecencies, type RandomlyAsked, startRandomlyAsked } from "./random/gateway.js";
export type { Operation } from "./random/operation-writer.js";
export { joinParts } from "./random/parts.js";
export { planSchema, type SchemaPlan } from "./random/plan.js";
export { bentOperation, misfittingOperation } from "./random/wrong.js";

/** Random operations that are valid for a schema, their variables among them. */
export function randomOperation(plan: SchemaPlan): fc.Arbitrary<Operation> {
  return fc.tuple(fc.nat({ max: plan.aims.length - 1 }), tapes).map(([aim, tape]) => write(plan, aim, tape));
}

/** Operations that together contain everything that can be asked: every field, argument, input field and enum value. */
export function everyOperation(plan: SchemaPlan): Operation[] {
  return plan.aims.map((_aim, index) => write(plan, index, tapeOf(index)));
}

function write(plan: SchemaPlan, index: number, tape: readonly number[]): Operation {
  const aim = plan.aims[index];
  if (!aim) throw new Error("There is nothing to aim at");
  return new OperationWriter(plan, new Tape(tape), aim).write();
}

/** Thrown where an operation is not answered as it must be; says which one that was. */
export class WronglyAnswered extends Error {
  override readonly name = "WronglyAnswered";

  constructor({ query, variables, operationName }: Operation, problems: readonly unknown[]) {
    super(`${problems.join("\n")}\n\n${query}\n${JSON.stringify({ variables, operationName })}`);
  }
}

/** Many operations are asked at the same time, of which one is wrongly answered: only that one is told, with the seed. */
function reportOne<T>({ failed, errorInstance, seed, counterexamplePath }: RunDetails<T>): void {
  if (!failed) return;
  throw new Error(`seed ${seed}, path "${counterexamplePath}":\n${String(errorInstance)}`, { cause: errorInstance });
}

/** How many operations are asked at the same time, as in life. */
export const TOGETHER = 50;

// The case that fails is told as it is: were the servers gone, making it smaller would go on for ever.
const BOUNDS = { endOnFailure: true, reporter: reportOne };

/** Tries at least so many operations, after those in `first`, a number of them at a time. */
export async function tryAll(
  one: fc.Arbitrary<Operation>,
  least: number,
  check: (operation: Operation) => Promise<void>,
  first: readonly Operation[] = [],
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(first.length / TOGETHER) }, (_, index) =>
    first.slice(index * TOGETHER, (index + 1) * TOGETHER),
  );
  const property = fc.asyncProperty(fc.array(one, { minLength: TOGETHER, maxLength: TOGETHER }), async (operations) => {
    await Promise.all(operations.map(check));
  });
  const numRuns = batches.length + Math.ceil(least / TOGETHER);
  await fc.assert(property, { ...BOUNDS, numRuns, examples: batches.map((batch): [Operation[]] => [batch]) });
}
