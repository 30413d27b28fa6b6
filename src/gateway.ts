import { join } from "node:path";
import type { Logger } from "pino";
import type { BundledSources } from "./bundled/index.js";
import { type Config, ConfigError } from "./config.js";
import { ROOT, readVersion } from "./installed.js";
import { invalidate } from "./invalidation.js";
import { practise } from "./practice.js";
import { type Onlookers, openSources, type RunningSources } from "./running-sources.js";
import {
  type AccessOptions,
  buildServer,
  createSchema,
  type GatewayServer,
  type KeyRing,
  openKeyRing,
  openTracing,
  readManifest,
  readOperations,
  type StoredOperation,
  type Tracing,
} from "./server/index.js";
import { type Sources, sourcesHealth } from "./sources/index.js";
import { prefetchCitations } from "./unified/index.js";
import { systemClock } from "./upstream/index.js";

const PRACTICE_AFTER_MS = 300;

/** A gateway that answers. */
export interface Gateway {
  /** Such as `http://127.0.0.1:4000`. */
  url: string;
  /** The sample servers inside this process; null when no upstream needs one. */
  bundled: BundledSources | null;
  sources: Sources;
  /** Reads again what may change while it runs: the API keys. */
  reload(): void;
  /** Says where it is asked for its health that it stops, and goes on as before. */
  leave(): void;
  /** Finishes what is in flight, then lets go of everything. @returns whether all requests could be finished */
  stop(): Promise<boolean>;
}

/**
 * Starts everything and resolves when questions can be answered. Health can be asked as soon as the port is open,
 * which is before the topics are loaded.
 */
export async function startGateway(config: Config, log: Logger, onlookers: Onlookers = {}): Promise<Gateway> {
  const keys = openKeys(config, log);
  const access = accessOf(config, keys);
  const tracing =
    config.otlpUrl === null ? null : await openTracing({ url: config.otlpUrl, version: readVersion(), log });
  const running = await openSources(config, log, { observer: tracing?.observer, ...onlookers });
  const { sources, bundled } = running;
  const operations = readOperations(join(ROOT, "schema/operations"));
  const server = await createServer(config, { access, log, running, operations, tracing });
  running.invalidations.listen(() => server.forgetAnswers());
  const url = await server.listen(config.host, config.port);
  await sources.medlineplus.start();
  const ending = new AbortController();
  if (config.prefetchCitations) prefetch(sources, log, ending.signal);
  const { medlineplus } = sources;
  let practised: Promise<void> = Promise.resolve();
  // Not at once: whoever waited for the start goes first.
  const begin = setTimeout(() => {
    practised = practise({ server, medlineplus, encyclopedia: config.encyclopedia, operations, log }, ending.signal);
  }, PRACTICE_AFTER_MS).unref();
  return {
    url,
    bundled,
    sources,
    reload: () => keys?.reload(),
    leave: () => server.leave(),
    stop: async () => {
      clearTimeout(begin);
      ending.abort();
      const finished = await server.drain();
      await practised;
      keys?.close();
      await running.close();
      await tracing?.close();
      return finished;
    },
  };
}

/** Fetches ahead behind everybody else; the gateway does without what cannot be had. */
function prefetch({ medlineplus, pubmed }: Sources, log: Logger, signal: AbortSignal): void {
  prefetchCitations({ medlineplus, pubmed, clock: systemClock, log, signal }).catch((error: unknown) => {
    if (!signal.aborted) log.warn({ reason: String(error) }, "citations are not fetched ahead");
  });
}

/** What the server needs besides the configuration and the sources. */
interface Doors {
  access: AccessOptions;
  log: Logger;
  running: RunningSources;
  operations: ReadonlyMap<string, StoredOperation>;
  tracing: Tracing | null;
}

function openKeys({ access: { apiKeysFile } }: Config, log: Logger): KeyRing | null {
  return apiKeysFile === null ? null : usable("GALEN_API_KEYS", () => openKeyRing(apiKeysFile, log));
}

function accessOf({ access }: Config, keys: KeyRing | null): AccessOptions {
  const { trustedManifestFile: file, corsOrigins: origins, requireKey, costPerMinute, proxyHops, onlyTrusted } = access;
  const manifest = file === null ? new Map() : usable("GALEN_TRUSTED_MANIFEST", () => readManifest(file));
  return { keys, requireKey, origins, proxyHops, costPerMinute, onlyTrusted, manifest };
}

/** What a file holds that a variable names. @throws ConfigError when it cannot be used */
function usable<T>(variable: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError([`${variable} names a file that cannot be used: ${(error as Error).message}`]);
  }
}

async function createServer(config: Config, doors: Doors): Promise<GatewayServer> {
  const { access, log, running, operations, tracing } = doors;
  const { sources, invalidations, spending } = running;
  const key = config.adminKey;
  return buildServer({
    schema: await createSchema({ subgraph: config.subgraph }),
    createContext: () => ({ ...sources }),
    clock: systemClock,
    log,
    limits: config.limits,
    deadlineMs: config.deadlineMs,
    introspection: config.introspection,
    access,
    operations,
    answerMemoryBytes: config.answerMemoryBytes,
    graphiql: config.graphiql ? join(ROOT, "dist/graphiql") : null,
    admin: key === null ? null : { key, invalidate: (request) => invalidate(invalidations, request) },
    sources: () => sourcesHealth(sources),
    metrics: config.metrics,
    metricsKey: config.metricsKey,
    spending,
    tracing,
    readiness: () => ({
      ready: sources.medlineplus.ready(),
      details: { sources: config.sources, topics: sources.medlineplus.dataVersion() ?? "not loaded" },
    }),
  });
}
