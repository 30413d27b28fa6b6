import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Config } from "./config.js";
import {
  createStore,
  type Log,
  openRedis,
  type Redis,
  SqliteAdapter,
  type Store,
  systemClock,
} from "./upstream/index.js";

/** The store of records: a file in the data folder. */
export function openStore(config: Config, log: Log): Store {
  const file = join(config.dataFolder, "records.sqlite");
  const adapter = new SqliteAdapter({ file, maxBytes: config.storeBytes, log });
  return createStore({ adapter, namespace: namespaceOf(config), log });
}

/**
 * What replicas share through Redis, with the local store behind it; null when the configuration names none.
 * @param release what other releases write is not read
 */
export async function joinReplicas(config: Config, local: Store, release: string, log: Log): Promise<Redis | null> {
  if (config.redisUrl === null) return null;
  return openRedis({
    url: config.redisUrl,
    clock: systemClock,
    log,
    local,
    upstreams: namespaceOf(config),
    release,
    // A container keeps its name when it is started again, and a machine may run one gateway a port.
    replica: `${hostname()}:${config.port === 0 ? process.pid : config.port}`,
  });
}

/** What one upstream said is never read as the answer of another one that took its place. */
function namespaceOf({ sources, upstreams }: Config): string {
  const addresses = JSON.stringify(Object.values(upstreams));
  return `${sources}-${createHash("sha256").update(addresses).digest("hex").slice(0, 8)}`;
}
