/** Where Redis is, read from one address. */
export interface RedisAddress {
  form: "single" | "cluster" | "sentinel";
  hosts: readonly { host: string; port: number }[];
  user: string | null;
  password: string | null;
  tls: boolean;
  /** The number of the database; single servers only. */
  database: number;
  /** The name of the group of servers that the sentinels watch. */
  group: string;
}

const ADDRESS = /^(redis|rediss|valkey|valkeys)(?:\+(cluster|sentinel))?:\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/([^/?#]*))?$/;
const PORTS = { single: 6379, cluster: 6379, sentinel: 26_379 };

/**
 * Reads `redis://user:password@host:6379/0`, `redis+cluster://host:7000,host:7001`, and
 * `redis+sentinel://host:26379,host:26379/group`; `rediss` is TLS, `valkey` and `valkeys` mean the same.
 * @returns null when it is none of these
 */
export function parseRedisAddress(text: string): RedisAddress | null {
  const found = ADDRESS.exec(text);
  if (!found) return null;
  const [, scheme = "", form = "single", credentials, list = "", path = ""] = found;
  const kind = form as RedisAddress["form"];
  const hosts = list.split(",").map((host) => parseHost(host, PORTS[kind]));
  if (hosts.some((host) => host === null) || (kind === "single" && hosts.length > 1)) return null;
  if (kind === "sentinel" ? path === "" : !/^\d*$/.test(path)) return null;
  const [user = "", password = null] = (credentials ?? "").split(/:(.*)/s).map(decodeURIComponent);
  return {
    form: kind,
    hosts: hosts as { host: string; port: number }[],
    user: user || null,
    password: password || null,
    tls: scheme.endsWith("s") && scheme !== "redis",
    database: kind === "single" ? Number(path) : 0,
    group: path,
  };
}

function parseHost(text: string, usual: number): { host: string; port: number } | null {
  const found = /^(\[[\da-f:]+\]|[^:]+)(?::(\d{1,5}))?$/i.exec(text);
  if (!found?.[1]) return null;
  return { host: found[1].replace(/^\[|\]$/g, ""), port: found[2] ? Number(found[2]) : usual };
}
