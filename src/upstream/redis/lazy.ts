import type { Clock } from "../clock.js";
import type { Redis, RedisOptions } from "./index.js";

/**
 * As `openRedis`. The client of Redis is 500 modules, which a process without Redis need not load before it starts.
 * @throws RangeError when the address cannot be read
 */
export async function openRedis(options: RedisOptions): Promise<Redis> {
  const { openRedis: open } = await import("./index.js");
  return open(options);
}

/** As `probeRedis`. */
export async function probeRedis(url: string, clock: Clock): Promise<string> {
  const { probeRedis: probe } = await import("./probe.js");
  return probe(url, clock);
}
