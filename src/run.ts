import { pino } from "pino";
import { type Config, ConfigError, readConfig, unknownVariables } from "./config.js";
import { type Gateway, startGateway } from "./gateway.js";
import { Shutdown } from "./shutdown.js";
import type { TopicsProgress } from "./sources/index.js";
import type { Terminal } from "./terminal.js";

/** Standard output is for people; the log, one JSON object a line, goes to standard error. */
const STANDARD_ERROR = 2;

/** Who watches the start. */
export interface StartWatcher {
  topicsProgress: TopicsProgress;
  /** Called once, when questions can be answered and before that is announced. */
  started(): void;
}

/** Runs the gateway until a signal or a crash ends it. What keeps it from starting is said in words and ends the process with 1. */
export async function run(terminal: Terminal, watcher?: StartWatcher): Promise<void> {
  const { env } = terminal;
  try {
    const config = readConfig(env);
    const log = pino({ level: config.logLevel, base: null }, pino.destination({ dest: STANDARD_ERROR, sync: true }));
    for (const name of unknownVariables(env)) log.warn({ name }, "this variable is not known to Galen");
    const shutdown = new Shutdown({ log, noticeMs: config.stopNoticeMs, end: (code) => process.exit(code) });
    shutdown.watch(process);
    const gateway = await startGateway(config, log, { topicsProgress: watcher?.topicsProgress });
    shutdown.started(gateway);
    process.on("SIGHUP", () => gateway.reload());
    watcher?.started();
    terminal.say(announcement(config, gateway));
  } catch (error) {
    terminal.note(reasonOf(error));
    process.exit(1);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return `Galen cannot start: ${error}`;
  return `Galen cannot start: ${"code" in error && error.code === "EADDRINUSE" ? "the port is taken" : error.stack}`;
}

function announcement(config: Config, { url, bundled, sources }: Gateway): string {
  const { medlineplus } = sources;
  const topics = medlineplus.ready()
    ? `ready, file of ${medlineplus.dataVersion()}`
    : "not loaded yet; trying again behind";
  return [
    "",
    `  Galen answers at ${url}/graphql${config.graphiql ? `   (GraphiQL: ${url}/)` : ""}`,
    ...(bundled
      ? bundledLines(config, bundled.counts)
      : ["  Sources: LIVE. Every upstream is the real host or the one you named."]),
    `  Health topics: ${topics}`,
    "",
  ].join("\n");
}

function bundledLines(config: Config, counts: NonNullable<Gateway["bundled"]>["counts"]): string[] {
  const elsewhere = Object.entries(config.upstreams).filter(([, url]) => url !== null);
  return [
    "  Sources: BUNDLED samples, served inside this process. No network is needed. This is not medical advice.",
    `  Samples: ${counts.topics} health topics, ${counts.encyclopediaArticles} encyclopedia articles, ` +
      `${counts.journalArticles} journal articles, ${counts.clinicalTrials} clinical trials.`,
    ...elsewhere.map(([name, url]) => `  Except ${name}: ${url}`),
    "  For the real hosts: GALEN_CONTACT_EMAIL=you@example.org npm run start:live",
  ];
}
