import "reflect-metadata";
import { pino } from "pino";
import { type Config, ConfigError, readConfig, unknownVariables } from "./config.js";
import { type Gateway, startGateway } from "./gateway.js";

/** Standard output is for people; the log, one JSON object a line, goes to standard error. */
const STANDARD_ERROR = 2;

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) exitWith(error);
    throw error;
  }
}

function exitWith(error: ConfigError): never {
  console.error(error.message);
  process.exit(1);
}

function announce(config: Config, { url, bundled, sources }: Gateway): void {
  console.log(
    [
      "",
      `  Galen answers at ${url}/graphql${config.graphiql ? `   (GraphiQL: ${url}/)` : ""}`,
      ...(bundled
        ? bundledLines(config, bundled.counts)
        : ["  Sources: LIVE. Every upstream is the real host or the one you named."]),
      `  Health topics: ${sources.medlineplus.ready() ? `ready, file of ${sources.medlineplus.dataVersion()}` : "not loaded yet; trying again behind"}`,
      "",
    ].join("\n"),
  );
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

/** The first signal drains; a second one means that somebody is in a hurry. */
function stopOnSignals(gateway: Gateway, say: (facts: object, message: string) => void): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    say({ signal }, "stopping: requests in flight may finish");
    const finished = await gateway.stop();
    say({ finished }, "stopped");
    process.exit(0);
  };
  process.on("SIGTERM", (signal) => void stop(signal));
  process.on("SIGINT", (signal) => void stop(signal));
  process.on("SIGHUP", () => gateway.reload());
}

const config = configOrExit();
const log = pino({ level: config.logLevel, base: null }, pino.destination({ dest: STANDARD_ERROR, sync: true }));
for (const name of unknownVariables(process.env)) log.warn({ name }, "this variable is not known to Galen");
try {
  const gateway = await startGateway(config, log);
  stopOnSignals(gateway, (facts, message) => log.info(facts, message));
  announce(config, gateway);
} catch (error) {
  if (error instanceof ConfigError) exitWith(error);
  const reason = error instanceof Error && "code" in error && error.code === "EADDRINUSE" ? "the port is taken" : error;
  console.error(`Galen cannot start: ${reason instanceof Error ? reason.stack : reason}`);
  process.exit(1);
}
