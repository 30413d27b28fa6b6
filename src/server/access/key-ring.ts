import { unwatchFile, watchFile } from "node:fs";
import type { Log } from "../../upstream/index.js";
import { type ApiKey, ApiKeysError, findKey, readApiKeys } from "./api-keys.js";

/** How often the file is looked at, in milliseconds. Looking works on every kind of disk; being told does not. */
const LOOK_MS = 5_000;

/** The keys that are good now. */
export interface KeyRing {
  find(presented: string): ApiKey | null;
  /** Reads the file again. Keys that cannot be read leave the old ones in force. */
  reload(): void;
  close(): void;
}

/**
 * Keys from a file that may change at any time.
 * @throws ApiKeysError when the file cannot be used to begin with
 */
export function openKeyRing(file: string, log: Log): KeyRing {
  let keys = readApiKeys(file);
  const reload = (): void => {
    try {
      keys = readApiKeys(file);
      log.info({ keys: keys.length }, "API keys read");
    } catch (error) {
      const reason = error instanceof ApiKeysError ? error.message : "unexpected";
      log.error({ reason }, "the file of API keys cannot be used; the keys before it stay in force");
    }
  };
  watchFile(file, { interval: LOOK_MS, persistent: false }, ({ mtimeMs }, before) => {
    if (mtimeMs !== before.mtimeMs) reload();
  });
  return { find: (presented) => findKey(keys, presented), reload, close: () => unwatchFile(file) };
}
