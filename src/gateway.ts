import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { type BundledSources, startBundledSources } from "./bundled/index.js";
import type { Config } from "./config.js";
import { buildServer, createSchema, type GatewayServer, readOperations } from "./server/index.js";
import { closeSources, createSources, type Sources, type SourcesSettings } from "./sources/index.js";
import { joinReplicas, openStore } from "./store.js";
import { type Platform, systemClock } from "./upstream/index.js";

const ROOT = join(import.meta.dirname, "..");

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
  const bundled = Object.values(config.upstreams).includes(null)
    ? await startBundledSources({ fixtures: join(ROOT, "fixtures") })
    : null;
  const version = readVersion();
  const local = openStore(config, log);
  const replicas = await joinReplicas(config, local, version, log);
  const store = replicas?.store ?? local;
  const contact = config.contactEmail === null ? "" : ` (${config.contactEmail})`;
  const platform: Platform = {
    clock: systemClock,
    log,
    store,
    userAgent: `galen/${version}${contact}`,
    memoryBytes: config.recordMemoryBytes,
    ...(replicas ? { shared: replicas.shared } : {}),
  };
  const sources = createSources(platform, sourcesSettings(config, bundled));
  const server = await createServer(config, sources, log);
  const url = await server.listen(config.host, config.port);
  await sources.medlineplus.start();
  return {
    url,
    bundled,
    sources,
    stop: async () => {
      const finished = await server.drain();
      await closeSources(sources);
      await replicas?.close();
      await store.close();
      await bundled?.close();
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

function readVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version;
}

function sourcesSettings(config: Config, bundled: BundledSources | null): SourcesSettings {
  const { upstreams, encyclopedia, topicsRefreshHours, dataFolder, ncbiApiKey, contactEmail } = config;
  const address = (name: keyof Config["upstreams"]): string => upstreams[name] ?? bundled?.urls[name] ?? "";
  return {
    urls: {
      medlineplus: address("medlineplus"),
      medlineplusConnect: address("medlineplusConnect"),
      pubmed: address("pubmed"),
      clinicaltrials: address("clinicaltrials"),
    },
    encyclopedia,
    topicsRefreshHours,
    dataFolder,
    ncbiApiKey,
    contactEmail,
    lifetimes: config.lifetimes,
  };
}
