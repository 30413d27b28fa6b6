import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import { LRUCache } from "lru-cache";

/** Who sends a request, as far as budgets are concerned. */
export interface Client {
  /** `key:` and the key's name, or `address:` and where the request came from. */
  id: string;
  /** The name of its API key; null for a caller without one. */
  key: string | null;
  /** What it may spend in a minute; null for no limit. */
  costPerMinute: number | null;
}

/**
 * Where a request came from. Behind proxies that is what the outermost of ours saw: each adds the address of its caller
 * to `X-Forwarded-For`, and what stands further left was written by strangers.
 * @param proxyHops how many proxies of the operator's own stand in front; 0 for none, then the header is not read
 */
export function addressOf(message: IncomingMessage, proxyHops: number): string {
  const direct = message.socket.remoteAddress ?? "unknown";
  if (proxyHops === 0) return networkOf(direct);
  const forwarded = [message.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  return networkOf(forwarded.at(-proxyHops)?.trim() || direct);
}

const networks = new LRUCache<string, string>({ max: 1_000 });

/** One household or server has a whole network of IPv6 addresses and can use each of them. */
function networkOf(address: string): string {
  let network = networks.get(address);
  if (network === undefined) {
    network = readNetwork(address);
    networks.set(address, network);
  }
  return network;
}

function readNetwork(address: string): string {
  const mapped = address.replace(/^::ffff:(?=\d+\.)/, "");
  if (!isIPv6(mapped)) return mapped.slice(0, 64);
  const [head = "", tail = ""] = mapped.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = mapped.includes("::") ? Math.max(0, 8 - before.length - after.length) : 0;
  const groups = [...before, ...Array<string>(zeros).fill("0"), ...after];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
