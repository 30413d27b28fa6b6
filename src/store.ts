import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Config } from "./config.js";
import { createStore, type Log, SqliteAdapter, type Store } from "./upstream/index.js";

/** The store of records: a file in the data folder. */
export function openStore(config: Config, log: Log): Store {
  const file = join(config.dataFolder, "records.sqlite");
  const adapter = new SqliteAdapter({ file, maxBytes: config.storeBytes, log });
  return createStore({ adapter, namespace: namespaceOf(config), log });
}

/** What one upstream said is never read as the answer of another one that took its place. */
function namespaceOf({ sources, upstreams }: Config): string {
  const addresses = JSON.stringify(Object.values(upstreams));
  return `${sources}-${createHash("sha256").update(addresses).digest("hex").slice(0, 8)}`;
}
