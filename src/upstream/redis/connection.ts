import { createClient, createCluster, createSentinel } from "@redis/client";
import type { RedisAddress } from "./address.js";

/** One connection to Redis or Valkey, whatever its form. It does not mend itself: a broken one is replaced. */
export interface RedisConnection {
  connect(): Promise<unknown>;
  /** @param key decides which node of a cluster is asked */
  send(key: string, args: readonly string[]): Promise<unknown>;
  /** The same for a value of bytes. */
  sendBytes(key: string, args: readonly (string | Buffer)[]): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
  onBroken(listener: (error: unknown) => void): void;
  destroy(): void;
}

const CONNECT_MS = 500;
const SENTINEL_SCAN_MS = 1_000;

/** A client that queues nothing and repairs nothing: waiting is what a cache must not do. */
function clientOptions({ user, password, tls }: RedisAddress) {
  return {
    ...(user === null ? {} : { username: user }),
    ...(password === null ? {} : { password }),
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false as const, ...(tls ? { tls: true as const } : {}) },
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: "disabled" as const,
  };
}

/** What every form of client has in common. */
interface Client {
  connect(): Promise<unknown>;
  destroy(): void;
  on(event: "error" | "end", listener: (error?: unknown) => void): unknown;
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
}

type Send = (key: string, args: (string | Buffer)[], bytes: boolean) => Promise<unknown>;

/** Where replies shall be bytes: the blob string of the protocol, by the number that it marks. */
const AS_BYTES = { typeMapping: { 36: Buffer } };
const optionsFor = (bytes: boolean) => (bytes ? AS_BYTES : {});

function connectionOf(client: Client, send: Send): RedisConnection {
  return {
    connect: () => client.connect(),
    send: (key, args) => send(key, [...args], false),
    sendBytes: (key, args) => send(key, [...args], true),
    subscribe: (channel, listener) => client.subscribe(channel, listener),
    onBroken: (listener) => {
      client.on("error", listener);
      client.on("end", () => listener(new Error("the connection has ended")));
    },
    destroy: () => {
      try {
        client.destroy();
      } catch {
        // It was closed already.
      }
    },
  };
}

/** A connection that has yet to be made. */
export function createConnection(address: RedisAddress): RedisConnection {
  const options = clientOptions(address);
  if (address.form === "cluster") {
    const rootNodes = address.hosts.map((host) => ({ socket: host }));
    const cluster = createCluster({ rootNodes, defaults: options });
    return connectionOf(cluster, (key, args, bytes) => cluster.sendCommand(key, false, args, optionsFor(bytes)));
  }
  if (address.form === "sentinel") {
    const sentinel = createSentinel({
      name: address.group,
      sentinelRootNodes: [...address.hosts],
      nodeClientOptions: options,
      scanInterval: SENTINEL_SCAN_MS,
      passthroughClientErrorEvents: true,
    });
    return connectionOf(sentinel, (_key, args, bytes) => sentinel.sendCommand(false, args, optionsFor(bytes)));
  }
  const [host = { host: "127.0.0.1", port: 6379 }] = address.hosts;
  const client = createClient({
    ...options,
    socket: { ...options.socket, ...host },
    database: address.database,
  });
  return connectionOf(client, (_key, args, bytes) => client.sendCommand(args, optionsFor(bytes)));
}
