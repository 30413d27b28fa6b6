// Several gateways with one Redis: what a load balancer's users and the upstreams see of them.
// Options: --replicas N (default 4), --only NAME.
import { parseArgs } from "node:util";
import { capacity } from "./cluster/capacity.mjs";
import { faults } from "./cluster/faults.mjs";
import { manyQuestions, oneRecord, refreshed } from "./cluster/questions.mjs";
import { redisBinary } from "./cluster/redis.mjs";
import { openCluster } from "./cluster/replicas.mjs";

const OPTIONS = { replicas: { type: "string", default: "4" }, only: { type: "string" } };
const PARTS = { manyQuestions, oneRecord, refreshed, faults, capacity };

export async function* measure(options) {
  const { values } = parseArgs({ args: options, options: OPTIONS });
  const binary = redisBinary();
  if (binary === null) {
    yield {
      bar: "several gateways with one Redis",
      figure: "SKIPPED: no redis-server or valkey-server here",
      pass: null,
    };
    return;
  }
  // Every folder and every process of the bench has its own farewell.
  process.setMaxListeners(0);
  const cluster = await openCluster(binary, Number(values.replicas));
  try {
    for (const [name, part] of Object.entries(PARTS)) if ((values.only ?? name) === name) yield* part(cluster);
  } finally {
    await cluster.close();
  }
}
