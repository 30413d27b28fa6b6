import type { Clock } from "../clock.js";
import { parseRedisAddress } from "./address.js";
import { createConnection, type RedisConnection } from "./connection.js";

const PATIENCE_MS = 3_000;
const KEY = "galen:check";
/** What Galen needs of a server beside reading: to write, with an expiry, and to run scripts. */
const SCRIPT = "redis.call('SET', KEYS[1], '1', 'PX', 1000) return redis.call('DEL', KEYS[1])";

/**
 * Whether a Redis or Valkey can be used: reached, logged in to, written to, and made to run scripts. Tried once.
 * @returns what it is, such as `Redis 7.0.15`
 * @throws Error that says why not, without the address, for that may hold a password
 */
export async function probeRedis(url: string, clock: Clock): Promise<string> {
  const address = parseRedisAddress(url);
  if (!address) throw new Error("its address cannot be read");
  const connection = createConnection(address);
  const broken = new Promise<never>((_, reject) => connection.onBroken(reject));
  broken.catch(() => undefined);
  const late = new AbortController();
  const silence = clock.sleep(PATIENCE_MS, late.signal).then(() => {
    throw new Error(`it does not reply within ${PATIENCE_MS / 1_000} s`);
  });
  silence.catch(() => undefined);
  try {
    return await Promise.race([introduce(connection), broken, silence]);
  } finally {
    late.abort();
    connection.destroy();
  }
}

async function introduce(connection: RedisConnection): Promise<string> {
  await connection.connect();
  await connection.send(KEY, ["EVAL", SCRIPT, "1", KEY]);
  // Some services of others do not let anybody ask what they are.
  const facts = String(await connection.send(KEY, ["INFO", "server"]).catch(() => ""));
  const [, valkey] = /^valkey_version:(\S+)/m.exec(facts) ?? [];
  const [, redis] = /^redis_version:(\S+)/m.exec(facts) ?? [];
  if (valkey) return `Valkey ${valkey}`;
  return redis ? `Redis ${redis}` : "a Redis that does not tell its version";
}
