import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createSchema } from "../../src/server/index.js";
import {
  type Answered,
  Contract,
  codesOf,
  everyOperation,
  indecencies,
  joinParts,
  type Operation,
  planSchema,
  type RandomlyAsked,
  randomOperation,
  startRandomlyAsked,
  tryAll,
  WronglyAnswered,
} from "../support/random-operation.js";

const schema = await createSchema();
const plan = planSchema(schema);
const contract = new Contract(schema);

let gateway: RandomlyAsked;
beforeAll(async () => {
  gateway = await startRandomlyAsked();
});
afterAll(() => gateway.close());

const LEAST = 2_200;
const PARTS = "multipart/mixed; deferSpec=20220824, application/json";

const seen = { answered: 0, refused: 0, inParts: 0, unjoined: 0, faultless: 0, calls: 0 };
const written = new Set<string>();

/** Upstream calls that a report counts, retries not among them. */
function callsIn(report: unknown): number {
  const sources = Object.values((report ?? {}) as Record<string, { ownCalls: number; sharedCalls: number }>);
  return sources.reduce((sum, { ownCalls, sharedCalls }) => sum + ownCalls + sharedCalls, 0);
}

/** What the answer's report shows that its price did not allow. */
function overPrice({ price, sources }: Record<string, unknown>): string[] {
  const calls = callsIn(sources);
  const { upstreamCalls } = price as { upstreamCalls: number };
  seen.calls += calls;
  return calls > upstreamCalls ? [`${calls} calls at a price of ${upstreamCalls}`] : [];
}

async function problemsOf(operation: Operation): Promise<string[]> {
  const wantsParts = operation.written.has("@defer on a fragment");
  const reply = await gateway.ask(operation, { "x-galen-report": "1", ...(wantsParts && { accept: PARTS }) });
  if (reply.headers["content-type"]?.startsWith("multipart")) {
    seen.inParts++;
    const joined = joinParts(reply.text);
    if (joined) return [...indecencies(reply.status, joined as typeof reply.json), ...brokenIn(operation, joined)];
    seen.unjoined++;
    return [];
  }
  const problems = indecencies(reply.status, reply.json);
  if (reply.status === 400) {
    seen.refused++;
    return codesOf(reply).join() === "OPERATION_TOO_COMPLEX" ? problems : [...problems, reply.text];
  }
  // What might have come in parts keeps no order even where nothing was deferred in the end.
  const answer = { ...reply.json, isInParts: wantsParts };
  return [...problems, ...brokenIn(operation, answer), ...overPrice(reply.json.extensions ?? {})];
}

function brokenIn(operation: Operation, answer: Answered): string[] {
  seen.answered++;
  if (!answer.errors) seen.faultless++;
  return contract.broken(operation, answer);
}

describe("Any valid operation", () => {
  it("is answered as the schema says, or refused with its price; with no more calls than its price says", async () => {
    const every = everyOperation(plan);
    const check = async (operation: Operation) => {
      for (const key of operation.written) written.add(key);
      const problems = await problemsOf(operation);
      if (problems.length > 0) throw new WronglyAnswered(operation, problems);
    };
    await tryAll(randomOperation(plan), LEAST, check, every);

    expect(seen.answered).toBeGreaterThanOrEqual(LEAST);
    expect(seen.answered + seen.refused + seen.unjoined).toBeGreaterThanOrEqual(LEAST + every.length);
  }, 120_000);

  it("was among them: each field, argument, input field, enum value, kind of fragment, directive and variable", () => {
    const missing = [...plan.keys, ...SYNTAX].filter((key) => !written.has(key));

    expect(missing).toEqual([]);
  });

  it("was answered with something: hardly any field was null in all answers", () => {
    const empty = [...contract.fields].filter((key) => !contract.filled.has(key));

    expect(empty.length).toBeLessThan(0.2 * contract.fields.size);
    expect(seen.faultless).toBeGreaterThan(0.5 * seen.answered);
    expect(seen.inParts).toBeGreaterThan(100);
    expect(seen.calls).toBeGreaterThan(100);
  });
});

const SYNTAX = [
  ...["alias", "no alias", "merged", "...", "... on", "fragment", "fragment again"],
  ...["@include", "@skip", "@include @skip"].flatMap((directive) => [
    `${directive} on a field`,
    `${directive} on a fragment`,
  ]),
  ...["@defer on a fragment", "@defer(if) on a fragment"],
  ...["$ID", "$Int", "$Float", "$String", "$Boolean", "$PartialDate"],
  ...["$NearInput", "$ClinicalTrialFilter", "$JournalArticleFilter"],
];
