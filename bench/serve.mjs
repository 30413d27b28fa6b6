// What answering costs: Galen beside raw node:http, which answers the same bytes from memory, and beside its peers.
// Options: --only NAME (warm, cold, forty, start, mixed), --rounds N, --peers NAMES (with commas between)
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askOnce } from "./serve/client.mjs";
import { cold, forty, start } from "./serve/cold.mjs";
import { mixed } from "./serve/mixed.mjs";
import { PAGE } from "./serve/questions.mjs";
import { peerNames, placement, startGalen, startPeer } from "./serve/servers.mjs";
import { warm } from "./serve/warm.mjs";
import { startBundled, temporaryFolder } from "./upstream/processes.mjs";
import { VOLUME, writeVolume } from "./volume.mjs";

const PARTS = { warm, cold, forty, start, mixed };

/** Gives the bars one by one. */
export async function* measure(options) {
  const option = (name) => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
  yield { bar: "where the processes run", figure: placement, pass: null };
  yield { bar: "peers", figure: peerNames.join(", ") || "NOT INSTALLED: npm ci in bench/peers", pass: null };
  const fixtures = join(tmpdir(), "galen-bench-volume");
  mkdirSync(fixtures, { recursive: true });
  writeVolume(fixtures, VOLUME);
  const sources = await startBundled(fixtures);
  try {
    const bench = await createBench(
      sources,
      Number(option("--rounds") ?? 5),
      option("--peers")?.split(",") ?? peerNames,
    );
    for (const [name, part] of Object.entries(PARTS)) if ((option("--only") ?? name) === name) yield* part(bench);
  } finally {
    sources.stop();
  }
}

async function createBench(sources, rounds, names) {
  const lastRun = await runOnce(sources);
  return {
    rounds,
    topics: VOLUME.topics * 2,
    urls: sources.urls,
    behave: sources.behave,
    /** A gateway that knows the topics of its last run, and its records too unless it is to be `empty` of them. */
    startGalen: (settings = {}, name = "Galen", { empty = false } = {}) => {
      const folder = temporaryFolder();
      cpSync(lastRun, folder, { recursive: true, filter: (path) => !(empty && /sqlite/.test(path)) });
      return startGalen(sources.urls, folder, settings, name);
    },
    /** One after the other: each reads the whole topics file. */
    startPeers: async (wanted = peerNames) => {
      const peers = [];
      for (const name of wanted.filter((known) => names.includes(known))) {
        const peer = await startPeer(name, sources.urls);
        peers.push({ ...peer, ready: performance.now() });
      }
      return peers;
    },
    /** Runs `work` and gives the upstream requests that it caused. */
    callsOf: async (work) => {
      await sources.behave({});
      const result = await counted(sources, work);
      return { result, calls: questionsIn(await sources.seen()) };
    },
    /** How many upstream requests were seen since the last time they were counted. */
    callsSoFar: async () => questionsIn(await sources.seen()).length,
  };
}

/** Without what every server asks at its start, and from time to time. */
const questionsIn = (calls) => calls.filter(({ path }) => !/\/version$|\/xml/.test(path));

async function counted(sources, work) {
  await sources.forget();
  return work();
}

/** What a first run leaves behind: the topics, and the records of one page. */
async function runOnce(sources) {
  const folder = join(tmpdir(), `galen-bench-last-run-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  process.setMaxListeners(50);
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const galen = await startGalen(sources.urls, folder);
  await askOnce(galen.url, PAGE, { slug: "condition7" });
  await galen.stop();
  return folder;
}
