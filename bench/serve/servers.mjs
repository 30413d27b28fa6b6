// Servers as processes of their own on the first core; the bench, its clients and the sources are on the second.
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { addressSettings } from "../upstream/processes.mjs";

const ROOT = process.env.GALEN_BENCH_ROOT ?? join(import.meta.dirname, "../..");
const PEERS = join(import.meta.dirname, "../peers");
const SERVER_CORE = "0";
const CLIENT_CORE = "1";

const pinned = canPin();

function canPin() {
  if (availableParallelism() < 2) return false;
  try {
    execFileSync("taskset", ["-acp", CLIENT_CORE, String(process.pid)], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** How the processes share the machine, in words. */
export const placement = pinned
  ? "servers on core 0, clients and sources on core 1"
  : "NOT PINNED: no second core or no taskset";

export const peerNames = existsSync(join(PEERS, "node_modules")) ? ["apollo", "yoga", "mercurius"] : [];

function start(module, env, extra = []) {
  const node = [process.execPath, ...extra];
  const how = pinned ? { execPath: "taskset", execArgv: ["-c", SERVER_CORE, ...node] } : { execArgv: extra };
  const child = fork(module, [], {
    ...how,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  // A bench that fails leaves nobody behind, nor anybody who stands still.
  const end = () => void child.kill("SIGKILL");
  process.on("exit", end);
  child.on("exit", () => process.off("exit", end));
  return child;
}

export async function startRaw(text) {
  const child = start(join(import.meta.dirname, "raw-process.mjs"), {});
  const [{ url }] = await once(child, "message");
  const server = toServer("raw", child, url);
  server.answerWith = async (body) => {
    child.send({ text: body });
    await once(child, "message");
  };
  await server.answerWith(text);
  return server;
}

/** @param name of a file in the folder of the peers */
export async function startPeer(name, urls) {
  const started = performance.now();
  const child = start(join(PEERS, `${name}.mjs`), { UPSTREAMS: JSON.stringify(urls), NODE_ENV: "production" });
  child.stdout.resume();
  const [{ url }] = await once(child, "message");
  return { ...toServer(name, child, url), started };
}

export async function startGalen(urls, dataFolder, settings = {}, name = "Galen") {
  const started = performance.now();
  const flags = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).scripts.start.match(/--[\w-]+=\S+/g) ?? [];
  const child = start(
    join(ROOT, "dist/main.js"),
    {
      GALEN_PORT: "0",
      GALEN_DATA_DIR: dataFolder,
      GALEN_LOG_LEVEL: "error",
      GALEN_ENCYCLOPEDIA_TEXT: "full",
      // All questions come from one caller.
      GALEN_COST_PER_MINUTE: "0",
      ...addressSettings(urls),
      ...settings,
    },
    flags,
  );
  const url = await new Promise((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
      const found = /answers at (http:\S+)/.exec(out)?.[1];
      if (found) resolve(found);
    });
    child.on("exit", (code) => reject(new Error(`Galen ended with ${code}: ${out}`)));
  });
  return { ...toServer(name, child, url), started };
}

function toServer(name, child, url) {
  return {
    name,
    url,
    /** CPU time that all its threads have taken, milliseconds. */
    cpuMs: () => cpuMs(child.pid),
    /** What it keeps in memory, MiB. */
    memoryMib: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]) / 1024,
    /** Lets it do nothing at all, not even what it does when it is idle, until `goOn`. */
    pause: () => child.kill("SIGSTOP"),
    goOn: () => child.kill("SIGCONT"),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(name === "Galen" ? "SIGTERM" : "SIGKILL");
      await once(child, "exit");
    },
  };
}

function cpuMs(pid) {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
    } catch {
      // A thread that has just ended.
    }
  }
  return nanoseconds / 1e6;
}
