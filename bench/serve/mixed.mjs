import { seeded } from "../volume.mjs";
import { closedLoop, quantile, toBytes } from "./client.mjs";
import { zipfMix } from "./questions.mjs";

const REQUESTS = 2_500;
const TOPICS = 1_000;
const CONNECTIONS = 32;
const AHEAD_MS = 10_000;
/** The bars are what a peer's own figures are compared with: calls in the first and the second pass. */
const MOST_CALLS = [2_950, 790];

/**
 * The peers ask without restraint and keep everything in memory. The gateway keeps to PubMed's quota, fetches citations
 * ahead, has as much memory as it wants, and takes so many encyclopedia pages at a time: its default, and the same
 * raised, which is more work at once and so takes longer for those who wait for nothing.
 */
const GATEWAYS = { "Galen, 12 pages at a time": "12", "Galen, 64 pages at a time": "64" };
const [USUAL, RAISED] = Object.keys(GATEWAYS);

/** A pass takes a second, in which a neighbour on the machine can take a tenth: whoever is compared takes turns so often. */
const TURNS = 5;
const COMPARED = "apollo";

/** A mix in which a few topics are popular: everything is new in the first pass, some of it in the second. */
export async function* mixed(bench) {
  const latency = { latencyMs: 40, quotaPerSecond: null };
  await bench.behave({ medlineplus: latency, pubmed: latency, clinicaltrials: latency });
  const found = new Map();
  for (const name of Object.keys(GATEWAYS)) {
    found.set(name, [await passesOfGalen(name, bench)]);
    yield* told(name, found.get(name)[0]);
  }
  for (const peer of await bench.startPeers()) {
    found.set(peer.name, [await bothPasses(peer, bench)]);
    yield* told(peer.name, found.get(peer.name)[0]);
  }
  for (let turn = 1; turn < TURNS && found.has(COMPARED); turn++) {
    found.get(RAISED).push(await passesOfGalen(RAISED, bench));
    const [peer] = await bench.startPeers([COMPARED]);
    found.get(COMPARED).push(await bothPasses(peer, bench));
    for (const name of [RAISED, COMPARED]) yield* told(`${name}, turn ${turn + 1}`, found.get(name)[turn]);
  }
  yield* judged(found);
}

async function passesOfGalen(name, bench) {
  // Forgets what was seen before.
  await bench.callsOf(async () => undefined);
  const settings = { ...SETTINGS, GALEN_ENCYCLOPEDIA_CONCURRENCY: GATEWAYS[name] };
  const galen = await bench.startGalen(settings, "Galen", { empty: true });
  // What is fetched ahead is fetched by now; those calls count in the first pass.
  await new Promise((resolve) => setTimeout(resolve, AHEAD_MS));
  const ahead = await bench.callsSoFar();
  const passes = await bothPasses(galen, bench);
  passes[0].calls += ahead;
  return passes;
}

const SETTINGS = {
  GALEN_ENCYCLOPEDIA_PER_SECOND: "1000",
  GALEN_PREFETCH_CITATIONS: "true",
  GALEN_RECORD_MEMORY_MB: "512",
  GALEN_DEADLINE_MS: "60000",
};

async function bothPasses(server, { callsOf }) {
  const passes = [];
  for (const seed of [1, 2]) passes.push(await pass(server, zipfMix(TOPICS, REQUESTS, seeded(seed)), callsOf));
  await server.stop();
  return passes;
}

function* told(name, passes) {
  for (const [index, figures] of passes.entries())
    yield {
      bar: `Zipf mix, pass ${index + 1}: ${name}`,
      figure: `${inWords(figures)}, ${figures.calls} calls`,
      pass: null,
    };
}

async function pass(server, questions, callsOf) {
  const requests = questions.map(({ query, variables }) => toBytes(server.url, query, variables));
  let next = 0;
  // The clock runs for the questions alone: what the sources do before and after takes a tenth of a second.
  const { result, calls } = await callsOf(async () => {
    const started = performance.now();
    const answers = await closedLoop(server.url, CONNECTIONS, () => requests[next++] ?? null);
    return { ...answers, perSecond: (REQUESTS / (performance.now() - started)) * 1000 };
  });
  return {
    calls: calls.length,
    perSecond: result.perSecond,
    p50: quantile(result.latencies, 0.5),
    p99: quantile(result.latencies, 0.99),
    failures: result.failures.length,
    reason: /"code":"(\w+)"/.exec(result.failures[0] ?? "")?.[1] ?? "",
  };
}

function* judged(found) {
  const usual = found.get(USUAL)[0][1];
  yield { bar: `Zipf mix, second pass, ${USUAL}: p50 at most 3 ms`, figure: inWords(usual), pass: usual.p50 <= 3 };
  for (const name of [USUAL, RAISED]) {
    const [first, second] = found.get(name)[0];
    yield {
      bar: `upstream calls of that mix, ${name}: at most ${MOST_CALLS.join(" + ")}`,
      figure: `${first.calls} + ${second.calls}`,
      pass: first.calls <= MOST_CALLS[0] && second.calls <= MOST_CALLS[1],
    };
  }
  const compared = found.get(COMPARED);
  const ratios = compared?.map(([, second], turn) => found.get(RAISED)[turn][1].perSecond / second.perSecond);
  yield {
    bar: `Zipf mix, second pass, ${RAISED}: requests/s at least 3 times the plain Apollo peer's`,
    figure: ratios
      ? `${quantile(ratios, 0.5).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(", ")})`
      : "the peers are not installed",
    pass: ratios ? quantile(ratios, 0.5) >= 3 : null,
  };
}

const inWords = ({ p50, p99, perSecond, failures, reason }) =>
  `p50 ${p50.toFixed(1)} ms, p99 ${Math.round(p99)} ms, ${Math.round(perSecond)} requests/s, ${failures} failed ${reason}`;
