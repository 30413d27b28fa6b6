import { seeded } from "../volume.mjs";
import { closedLoop, quantile, toBytes } from "./client.mjs";
import { zipfMix } from "./questions.mjs";

const REQUESTS = 2_500;
const TOPICS = 1_000;
const CONNECTIONS = 32;
/** The bars are what a peer's own figures are compared with: calls in the first and the second pass. */
const MOST_CALLS = [2_950, 790];

/** A mix in which a few topics are popular: everything is new in the first pass, some of it in the second. */
export async function* mixed({ startGalen, startPeers, behave, callsOf }) {
  const latency = { latencyMs: 40, quotaPerSecond: null };
  await behave({ medlineplus: latency, pubmed: latency, clinicaltrials: latency });
  // The peers ask without restraint. The gateway keeps to PubMed's quota, and to 32 encyclopedia pages at a time.
  const settings = {
    GALEN_ENCYCLOPEDIA_CONCURRENCY: "32",
    GALEN_ENCYCLOPEDIA_PER_SECOND: "1000",
    GALEN_PREFETCH_CITATIONS: "true",
    GALEN_DEADLINE_MS: "60000",
  };
  const galen = await startGalen(settings, "Galen", { empty: true });
  const servers = [galen, ...(await startPeers())];
  const found = new Map();
  for (const server of servers) {
    const passes = [];
    for (const seed of [1, 2]) passes.push(await pass(server, zipfMix(TOPICS, REQUESTS, seeded(seed)), callsOf));
    found.set(server.name, passes);
    for (const [index, figures] of passes.entries())
      yield {
        bar: `Zipf mix, pass ${index + 1}: ${server.name}`,
        figure: `${told(figures)}, ${figures.calls} calls`,
        pass: null,
      };
    await server.stop();
  }
  yield* judged(found);
}

async function pass(server, questions, callsOf) {
  const requests = questions.map(({ query, variables }) => toBytes(server.url, query, variables));
  let next = 0;
  const started = performance.now();
  const { result, calls } = await callsOf(() => closedLoop(server.url, CONNECTIONS, () => requests[next++] ?? null));
  const perSecond = (REQUESTS / (performance.now() - started)) * 1000;
  return {
    calls: calls.length,
    perSecond,
    p50: quantile(result.latencies, 0.5),
    p99: quantile(result.latencies, 0.99),
    failures: result.failures.length,
    reason: /"code":"(\w+)"/.exec(result.failures[0] ?? "")?.[1] ?? "",
  };
}

function* judged(found) {
  const [first, second] = found.get("Galen");
  const apollo = found.get("apollo")?.[1];
  yield { bar: "Zipf mix, second pass: p50 at most 3 ms", figure: told(second), pass: second.p50 <= 3 };
  yield {
    bar: `upstream calls of that mix: at most ${MOST_CALLS.join(" + ")}`,
    figure: `${first.calls} + ${second.calls}`,
    pass: first.calls <= MOST_CALLS[0] && second.calls <= MOST_CALLS[1],
  };
  for (const [name, passes] of found)
    if (name !== "Galen") yield { bar: `… ${name}`, figure: `${passes[0].calls} + ${passes[1].calls}`, pass: null };
  yield {
    bar: "Zipf mix, second pass: requests/s at least 3 times the plain Apollo peer's",
    figure: apollo ? (second.perSecond / apollo.perSecond).toFixed(2) : "the peers are not installed",
    pass: apollo ? second.perSecond >= 3 * apollo.perSecond : null,
  };
}

const told = ({ p50, p99, perSecond, failures, reason }) =>
  `p50 ${p50.toFixed(1)} ms, p99 ${Math.round(p99)} ms, ${Math.round(perSecond)} requests/s, ${failures} failed ${reason}`;
