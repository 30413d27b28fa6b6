import {
  createMemoryStore,
  createRecords,
  createUpstream,
  openRedis,
  type Platform,
  type Quota,
  type Records,
  type Redis,
  systemClock,
  type Upstream,
} from "../../src/upstream/index.js";
import { testPlatform } from "./platform.js";

export interface Paper {
  pmid: string;
  edition: number;
}

/** One of several gateways as far as records are concerned: with a cache, a pacer and a store of its own. */
export interface Replica {
  redis: Redis;
  platform: Platform;
  upstream: Upstream;
  papers: Records<Paper>;
  close(): Promise<void>;
}

export interface ReplicaOptions {
  redisUrl: string;
  upstreamUrl: string;
  name: string;
  release?: string;
  /** The shape of the records: its number is part of their keys. */
  version?: number;
  quota?: Quota;
  freshMs?: number;
}

const QUICK: Quota = { requests: 1_000, windowMs: 1_000, concurrency: 20 };

export async function openReplica(options: ReplicaOptions): Promise<Replica> {
  const { redisUrl, upstreamUrl, name, release = "1.0.0", version = 1, quota = QUICK, freshMs = 60_000 } = options;
  const alone = testPlatform(systemClock);
  const local = createMemoryStore();
  const { log } = alone;
  const redis = await openRedis({
    url: redisUrl,
    clock: systemClock,
    log,
    local,
    upstreams: "test",
    release,
    replica: name,
  });
  const platform: Platform = { ...alone, store: redis.store, shared: redis.shared };
  const upstream = createUpstream(platform, { source: "pubmed", baseUrl: upstreamUrl, quota });
  const papers = createRecords<Paper>(platform, upstream, {
    kind: "paper",
    version,
    maxBatch: 200,
    lifetimes: { freshMs, staleMs: 600_000, absentMs: 5_000 },
    fetchMany: (ids, call) =>
      upstream.ask(
        { path: "/fetch", query: { id: ids.join(",") }, expect: "json" },
        ({ text }) => new Map((JSON.parse(text) as Paper[]).map((value) => [value.pmid, { value }])),
        call,
      ),
  });
  return {
    redis,
    platform,
    upstream,
    papers,
    close: async () => {
      await upstream.close();
      await redis.close();
      await redis.store.close();
    },
  };
}
