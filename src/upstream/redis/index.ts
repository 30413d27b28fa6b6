import { createHash, randomUUID } from "node:crypto";
import type { Clock } from "../clock.js";
import type { Invalidations } from "../invalidations.js";
import type { Log } from "../platform.js";
import type { Shared, SharedSpending } from "../shared.js";
import type { Store } from "../store.js";
import { parseRedisAddress } from "./address.js";
import { Bulletin } from "./bulletin.js";
import { createConnection } from "./connection.js";
import { Leases } from "./leases.js";
import { RedisLedger } from "./ledger.js";
import { RedisLink } from "./link.js";
import { RedisSpending } from "./redis-spending.js";
import { RedisStore } from "./redis-store.js";
import { Replicas } from "./replicas.js";
import { SharedDepartures } from "./shared-departures.js";
import { RedisFiles } from "./shared-files.js";

export interface RedisOptions {
  /** Such as `redis://user:password@host:6379/0`; see `parseRedisAddress`. */
  url: string;
  clock: Clock;
  log: Log;
  /** This process's own store, for the time when Redis is away. */
  local: Store;
  /** Names the upstreams: those who ask the same ones share their quotas. */
  upstreams: string;
  /** Parts releases: what one writes no other reads. */
  release: string;
  /** Names this process among all; the same after a restart. */
  replica: string;
}

/** What this process shares with others through Redis. */
export interface Redis {
  store: Store;
  shared: Shared;
  /** One budget for each client of all processes. */
  spending: SharedSpending;
  /** Has all processes heed what one of them is told is outdated. */
  spread(invalidations: Invalidations): void;
  link: RedisLink;
  /** To be called when nothing is asked any more, before the store is closed. */
  close(): Promise<void>;
}

/** For this long a record in memory is believed without a look at what others have fetched, should a message be lost. */
const MEMORY_MS = 10_000;

/**
 * Shares the store, the quotas and what is under way with all processes that use the same Redis. Resolves when it
 * replies, or when it does not: everything works without it, by this process's own means.
 * @throws RangeError when the address cannot be read
 */
export async function openRedis(options: RedisOptions): Promise<Redis> {
  const { clock, log, local, upstreams, release, replica } = options;
  const address = parseRedisAddress(options.url);
  if (!address) throw new RangeError("The address of Redis cannot be read.");
  const link = new RedisLink({ connect: () => createConnection(address), clock, log });
  const namespace = `galen:${upstreams}:${release}`;
  // Replicas of different releases share one quota. The braces keep its keys on one node of a cluster.
  const quotas = `{galen:${upstreams}:quota}`;
  const me = `${replica}/${randomUUID()}`;
  const replicas = new Replicas({ link, clock, id: replica, key: `${quotas}:replicas` });
  const bulletin = new Bulletin(link, `${namespace}:news`, me);
  const leases = new Leases(link, clock, namespace, me);
  await link.start();
  replicas.start();
  return {
    store: new RedisStore({ link, local, namespace, log }),
    spread: (invalidations) => {
      invalidations.tell = (what) => void bulletin.tell({ news: "invalidated", what });
      bulletin.listen((news) => void (news.news === "invalidated" && invalidations.learn(news.what)));
      // What was declared outdated while this process was cut off is in the store.
      link.whenUp(() => invalidations.readMarks());
    },
    link,
    // Callers are the same, whatever the release.
    spending: new RedisSpending({
      link,
      namespace: `galen:${upstreams}`,
      replica,
      processes: () => replicas.count(),
      log,
    }),
    shared: {
      memoryMs: MEMORY_MS,
      files: new RedisFiles(link, clock, leases, bulletin, namespace),
      ledger: (source, baseUrl, quota) => {
        const upstream = `${quotas}:${source}:${createHash("sha256").update(baseUrl).digest("hex").slice(0, 8)}`;
        const keys = { starts: `${upstream}:starts`, registry: `${quotas}:replicas`, hold: `${upstream}:hold` };
        return new RedisLedger({ link, replicas, clock, keys, quota });
      },
      departures: (prefix, tiers, departures) =>
        new SharedDepartures({ prefix, tiers, departures, leases, bulletin, clock }),
    },
    close: async () => {
      await leases.close();
      await replicas.close();
      await link.close();
    },
  };
}
