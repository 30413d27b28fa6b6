import { createSchema } from "../../../src/server/index.js";
import { startAsking } from "../ask.js";
import { HurriedClock } from "../hurried-clock.js";
import { type AnswerJson, defaultLimits, type Reply, send, startSmallServer } from "../small-server.js";
import type { Operation } from "./operation-writer.js";

/** A gateway over all bundled sources that can be asked thousands of operations within seconds. */
export interface RandomlyAsked {
  ask(operation: Operation, headers?: Record<string, string>): Promise<Reply>;
  close(): Promise<void>;
}

const SECONDS = 1_000;
/** How many times as fast time flies once the topics are loaded. */
const SPEED = 50;

export async function startRandomlyAsked(): Promise<RandomlyAsked> {
  const clock = new HurriedClock();
  const galen = await startAsking({ clock });
  clock.hurry(SPEED);
  const gateway = await startSmallServer({
    schema: await createSchema(),
    createContext: () => ({ ...galen.sources }),
    rootValue: undefined,
    // Operations of many aliases are what this is about.
    limits: { ...defaultLimits, aliases: 1_000, aliasesInTotal: 10_000 },
    clock,
    deadlineMs: 5 * SECONDS * SPEED,
  });
  return {
    ask: ({ query, variables, operationName }, headers = {}) =>
      send(`${gateway.url}/graphql`, {
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ query, variables, operationName }),
      }),
    close: async () => {
      await gateway.close();
      await galen.close();
    },
  };
}

/** Words of the machinery, which no caller should ever read. */
const LEAKS =
  /node_modules|\bat [\w.<>]+ \(|\.(ts|js):\d+|127\.0\.0\.1|ECONN|undici|Cannot read prop|is not a function/;

export const codesOf = ({ json }: Pick<Reply, "json">): unknown[] => [
  ...new Set(json.errors?.map(({ extensions }) => extensions.code)),
];

/** What is wrong with an answer, whatever was asked. */
export function indecencies(status: number, json: AnswerJson): string[] {
  const problems = status < 500 ? [] : [`status ${status}`];
  const errors = JSON.stringify(json.errors ?? []);
  const isUnexpected = codesOf({ json }).some((code) => typeof code !== "string" || code === "INTERNAL_SERVER_ERROR");
  if (isUnexpected) problems.push(`an unexpected error: ${errors}`);
  const leak = LEAKS.exec(errors);
  return leak ? [...problems, `a leak: ${leak[0]}`] : problems;
}
