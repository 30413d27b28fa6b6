import { startBundled, startGateway, temporaryFolder } from "../upstream/processes.mjs";
import { writeVolume } from "../volume.mjs";
import { startProxy, startRedis } from "./redis.mjs";

const VOLUME = { topics: 200, pages: 20, citations: 20_000, trials: 20 };
export const PER_SECOND = 3;
/** What NCBI takes for a batch of many records at a good time. */
export const LATENCY_MS = 500;

/** The bundled sources under NCBI's quota, a Redis behind a way that can fail, and gateways on demand. */
export async function openCluster(binary, size) {
  const fixtures = temporaryFolder();
  writeVolume(fixtures, VOLUME);
  const bundled = await startBundled(fixtures);
  await bundled.behave({ pubmed: { quotaPerSecond: PER_SECOND, latencyMs: LATENCY_MS } });
  const redis = await startRedis(binary);
  const proxy = await startProxy(redis.port);
  const start = async (replicas = size, settings = {}) => {
    const started = [];
    for (let index = 0; index < replicas; index++)
      started.push(
        await startGateway(bundled.urls, temporaryFolder(), {
          GALEN_REDIS_URL: proxy.url,
          GALEN_DEADLINE_MS: "30000",
          ...settings,
        }),
      );
    return started;
  };
  return {
    size,
    bundled,
    redis,
    proxy,
    start,
    /** What PubMed was asked while something was done. */
    callsOf: async (work) => {
      await bundled.forget();
      const result = await work();
      const calls = (await bundled.seen()).filter(({ source }) => source === "pubmed");
      return { result, calls };
    },
    stop: (gateways) => Promise.all(gateways.map((gateway) => gateway.stop())),
    close: async () => {
      proxy.close();
      await redis.kill();
      bundled.stop();
    },
  };
}

/** Most calls of any second, and how many were refused: both show a quota that was not kept. */
export function quotaOf(calls) {
  const starts = calls.map(({ at }) => at).sort((one, other) => one - other);
  const most = Math.max(0, ...starts.map((at) => starts.filter((other) => other >= at && other < at + 1_000).length));
  return { most, refused: calls.filter(({ status }) => status === 429).length };
}
