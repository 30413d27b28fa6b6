import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type GraphQLSchema, parse, validate } from "graphql";
import { createSchema } from "../../src/server/index.js";
import { type Asking, startAsking } from "../support/ask.js";
import { HurriedClock } from "../support/hurried-clock.js";
import { randomOperation } from "../support/random-operation.js";
import { ask, defaultLimits, type Reply, type SmallServer, startSmallServer } from "../support/small-server.js";

const schema: GraphQLSchema = await createSchema();
const SECONDS = 1_000;
// The case that fails is told as it is: were the servers gone, making it smaller would go on for ever.
const BOUNDS = { numRuns: 500, endOnFailure: true };

let galen: Asking;
let gateway: SmallServer;

/** How many times as fast time flies once the topics are loaded. */
const SPEED = 50;
const clock = new HurriedClock();

beforeAll(async () => {
  galen = await startAsking({ clock });
  clock.hurry(SPEED);
  gateway = await startSmallServer({
    schema,
    createContext: () => ({ ...galen.sources }),
    rootValue: undefined,
    // Operations of many aliases are what this is about.
    limits: { ...defaultLimits, aliases: 1_000, aliasesInTotal: 10_000 },
    clock,
    deadlineMs: 5 * SECONDS * SPEED,
  });
});
afterAll(async () => {
  await gateway.close();
  await galen.close();
});

const askForReport = (query: string) => ask(gateway.url, query, undefined, { "x-galen-report": "1" });

/** Words of the machinery, which no caller should ever read. */
const LEAKS =
  /node_modules|\bat [\w.<>]+ \(|\.(ts|js):\d+|127\.0\.0\.1|ECONN|undici|Cannot read prop|is not a function/;

const codesOf = ({ json }: Reply) => new Set(json.errors?.map(({ extensions }) => extensions.code) ?? []);

/** What any answer must be, whatever was asked. */
function expectDecent(reply: Reply): void {
  expect(reply.status).toBeLessThan(500);
  expect([...codesOf(reply)]).not.toContain("INTERNAL_SERVER_ERROR");
  expect([...codesOf(reply)]).not.toContain(undefined);
  expect(JSON.stringify(reply.json.errors ?? [])).not.toMatch(LEAKS);
}

/** Upstream calls that a report counts, retries not among them. */
function callsIn(report: unknown): number {
  const sources = Object.values((report ?? {}) as Record<string, { ownCalls: number; sharedCalls: number }>);
  return sources.reduce((sum, { ownCalls, sharedCalls }) => sum + ownCalls + sharedCalls, 0);
}

/** Asked at the same time, as in life. */
const together = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 4, maxLength: 8 });

describe("Any valid operation", () => {
  it(
    "is answered, or refused with its price; never by an unexpected error, and never with more calls than its price says",
    async () => {
      const seen = { answered: 0, calls: 0 };
      const check = async (query: string) => {
        const reply = await askForReport(query);
        expectDecent(reply);
        expect([...codesOf(reply)]).not.toContain("GRAPHQL_VALIDATION_FAILED");
        if (reply.status === 400) return expect([...codesOf(reply)]).toEqual(["OPERATION_TOO_COMPLEX"]);
        const { price, sources } = reply.json.extensions ?? {};
        expect(callsIn(sources)).toBeLessThanOrEqual((price as { upstreamCalls: number }).upstreamCalls);
        seen.answered++;
        seen.calls += callsIn(sources);
      };
      await fc.assert(
        fc.asyncProperty(together(randomOperation(schema)), async (queries) => {
          await Promise.all(queries.map(check));
        }),
        { ...BOUNDS, interruptAfterTimeLimit: 14 * SECONDS },
      );

      expect(seen.answered).toBeGreaterThan(20);
      expect(seen.calls).toBeGreaterThan(0);
    },
    60 * SECONDS,
  );
});

describe("Any invalid operation", () => {
  it(
    "is refused with a code",
    async () => {
      const bent = fc
        .tuple(
          randomOperation(schema),
          fc.nat(),
          fc.constantFrom("", "}", "{", "(", "x", "...", "$v", "@skip", '"', "🙂"),
        )
        .map(([query, at, piece]) => {
          const place = at % query.length;
          return query.slice(0, place) + piece + query.slice(place + 1);
        })
        .filter((query) => isInvalid(query));
      await fc.assert(
        fc.asyncProperty(together(bent), async (queries) => {
          for (const reply of await Promise.all(queries.map((query) => ask(gateway.url, query)))) {
            expectDecent(reply);
            expect(reply.json).not.toHaveProperty("data");
            expect(codesOf(reply).size).toBeGreaterThan(0);
          }
        }),
        { ...BOUNDS, interruptAfterTimeLimit: 6 * SECONDS },
      );
    },
    60 * SECONDS,
  );
});

function isInvalid(query: string): boolean {
  try {
    return validate(schema, parse(query)).length > 0;
  } catch {
    return true;
  }
}
