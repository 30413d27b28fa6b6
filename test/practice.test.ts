import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type PracticeOptions, practise } from "../src/practice.js";
import { type PracticeRoom, readOperations } from "../src/server/index.js";
import type { Sources } from "../src/sources/index.js";
import { sourcesHealth } from "../src/sources/index.js";
import { type Asking, startAsking } from "./support/ask.js";
import { type SmallServer, send, startSmallServer } from "./support/small-server.js";

const operations = readOperations(join(import.meta.dirname, "../schema/operations"));
let real: Asking;
let gateway: SmallServer;
let answers: Awaited<ReturnType<PracticeRoom["ask"]>>[];
beforeEach(async () => {
  real = await startAsking();
  answers = [];
  gateway = await startSmallServer({
    schema: real.schema,
    createContext: () => ({ ...real.sources }),
    rootValue: undefined,
    metrics: true,
    operations,
    sources: () => sourcesHealth(real.sources as Sources),
  });
});
afterEach(async () => {
  await gateway.close();
  await real.close();
});

/** @param whenAnswered told of every answer in the practice room */
const options = (whenAnswered = () => {}): PracticeOptions => ({
  server: {
    loadCompiler: () => {},
    openPracticeRoom: async (createContext) => {
      const room = await gateway.server.openPracticeRoom(createContext);
      return {
        close: () => room.close(),
        ask: async (...asked) => {
          const answer = await room.ask(...asked);
          answers.push(answer);
          whenAnswered();
          return answer;
        },
      };
    },
  },
  medlineplus: (real.sources as Sources).medlineplus,
  encyclopedia: { text: "full", license: "adam", pageConcurrency: 12, pagesPerSecond: null },
  operations,
  log: { info: () => {}, warn: (facts) => gateway.lines.push({ ...facts }), error: () => {} },
});

/** What the gateway counts of its own; those of the process change by themselves. */
const metrics = async () => {
  const { text } = await send(`${gateway.url}/metrics`, { method: "GET" });
  return text.split("\n").filter((line) => line.startsWith("galen_"));
};

describe("A practice run", () => {
  it("reads records that it has asked for, and gets whole answers", async () => {
    await practise(options(), new AbortController().signal);

    expect(answers).toHaveLength(7);
    expect(answers.map(({ errors }) => errors)).toEqual(answers.map(() => undefined));
    const page = JSON.stringify(answers[2]);
    for (const words of ["A sentence, a link", "No article.", "NCT00000010"]) expect(page).toContain(words);
  });

  it("leaves no trace: nothing is asked outside, counted or logged", async () => {
    const [calls, health] = [real.callCount(), sourcesHealth(real.sources as Sources)];
    await metrics();
    const before = await metrics();
    gateway.lines.length = 0;

    await practise(options(), new AbortController().signal);

    expect(gateway.lines).toEqual([]);
    expect(real.callCount()).toBe(calls);
    expect(JSON.stringify(sourcesHealth(real.sources as Sources))).toBe(JSON.stringify(health));
    expect(before.length).toBeGreaterThan(20);
    expect(await metrics()).toEqual(before);
  });

  it("ends at once when the gateway is to stop", async () => {
    const stop = new AbortController();

    await practise(
      options(() => stop.abort()),
      stop.signal,
    );

    expect(answers).toHaveLength(1);
    expect(gateway.lines.filter(({ reason }) => reason)).toEqual([]);
  });
});
