import type { Config } from "./config.js";
import { createMemoryStore, type Log, type Store } from "./upstream/index.js";

/** The store that the configuration asks for. */
export function openStore(_config: Config, _log: Log): Store {
  return createMemoryStore();
}
