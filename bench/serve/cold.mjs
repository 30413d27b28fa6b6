import { get } from "node:http";
import { askOnce, quantile } from "./client.mjs";
import { list, PAGE, TOPIC_CITATIONS } from "./questions.mjs";

const SLOWEST_MS = 120;
const LATENCIES = {
  medlineplus: { latencyMs: 80, quotaPerSecond: null },
  pubmed: { latencyMs: SLOWEST_MS, quotaPerSecond: null },
  clinicaltrials: { latencyMs: 100, quotaPerSecond: null },
};
const RUNS = 5;

/** Nothing but the topics is known: what one question costs. */
export async function* cold({ startGalen, startPeers, behave, callsOf, urls }) {
  await behave(LATENCIES);
  yield* firstAnswers(
    "cold list of 20 topics x 3 titles x 3 citations",
    { startGalen, startPeers, callsOf, query: (galen) => list(galen) },
    async ({ calls, all, ms }) => {
      const ownMs = await latencyOf(urls, calls[0]);
      return {
        bar: `1 upstream call, at most 1.3 times what it takes by itself (${Math.round(ownMs)} ms)`,
        pass: all.every((run) => run.calls.length === 1) && ms <= 1.3 * ownMs,
      };
    },
  );
  yield* firstAnswers(
    "cold topic page, 14 upstream calls, slowest 120 ms",
    { startGalen, startPeers, callsOf, query: () => PAGE },
    async ({ ms }) => ({ bar: "at most 150 ms", pass: ms <= 150 }),
  );
}

async function* firstAnswers(what, { startGalen, startPeers, callsOf, query }, judge) {
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    const server = await startGalen({}, "Galen", { empty: true });
    await settle();
    runs.push(await firstAnswer(server, query(true), callsOf));
    await server.stop();
  }
  const figures = median(runs);
  const { bar, pass } = await judge(figures);
  yield { bar: `${what}: ${bar}`, figure: told(figures), pass };
  for (const peer of await startPeers()) {
    await settle();
    yield { bar: `… ${peer.name}`, figure: told(await firstAnswer(peer, query(false), callsOf)), pass: null };
    await peer.stop();
  }
}

async function firstAnswer({ url }, query, callsOf) {
  const { result, calls } = await callsOf(() => askOnce(url, query, { slug: "condition11" }));
  if (result.errors) throw new Error(JSON.stringify(result.errors[0]));
  return { ms: result.ms, calls };
}

/** How long a call that was seen takes when nobody stands in between: the median of some, milliseconds. */
async function latencyOf(urls, { source, path, params }) {
  const url = new URL(path, urls[source]);
  url.search = params;
  const times = [];
  for (let time = 0; time < 2 * RUNS; time++) {
    const started = performance.now();
    await new Promise((resolve, reject) =>
      get(url, (answer) => answer.resume().on("end", resolve)).on("error", reject),
    );
    times.push(performance.now() - started);
  }
  return quantile(times, 0.5);
}

const median = (runs) => ({
  ms: quantile(
    runs.map(({ ms }) => ms),
    0.5,
  ),
  calls: runs[0].calls,
  all: runs,
});
const told = ({ calls, ms, all }) =>
  `${calls.length} calls, ${Math.round(ms)} ms${all ? ` (${all.map((run) => Math.round(run.ms)).join(", ")})` : ""}`;
const settle = () => new Promise((resolve) => setTimeout(resolve, 1_500));

/** Forty people, each with a question of their own, while E-utilities takes three calls a second. */
export async function* forty({ startGalen, startPeers, behave }) {
  const servers = [await startGalen({}, "Galen", { empty: true }), ...(await startPeers())];
  for (const server of servers) {
    await settle();
    await behave({ ...LATENCIES, pubmed: { latencyMs: SLOWEST_MS, quotaPerSecond: 3 } });
    const started = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => askOnce(server.url, TOPIC_CITATIONS, { slug: `condition${index * 3}` })),
    );
    const whole = answers.filter(
      ({ data, errors }) => !errors && data.healthTopic.journalArticles.nodes.every(Boolean),
    );
    const isGalen = server === servers[0];
    yield {
      bar: isGalen ? "40 distinct questions at once, 3/s enforced: 40 whole, 0 with errors" : `… ${server.name}`,
      figure: `${whole.length} whole, ${40 - whole.length} with errors, ${Math.round(performance.now() - started)} ms${firstError(answers)}`,
      pass: isGalen ? whole.length === 40 : null,
    };
    await server.stop();
  }
  await behave({ pubmed: { quotaPerSecond: null } });
}

function firstError(answers) {
  const error = answers.find(({ errors }) => errors)?.errors[0];
  return error ? ` (${error.extensions?.source ?? ""} ${error.extensions?.code ?? error.message})` : "";
}

/** From the start of the process to the first topic page, and what the process then keeps in memory. */
export async function* start({ startGalen, startPeers, behave, topics }) {
  await behave(LATENCIES);
  const times = [];
  const sizes = [];
  for (let run = 0; run < RUNS; run++) {
    const server = await startGalen({}, "Galen", {});
    const { errors } = await askOnce(server.url, PAGE, { slug: "condition7" });
    if (errors) throw new Error(JSON.stringify(errors[0]));
    times.push(performance.now() - server.started);
    await settle();
    sizes.push(server.memoryMib());
    await server.stop();
  }
  const ms = quantile(times, 0.5);
  yield {
    bar: `process start to first topic page, ${topics} topics known from the last run: at most 500 ms`,
    figure: `${Math.round(ms)} ms (${times.map(Math.round).join(", ")})`,
    pass: ms <= 500,
  };
  const memory = quantile(sizes, 0.5);
  const idle = [
    {
      bar: `memory idle, ${topics} topics: at most 150 MiB`,
      figure: `${Math.round(memory)} MiB (${sizes.map(Math.round).join(", ")})`,
      pass: memory <= 150,
    },
  ];
  for (const peer of await startPeers()) {
    await askOnce(peer.url, PAGE, { slug: "condition7" });
    yield { bar: `… ${peer.name}`, figure: `${Math.round(peer.ready - peer.started)} ms to listening`, pass: null };
    idle.push({ bar: `… ${peer.name}`, figure: `${Math.round(peer.memoryMib())} MiB`, pass: null });
    await peer.stop();
  }
  yield* idle;
}
