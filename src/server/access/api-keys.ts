import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

/** A key that callers may present. The key itself is not known here, only its hash. */
export interface ApiKey {
  name: string;
  hash: Buffer;
  /** What its holder may spend in a minute; null for no limit, undefined for what everybody may. */
  costPerMinute: number | null | undefined;
}

/** The file of keys cannot be used. The message says why and holds no key. */
export class ApiKeysError extends Error {
  override readonly name = "ApiKeysError";
}

/**
 * The hash under which a key is kept. Keys are random and long (`openssl rand -hex 32`), so there is nothing to guess and
 * a fast hash is as good as a slow one: a slow one would only let strangers keep the process busy with wrong keys.
 */
export function hashOfKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/**
 * The keys in a file: a JSON list of `{ "name": "front-end", "sha256": "<64 hexadecimal digits>", "costPerMinute": 60000 }`.
 * `costPerMinute` may be left out; 0 means no limit.
 * @throws ApiKeysError that says what is wrong
 */
export function readApiKeys(file: string): ApiKey[] {
  let entries: unknown;
  try {
    entries = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ApiKeysError(error instanceof SyntaxError ? "it is not JSON" : "it cannot be read");
  }
  if (!Array.isArray(entries) || entries.length === 0) throw new ApiKeysError("it is not a list of keys");
  const keys = entries.map(toKey);
  for (const what of ["name", "hash"] as const) {
    const all = new Set(keys.map((key) => String(key[what])));
    if (all.size < keys.length) throw new ApiKeysError(`two keys have the same ${what}`);
  }
  return keys;
}

function toKey(entry: unknown, index: number): ApiKey {
  const { name, sha256, costPerMinute } = (entry ?? {}) as Record<string, unknown>;
  const wrong = (what: string) => new ApiKeysError(`key ${index + 1} has no ${what}`);
  if (typeof name !== "string" || !/^[\w.@-]{1,64}$/.test(name)) {
    throw wrong("name of letters, digits and . _ @ -");
  }
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/i.test(sha256)) throw wrong("sha256 of 64 hexadecimal digits");
  if (costPerMinute !== undefined && !(Number.isInteger(costPerMinute) && Number(costPerMinute) >= 0)) {
    throw wrong("costPerMinute that is a whole number");
  }
  const limit = costPerMinute === undefined ? undefined : Number(costPerMinute) || null;
  return { name, hash: Buffer.from(sha256, "hex"), costPerMinute: limit };
}

/** The key that was presented, or null. Takes the same time whichever it is, and whether there is one. */
export function findKey(keys: readonly ApiKey[], presented: string): ApiKey | null {
  const hash = hashOfKey(presented);
  let found: ApiKey | null = null;
  for (const key of keys) if (timingSafeEqual(key.hash, hash)) found = key;
  return found;
}
