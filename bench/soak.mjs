// A gateway at saturation, and what is left of it afterwards: answers, memory, and a clean end.
// Options: --seconds N (length of the load; default 60)

import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drain, warmAgain } from "./soak/drain.mjs";
import { startGateway } from "./soak/gateway.mjs";
import { load, prime } from "./soak/load.mjs";
import { Questions } from "./soak/questions.mjs";
import { sleep, startBundled, temporaryFolder } from "./upstream/processes.mjs";
import { VOLUME, writeVolume } from "./volume.mjs";

const SECONDS = 60;
const WARM_UP_SECONDS = 40;
const SETTLE_MS = 10_000;
const MOST_GROWTH = 1.1;

/** Caches that are full after the warm-up, so that the load afterwards cannot fill them any more. */
const SETTINGS = {
  GALEN_ANSWER_MEMORY_MB: "4",
  GALEN_RECORD_MEMORY_MB: "2",
  GALEN_ENCYCLOPEDIA_CONCURRENCY: "64",
  GALEN_STOP_NOTICE_SECONDS: "1",
};

/** Gives the bars one by one. */
export async function* measure(options) {
  const at = options.indexOf("--seconds");
  const seconds = at < 0 ? SECONDS : Number(options[at + 1]);
  const fixtures = join(tmpdir(), "galen-bench-volume");
  mkdirSync(fixtures, { recursive: true });
  writeVolume(fixtures, VOLUME);
  const bundled = await startBundled(fixtures);
  try {
    const dataFolder = temporaryFolder();
    const start = () => startGateway(bundled.urls, dataFolder, SETTINGS);
    const gateway = await start();
    yield* soak(gateway, seconds);
    yield* drain(gateway, bundled);
    yield* warmAgain(start, bundled);
  } finally {
    bundled.stop();
  }
}

async function* soak(gateway, seconds) {
  const questions = new Questions(`${gateway.url}/graphql`);
  await prime(gateway.url, questions);
  const warmUp = await load(gateway.url, questions, WARM_UP_SECONDS * 1_000);
  if (warmUp.failures.length) throw new Error(`${warmUp.failures.length} failed in the warm-up: ${warmUp.failures[0]}`);
  const before = await settled(gateway);
  const { counts, failures, latencies } = await load(gateway.url, questions, seconds * 1_000);
  const after = await settled(gateway);
  const kinds = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  yield {
    bar: `${seconds} s at saturation, 64 connections, every answer looked at: 0 failed`,
    figure: `${failures.length} of ${latencies.total}${failures.length ? `, such as ${failures[0]}` : ""}`,
    pass: failures.length === 0,
  };
  yield { bar: "… by kind", figure: kinds.join(", "), pass: null };
  yield {
    bar: "… rate and latency",
    figure: `${Math.round(latencies.total / seconds)} requests/s, p50 ${latencies.quantile(0.5)} ms, p99 ${latencies.quantile(0.99)} ms`,
    pass: null,
  };
  for (const [name, figure] of Object.entries({
    "heap and buffers": "heldBytes",
    "resident memory": "residentBytes",
  })) {
    const ratio = after[figure] / before[figure];
    yield {
      bar: `… ${name} after it: at most ${MOST_GROWTH} times before`,
      figure: `${mib(before[figure])} MiB before, ${mib(after[figure])} MiB after: ${ratio.toFixed(3)}`,
      pass: ratio <= MOST_GROWTH,
    };
  }
  yield {
    bar: "… resident with the empty pages that V8 keeps in reserve",
    figure: `${mib(before.withReserve)} MiB before, ${mib(after.withReserve)} MiB after`,
    pass: null,
  };
  yield {
    bar: "… sockets and timers",
    figure: `${JSON.stringify(before.resources)} before, ${JSON.stringify(after.resources)} after`,
    pass: null,
  };
}

/** What the gateway holds once nobody has asked for a while. */
async function settled(gateway) {
  await sleep(SETTLE_MS);
  return gateway.memory();
}

const mib = (bytes) => (bytes / 2 ** 20).toFixed(1);
