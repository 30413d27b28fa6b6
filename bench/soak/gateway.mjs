// The built gateway as a process of its own, which can be asked what it holds and how it ended.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addressSettings } from "../upstream/processes.mjs";

const ROOT = join(import.meta.dirname, "../..");
const PROBE = join(ROOT, "bench/soak/probe.mjs");

export async function startGateway(urls, dataFolder, settings = {}) {
  const child = fork(join(ROOT, "dist/main.js"), [], {
    execArgv: ["--expose-gc", "--import", PROBE],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      PATH: process.env.PATH,
      GALEN_PORT: "0",
      GALEN_DATA_DIR: dataFolder,
      GALEN_LOG_LEVEL: "silent",
      GALEN_ENCYCLOPEDIA_TEXT: "full",
      ...addressSettings(urls),
      // All questions come from one caller.
      GALEN_COST_PER_MINUTE: "0",
      ...settings,
    },
  });
  const exited = once(child, "exit").then(([code, signal]) => code ?? signal);
  const url = await new Promise((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
      const found = /answers at (http:\S+)\/graphql[\s\S]*Health topics: ready/.exec(out)?.[1];
      if (found) resolve(found);
    });
    exited.then((code) => reject(new Error(`The gateway ended with ${code}: ${out}`)));
  });
  return {
    url,
    exited,
    /** Asks it to end, without waiting for the end. */
    signal: (name) => child.kill(name),
    /**
     * What it holds, bytes: objects and buffers after a whole garbage collection, and what is resident before and after.
     * Before, that includes pages without content which V8 keeps in reserve, for as long as it likes.
     */
    memory: async () => {
      const withReserve = residentBytes(child.pid);
      child.send("probe");
      const [{ heapUsed, external, resources }] = await once(child, "message");
      return { heldBytes: heapUsed + external, residentBytes: residentBytes(child.pid), withReserve, resources };
    },
  };
}

function residentBytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
}
