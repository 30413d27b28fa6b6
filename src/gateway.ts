import { join } from "node:path";
import type { Logger } from "pino";
import type { BundledSources } from "./bundled/index.js";
import type { Config } from "./config.js";
import { openSources, ROOT } from "./running-sources.js";
import { buildServer, createSchema, type GatewayServer, readOperations } from "./server/index.js";
import type { Sources } from "./sources/index.js";
import { systemClock } from "./upstream/index.js";

/** A gateway that answers. */
export interface Gateway {
  /** Such as `http://127.0.0.1:4000`. */
  url: string;
  /** The sample servers inside this process; null when no upstream needs one. */
  bundled: BundledSources | null;
  sources: Sources;
  /** Finishes what is in flight, then lets go of everything. @returns whether all requests could be finished */
  stop(): Promise<boolean>;
}

/**
 * Starts everything and resolves when questions can be answered. Health can be asked as soon as the port is open,
 * which is before the topics are loaded.
 */
export async function startGateway(config: Config, log: Logger): Promise<Gateway> {
  const running = await openSources(config, log);
  const { sources, bundled } = running;
  const server = await createServer(config, sources, log);
  const url = await server.listen(config.host, config.port);
  await sources.medlineplus.start();
  return {
    url,
    bundled,
    sources,
    stop: async () => {
      const finished = await server.drain();
      await running.close();
      return finished;
    },
  };
}

async function createServer(config: Config, sources: Sources, log: Logger): Promise<GatewayServer> {
  return buildServer({
    schema: await createSchema({ subgraph: config.subgraph }),
    createContext: () => ({ ...sources }),
    clock: systemClock,
    log,
    limits: config.limits,
    deadlineMs: config.deadlineMs,
    introspection: config.introspection,
    operations: readOperations(join(ROOT, "schema/operations")),
    answerMemoryBytes: config.answerMemoryBytes,
    graphiql: config.graphiql ? join(ROOT, "dist/graphiql") : null,
    readiness: () => ({
      ready: sources.medlineplus.ready(),
      details: { sources: config.sources, topics: sources.medlineplus.dataVersion() ?? "not loaded" },
    }),
  });
}
