// How the gateway treats its upstreams: the built gateway and the bundled sources, each a process of its own, with
// sample data in volume; latency and PubMed's quota are always on, faults in the last part.
// Options: --minutes N (length of the mixed load with faults; default 1), --only NAME
import { join } from "node:path";
import { coldRecord, memoryHit, turningStale } from "./upstream/one-record.mjs";
import { killed, outage, warmRestart } from "./upstream/outage.mjs";
import { sleep, startBundled, startGateway, temporaryFolder } from "./upstream/processes.mjs";
import { manyRecords, topicList } from "./upstream/quota.mjs";
import { soak } from "./upstream/soak.mjs";
import { VOLUME, writeVolume } from "./volume.mjs";

const PARTS = { memoryHit, coldRecord, turningStale, manyRecords, topicList, outage, killed, warmRestart, soak };
const LATENCY_MS = 100;

/** Gives the bars one by one. */
export async function* measure(options) {
  const option = (name) => options[options.indexOf(name) + 1];
  const minutes = options.includes("--minutes") ? Number(option("--minutes")) : 1;
  const fixtures = temporaryFolder();
  writeVolume(fixtures, VOLUME);
  const bundled = await startBundled(fixtures);
  try {
    for (const [name, part] of Object.entries(PARTS)) {
      if (options.includes("--only") && option("--only") !== name) continue;
      await bundled.behave({
        medlineplus: { latencyMs: LATENCY_MS, faultRate: 0, down: false },
        pubmed: { latencyMs: LATENCY_MS, faultRate: 0, down: false, quotaPerSecond: 3 },
        clinicaltrials: { latencyMs: LATENCY_MS, faultRate: 0, down: false },
      });
      yield* part(createBench(bundled, minutes));
    }
  } finally {
    bundled.stop();
  }
}

function createBench(bundled, minutes) {
  return {
    bundled,
    minutes,
    latencyMs: LATENCY_MS,
    /** A gateway in a data folder of its own unless one is given. */
    start: async (settings = {}, dataFolder = join(temporaryFolder(), "data")) => {
      const gateway = await startGateway(bundled.urls, dataFolder, settings);
      await untilReady(gateway.url);
      return { ...gateway, dataFolder };
    },
    /** Runs `work` and gives the upstream requests that it caused. */
    callsOf: async (work) => {
      await bundled.forget();
      const result = await work();
      const calls = (await bundled.seen()).filter(({ path }) => !/\.xml$|xml\.html$/.test(path));
      return { result, calls };
    },
  };
}

/** On a busy machine the topics may still be under way when the port is open. */
async function untilReady(url) {
  const end = performance.now() + 120_000;
  while (!(await fetch(`${url}/health/ready`)).ok) {
    if (performance.now() > end) throw new Error("the topics were never loaded");
    await sleep(100);
  }
}
