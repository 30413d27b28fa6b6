import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Whether a Redis or Valkey server is installed here, and under which name. */
export const redisBinary =
  ["redis-server", "valkey-server"].find((name) => spawnSync(name, ["--version"]).status === 0) ?? null;

if (redisBinary === null)
  process.stderr.write("SKIPPED: what needs a redis-server or valkey-server, because none is installed here\n");

export interface TestRedis {
  port: number;
  url: string;
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  start(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A server of the test's own on 127.0.0.1, that keeps nothing on disk. */
export async function startRedis(options: readonly string[] = []): Promise<TestRedis> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const fixed = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    child = spawn(redisBinary ?? "", [...fixed, ...options], { stdio: ["ignore", "pipe", "ignore"] });
    for await (const chunk of child.stdout ?? []) if (String(chunk).includes("Ready to accept")) break;
    child.stdout?.destroy();
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    kill: async () => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** A way to a port that can swallow everything, as a network does that drops packets. */
export interface TestProxy {
  url: string;
  swallow(yes: boolean): void;
  close(): void;
}

export async function startProxy(target: number): Promise<TestProxy> {
  let swallows = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    }
    near.on("data", (data) => swallows || far.write(data));
    far.on("data", (data) => swallows || near.write(data));
    near.on("close", () => far.destroy());
    far.on("close", () => swallows || near.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallow: (yes) => {
      swallows = yes;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Resolves as soon as something holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
