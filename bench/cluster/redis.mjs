import { spawn, spawnSync } from "node:child_process";
import { connect, createServer } from "node:net";

/** Whether a Redis or Valkey server is installed here, and under which name. */
export function redisBinary() {
  return ["redis-server", "valkey-server"].find((name) => spawnSync(name, ["--version"]).status === 0) ?? null;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A server of our own that keeps nothing on disk. It can be killed and started again on the same port. */
export async function startRedis(binary) {
  const port = await freePort();
  let child = null;
  const start = async () => {
    const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    child = spawn(binary, options, { stdio: "ignore" });
    while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const kill = async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  };
  process.on("exit", () => child?.kill("SIGKILL"));
  await start();
  return { port, url: `redis://127.0.0.1:${port}`, start, kill };
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** A way to a port that can be told to swallow everything, as a network does that drops packets. */
export async function startProxy(target) {
  let swallows = false;
  const pairs = new Set();
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    const pair = [near, far];
    pairs.add(pair);
    for (const socket of pair) socket.on("error", () => {}).on("close", () => pairs.delete(pair));
    near.on("data", (data) => swallows || far.write(data));
    far.on("data", (data) => swallows || near.write(data));
    near.on("close", () => far.destroy());
    // A connection that was swallowed is never closed from the far side either.
    far.on("close", () => swallows || near.destroy());
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `redis://127.0.0.1:${server.address().port}`,
    swallow: (yes) => {
      swallows = yes;
    },
    close: () => {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      server.close();
    },
  };
}
