import { askOnce, awake, closedLoop, openLoop, quantile, toBytes } from "./client.mjs";
import { PAGE, TINY } from "./questions.mjs";
import { startRaw } from "./servers.mjs";

const CONNECTIONS = 32;
const ROUND_MS = 1_000;
/** Rounds in which every server finishes what it does at its start, and V8 compiles what is asked often. */
const UNCOUNTED = 3;
const VARIABLES = { slug: "condition7" };

/** Whatever is asked is known already: shares of the limit, in rounds that take turns. */
export async function* warm({ startGalen, startPeers, rounds }) {
  const galen = await startGalen();
  const executing = await startGalen({ GALEN_ANSWER_MEMORY_MB: "0" }, "Galen, executing");
  const peers = await startPeers();
  const servers = [galen, executing, ...peers];
  for (const [what, query, bar] of [
    ["topic page", PAGE, 0.8],
    ["tiny query (one title)", TINY, 0.7],
  ]) {
    for (const server of servers) await known(server, query);
    const text = JSON.stringify({ data: (await askOnce(galen.url, query, VARIABLES)).data });
    const raw = await startRaw(text);
    const shares = await race([raw, ...servers], query, rounds);
    const size = `${(text.length / 1000).toFixed(1)} KB`;
    const galenShare = shares.get(galen);
    yield row(`warm ${what} (${size}): at least ${bar} of raw node:http by CPU`, galenShare, bar);
    if (query === PAGE) {
      yield row("… records warm, response cache off: at least 0.15", shares.get(executing), 0.15);
    } else yield row("… records warm, response cache off", shares.get(executing), null);
    for (const peer of peers) yield row(`… ${peer.name}`, shares.get(peer), null);
    if (query === PAGE) {
      executing.pause();
      yield* tail(raw, galen, peers, rounds);
      executing.goOn();
      // A gateway that has stood still takes itself for overloaded until its event loop has been on time for a while.
      await new Promise((resolve) => setTimeout(resolve, AFTER_PAUSE_MS));
    }
    await raw.stop();
  }
  for (const server of servers) await server.stop();
}

async function known({ url, name }, query) {
  for (let time = 0; time < 4; time++) {
    const { data, errors } = await askOnce(url, query, VARIABLES);
    if (!data?.healthTopic || errors) throw new Error(`${name} cannot answer: ${JSON.stringify(errors)}`);
  }
}

/** Median over the rounds of each server's CPU per request and requests per second, as shares of the first's. */
async function race(servers, query, rounds) {
  const samples = new Map(servers.map((server) => [server, []]));
  for (let round = -UNCOUNTED; round < rounds; round++) {
    for (const server of servers) {
      const sample = await burst(server, query, ROUND_MS);
      if (round >= 0) samples.get(server).push(sample);
    }
  }
  const [raw] = servers;
  return new Map(
    servers.map((server) => {
      const ratios = (get) => samples.get(server).map((sample, round) => get(sample, samples.get(raw)[round]));
      const cpu = quantile(
        ratios((own, limit) => limit.cpuMs / own.cpuMs),
        0.5,
      );
      const throughput = quantile(
        ratios((own, limit) => own.perSecond / limit.perSecond),
        0.5,
      );
      const cpuUs = quantile(
        samples.get(server).map(({ cpuMs }) => cpuMs * 1000),
        0.5,
      );
      return [server, { cpu, throughput, cpuUs }];
    }),
  );
}

async function burst({ url, cpuMs }, query, ms) {
  const bytes = toBytes(url, query, VARIABLES);
  const before = cpuMs();
  const started = performance.now();
  const { latencies, failures } = await awake(() =>
    closedLoop(url, CONNECTIONS, () => (performance.now() - started < ms ? bytes : null)),
  );
  if (failures.length > 0) throw new Error(`Failed: ${failures[0]}`);
  const elapsed = performance.now() - started;
  return { cpuMs: (cpuMs() - before) / latencies.length, perSecond: (latencies.length / elapsed) * 1000 };
}

function row(bar, { cpu, throughput, cpuUs }, least) {
  return {
    bar,
    figure: `${cpu.toFixed(3)} by CPU (${Math.round(cpuUs)} µs), ${throughput.toFixed(3)} by throughput`,
    pass: least === null ? null : cpu >= least,
  };
}

const PER_SECOND = 400;
const AFTER_PAUSE_MS = 3_000;
/** Of each peer's rounds Galen and raw take so many: their ratio is a bar. */
const ROUNDS_TO_A_PEERS = 5;

/**
 * The slowest hundredth at a quiet rate. Many short rounds take turns, and the medians of each server's rounds are compared:
 * some rounds in a hundred have a pause of the machine, or a full collection of garbage, in them. Whoever is not measured
 * stands still: V8 collects the garbage of a process some seconds after it has become idle, which would be in the turn of
 * another, always the same, on the core that they share.
 */
async function* tail(raw, galen, peers, rounds) {
  const samples = new Map([raw, galen, ...peers].map((server) => [server, []]));
  for (const server of samples.keys()) server.pause();
  for (let round = 0; round < Math.max(5, rounds) * ROUNDS_TO_A_PEERS; round++) {
    const pair = round % 2 === 0 ? [raw, galen] : [galen, raw];
    for (const server of round % ROUNDS_TO_A_PEERS === 0 ? [...pair, ...peers] : pair)
      samples.get(server).push(await slowest(server));
  }
  for (const server of samples.keys()) server.goOn();
  const limit = quantile(samples.get(raw), 0.5);
  for (const [server, found] of samples) {
    if (server === raw) continue;
    const p99 = quantile(found, 0.5);
    yield {
      bar: server === galen ? "warm page, p99 at 400 requests/s: at most 1.2 times raw's" : `… ${server.name}`,
      figure: `${p99.toFixed(2)} ms, raw ${limit.toFixed(2)} ms: ${(p99 / limit).toFixed(2)}`,
      pass: server === galen ? p99 <= 1.2 * limit : null,
    };
  }
}

/** The 99th percentile of one round, in milliseconds, of a server that stands still before and after. */
async function slowest(server) {
  const ask = (seconds) => awake(() => openLoop(server.url, toBytes(server.url, PAGE, VARIABLES), PER_SECOND, seconds));
  server.goOn();
  // What it would have done while it stood still is not counted.
  await ask(0.5);
  const latencies = await ask(1.5);
  server.pause();
  return quantile(latencies, 0.99);
}
