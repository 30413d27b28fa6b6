// What executing costs once every record is in memory: two questions, in this process, by several executors in turns.
// No HTTP and no Apollo Server: what those add is the serving bench's to show.
// Options: --rounds N
import "reflect-metadata";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execute, parse } from "graphql";
import { compileQuery } from "graphql-jit";
import { buildSchema } from "type-graphql";
import { quantile } from "./serve/client.mjs";
import { PAGE, TINY } from "./serve/questions.mjs";
import { startBundled, temporaryFolder } from "./upstream/processes.mjs";
import { VOLUME, writeVolume } from "./volume.mjs";

const VARIABLES = { slug: "condition7" };
const WARM = 2_000;
const TIMES = 1_000;

/** Gives the figures one by one. */
export async function* measure(options) {
  const rounds = options.includes("--rounds") ? Number(options[options.indexOf("--rounds") + 1]) : 7;
  const gateway = await openGateway();
  try {
    for (const [name, query] of Object.entries({ "topic page": PAGE, "one title": TINY }))
      yield* compare(name, runnersOf(gateway, query), rounds);
  } finally {
    await gateway.close();
  }
}

async function openGateway() {
  const { createSchema } = await import("../dist/server/index.js");
  const { createSources, closeSources, sourceResolvers } = await import("../dist/sources/index.js");
  const { createCall, createMemoryStore, systemClock } = await import("../dist/upstream/index.js");
  const { unifiedResolvers } = await import("../dist/unified/index.js");
  const fixtures = join(tmpdir(), "galen-bench-volume");
  writeVolume(fixtures, VOLUME);
  const bundled = await startBundled(fixtures);
  const ignore = () => undefined;
  const sources = createSources(
    {
      clock: systemClock,
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      store: createMemoryStore(),
      userAgent: "bench",
      memoryBytes: 64_000_000,
    },
    {
      urls: bundled.urls,
      encyclopedia: { text: "full", license: "sample", pageConcurrency: 12 },
      topicsRefreshHours: 12,
      dataFolder: temporaryFolder(),
      ncbiApiKey: null,
      contactEmail: null,
      lifetimes: { encyclopedia: {}, pubmed: {}, clinicaltrials: {} },
    },
  );
  await sources.medlineplus.start();
  return {
    schemas: {
      wrapped: await buildSchema({ resolvers: [...sourceResolvers, ...unifiedResolvers], validate: false }),
      plain: await createSchema(),
    },
    context: () => ({ ...sources, call: createCall(systemClock, { deadlineMs: 6_000 }) }),
    close: async () => {
      await closeSources(sources);
      bundled.stop();
    },
  };
}

function runnersOf({ schemas, context }, query) {
  const document = parse(query);
  const walk = (schema) => () => execute({ schema, document, variableValues: VARIABLES, contextValue: context() });
  const compile = (schema) => {
    const compiled = compileQuery(schema, document, undefined, { disablingCapturingStackErrors: true });
    return () => compiled.query(undefined, context(), VARIABLES);
  };
  return {
    "graphql-js, resolvers as type-graphql wraps them": walk(schemas.wrapped),
    "graphql-js, resolvers unwrapped": walk(schemas.plain),
    "graphql-jit, resolvers as type-graphql wraps them": compile(schemas.wrapped),
    "graphql-jit, resolvers unwrapped (the gateway)": compile(schemas.plain),
  };
}

async function* compare(question, runners, rounds) {
  const names = Object.keys(runners);
  const answers = [];
  for (const name of names) answers.push(JSON.stringify(await runners[name]()));
  const samples = new Map(names.map((name) => [name, []]));
  for (const name of names) await repeat(runners[name], WARM);
  for (let round = 0; round < rounds; round++)
    for (const name of names) samples.get(name).push(await microseconds(runners[name]));
  const base = quantile(samples.get(names[0]), 0.5);
  for (const name of names) {
    const median = quantile(samples.get(name), 0.5);
    yield { bar: `${question}: ${name}`, figure: `${median.toFixed(1)} µs, ${(median / base).toFixed(2)}`, pass: null };
  }
  const parsed = JSON.parse(answers[0]);
  const text = await microseconds(() => JSON.stringify(parsed));
  yield { bar: `${question}: its JSON, ${answers[0].length} characters`, figure: `${text.toFixed(1)} µs`, pass: null };
  const equal = answers.every((answer) => answer === answers[0]);
  yield { bar: `${question}: all of them give the same answer`, figure: String(equal), pass: equal };
}

async function repeat(run, times) {
  for (let time = 0; time < times; time++) {
    const result = run();
    if (result instanceof Promise) await result;
  }
}

/** CPU time of one run: on a shared machine it is steadier than the clock on the wall. */
async function microseconds(run) {
  const before = process.cpuUsage();
  await repeat(run, TIMES);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / TIMES;
}
