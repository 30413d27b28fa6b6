import { readdirSync, readFileSync } from "node:fs";
import { createClient } from "@redis/client";
import { sleep } from "../upstream/processes.mjs";
import { ARTICLES, pmids } from "../upstream/questions.mjs";

const RECORDS = 2_000;
const EACH = 5;
const CLIENTS = 40;
const MEASURED_MS = 6_000;

const TICKS_A_SECOND = 100;

/** Seconds of the processor that the gateways have used. Unlike a wall clock, it does not count what others do here. */
function cpuSeconds() {
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
    try {
      // After the name, which may hold anything: state, parent, and as 12th and 13th the ticks in user and system mode.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")
        .map(Number);
      const isGateway = readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("dist/main.js");
      if (fields[1] === process.pid && isGateway) ticks += fields[11] + fields[12];
    } catch {
      // It has ended meanwhile.
    }
  return ticks / TICKS_A_SECOND;
}

/** What gateways do with records that are known: how many questions a second, and what Redis has to do for it. */
export async function* capacity(cluster) {
  const redis = await createClient({ url: cluster.redis.url }).connect();
  const figure = async (section, name) =>
    Number(new RegExp(`${name}:(\\d+)`).exec(await redis.info(section))?.[1] ?? 0);
  await cluster.bundled.behave({ pubmed: { quotaPerSecond: null, latencyMs: 0 } });
  for (const [index, replicas] of [...new Set([1, 2, cluster.size])].entries()) {
    const gateways = await cluster.start(replicas, { GALEN_RECORD_MEMORY_MB: "200" });
    const first = 12_000 + index * RECORDS;
    const readAll = async (gateway) => {
      for (let from = 0; from < RECORDS; from += 100) await gateway.ask(ARTICLES, { pmids: pmids(first + from, 100) });
    };
    const question = (turn) => ({ pmids: pmids(first + ((turn * EACH) % RECORDS), EACH) });
    const before = await figure("memory", "used_memory");
    await readAll(gateways[0]);
    await sleep(500);
    const bytes = ((await figure("memory", "used_memory")) - before) / RECORDS;
    if (index === 0)
      yield { bar: "memory of Redis per journal article", figure: `${Math.round(bytes)} bytes`, pass: null };
    // Another gateway finds them in Redis.
    const far = gateways.at(-1);
    const reading = performance.now();
    for (let turn = 0; turn < 100; turn++) await far.ask(ARTICLES, question(turn));
    const readMs = (performance.now() - reading) / 100;
    for (const gateway of gateways) await readAll(gateway);
    const commands = await figure("stats", "total_commands_processed");
    const times = [];
    const used = cpuSeconds();
    let going = true;
    const client = async (number) => {
      for (let turn = number; going; turn += CLIENTS) {
        const { ms } = await gateways[turn % replicas].ask(ARTICLES, question(turn));
        times.push(ms);
      }
    };
    setTimeout(() => {
      going = false;
    }, MEASURED_MS);
    await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
    const cpuMs = ((cpuSeconds() - used) * 1_000) / times.length;
    times.sort((one, other) => one - other);
    const percentile = (share) => times[Math.floor(times.length * share)].toFixed(1);
    const perQuestion = ((await figure("stats", "total_commands_processed")) - commands) / times.length;
    yield {
      bar: `${replicas} gateway${replicas === 1 ? "" : "s"}, ${CLIENTS} clients, ${EACH} known articles a question`,
      figure:
        `${Math.round((times.length * 1_000) / MEASURED_MS)} a second, p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms, ` +
        `${cpuMs.toFixed(2)} ms of a core each, ` +
        `${perQuestion.toFixed(2)} Redis commands each; one by one from Redis ${readMs.toFixed(1)} ms`,
      pass: null,
    };
    await cluster.stop(gateways);
  }
  await redis.close();
}
