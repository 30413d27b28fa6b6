import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** A folder that is gone when the bench ends, however it ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "galen-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the bundled sources over a folder of sample data. */
export async function startBundled(fixtures) {
  const child = fork(join(import.meta.dirname, "bundled-process.mjs"), [fixtures], { execArgv: ["--expose-gc"] });
  const [{ urls, counts }] = await once(child, "message");
  let asked = 0;
  const tell = async (message) => {
    const id = ++asked;
    child.send({ id, ...message });
    for (;;) {
      const [answer] = await once(child, "message");
      if (answer.id === id) return answer.requests;
    }
  };
  return {
    urls,
    counts,
    /** @param controls what to change, per server */
    behave: (controls) => tell({ controls }),
    /** The requests seen so far. */
    seen: () => tell({}),
    /** Forgets the requests seen so far, and collects the garbage that they left. */
    forget: () => tell({ forget: true }),
    stop: () => child.kill(),
  };
}

/** The settings by which a gateway finds the bundled sources. */
export const addressSettings = (urls) => ({
  GALEN_MEDLINEPLUS_URL: urls.medlineplus,
  GALEN_MEDLINEPLUS_CONNECT_URL: urls.medlineplusConnect,
  GALEN_PUBMED_URL: urls.pubmed,
  GALEN_CLINICALTRIALS_URL: urls.clinicaltrials,
});

/** Starts the built gateway on the bundled sources and waits until it answers. */
export async function startGateway(urls, dataFolder, settings = {}) {
  const started = performance.now();
  const child = fork(join(ROOT, "dist/main.js"), [], {
    execArgv: ["--expose-gc", "--import", join(import.meta.dirname, "probe.mjs")],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      PATH: process.env.PATH,
      GALEN_PORT: "0",
      GALEN_DATA_DIR: dataFolder,
      GALEN_LOG_LEVEL: "silent",
      ...addressSettings(urls),
      // Finished answers would hide what the layer beneath does.
      GALEN_ANSWER_MEMORY_MB: "0",
      GALEN_MAX_CONCURRENT: "5000",
      // The questions are dear on purpose, and all come from one caller.
      GALEN_MAX_COST: "1000000",
      GALEN_MAX_UPSTREAM_CALLS: "10000",
      GALEN_COST_PER_MINUTE: "0",
      ...settings,
    },
  });
  const url = await new Promise((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
      const found = /answers at (http:\S+)\/graphql/.exec(out)?.[1];
      if (found) resolve(found);
    });
    child.on("exit", (code) => reject(new Error(`the gateway ended with ${code}: ${out}`)));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });
  return {
    url,
    started,
    ask: (query, variables) => ask(agent, url, query, variables),
    /** Heap after a garbage collection, and what keeps the event loop busy. */
    probe: async () => {
      child.send("probe");
      return (await once(child, "message"))[0];
    },
    disconnect: () => agent.destroy(),
    stop: async (signal = "SIGTERM") => {
      agent.destroy();
      child.kill(signal);
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

/** One GraphQL request: its answer and how long it took, milliseconds. */
function ask(agent, url, query, variables = {}) {
  const started = performance.now();
  const body = JSON.stringify({ query, variables });
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}/graphql`,
      {
        method: "POST",
        agent,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      },
      (incoming) => {
        let text = "";
        incoming.setEncoding("utf8");
        incoming.on("data", (chunk) => {
          text += chunk;
        });
        incoming.on("end", () => {
          const { data = null, errors = [], extensions = {} } = JSON.parse(text);
          resolve({ status: incoming.statusCode, data, errors, extensions, ms: performance.now() - started });
        });
        incoming.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
