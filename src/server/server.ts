import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { type Call, type Clock, createCall, type SharedSpending, type SourceHealth } from "../upstream/index.js";
import { type AccessOptions, createGate, type Gate } from "./access/gate.js";
import { createTrustCheck } from "./access/trusted.js";
import { registerAccessLog } from "./access-log.js";
import { type AdminOptions, registerAdminRoutes } from "./admin-routes.js";
import { createAdmission } from "./admission.js";
import { createApollo } from "./apollo.js";
import { createApp } from "./app.js";
import { type Around, aroundAll } from "./around.js";
import type { PriceLimits } from "./cost/pricer.js";
import { createToll, type Toll } from "./cost/toll.js";
import { createDocuments } from "./documents.js";
import { CompiledOperations } from "./execution/compiled-operations.js";
import { aroundExplained } from "./explain/explain-request.js";
import { Explainer } from "./explain/explainer.js";
import { registerExportRoutes } from "./export/routes.js";
import { createErrorFormat } from "./format-error.js";
import { registerGraphiqlRoutes } from "./graphiql-routes.js";
import { GraphqlHandler } from "./graphql-handler.js";
import { registerGraphqlRoutes } from "./graphql-routes.js";
import { atTheDoor, type Readiness, registerHealthRoutes } from "./health-routes.js";
import { createLeaving, endConnections } from "./leaving.js";
import { LISTENER_TIMES, type ListenerTimes } from "./listener.js";
import type { LoopDelay } from "./loop-delay.js";
import { registerMetrics } from "./metrics/index.js";
import type { StoredOperation } from "./operations.js";
import { ResponseCache } from "./response-cache/response-cache.js";
import { createScreen } from "./screen/screen.js";
import type { OperationLimits } from "./screen/too-complex.js";
import { aroundTraced } from "./tracing/around-traced.js";
import type { Tracing } from "./tracing/tracing.js";

export interface ServerOptions {
  schema: GraphQLSchema;
  /** What resolvers get for one request; `call` is added to it. */
  createContext: (call: Call) => object;
  rootValue?: unknown;
  clock: Clock;
  log: Logger;
  limits: OperationLimits & PriceLimits & { bodyBytes: number; concurrent: number };
  /** Longest time that one request may wait for upstreams, in milliseconds. */
  deadlineMs: number;
  introspection: boolean;
  access: AccessOptions;
  /** Operations that can be asked for by name or hash, and that GraphiQL offers. */
  operations: ReadonlyMap<string, StoredOperation>;
  /** Most memory for finished answers; 0 keeps none. */
  answerMemoryBytes: number;
  /** Folder of GraphiQL's own files; null serves none. */
  graphiql: string | null;
  readiness: () => Readiness;
  /** How the sources are doing. */
  sources?: () => readonly SourceHealth[];
  /** Whether `/metrics` is answered. */
  metrics?: boolean;
  /** Who sends it as a bearer token may read `/metrics`; null for anybody. */
  metricsKey?: string | null;
  /** Makes one budget of those that a client has in several processes; null where there is one process. */
  spending?: SharedSpending | null;
  /** Follows requests; null where nobody wants traces. */
  tracing?: Tracing | null;
  /** For the operator's own requests; null answers none. */
  admin?: AdminOptions | null;
  times?: ListenerTimes;
  /** Tells when the process cannot keep up; by itself it measures. */
  loopDelay?: LoopDelay | undefined;
}

export interface GatewayServer {
  /** Starts to listen; resolves to the address, such as `http://127.0.0.1:4000`. Rejects when the port is taken. */
  listen(host: string, port: number): Promise<string>;
  /** Readiness drops and connections are told to end, while everything is still answered. */
  leave(): void;
  /**
   * Stops: readiness drops, new requests are refused, those in flight get up to `patienceMs` to finish.
   * @returns whether all of them did
   */
  drain(patienceMs?: number): Promise<boolean>;
  /** Forgets all finished answers: something that they say is outdated. */
  forgetAnswers(): void;
}

const DRAIN_PATIENCE_MS = 10_000;

/** Builds the server around a schema; it knows no source. */
export async function buildServer(options: ServerOptions): Promise<GatewayServer> {
  const { log, limits, times = LISTENER_TIMES } = options;
  options.tracing?.follow(options.schema);
  const apollo = createApollo(options);
  await apollo.start();
  const admission = createAdmission({ concurrent: limits.concurrent, loopDelay: options.loopDelay });
  const leaving = createLeaving();
  const gate = createGate({ ...options.access, log });
  const toll = createToll(options.schema, limits, options.clock, options.spending ?? null);
  const handler = createHandler(options, apollo, gate, toll);
  const cache = createCache(options, handler);
  const app = createApp(log, times, (next) =>
    gate.inFrontOf(leaving.inFrontOf((behind) => cache?.inFrontOf(behind) ?? behind, next)),
  );
  registerAccessLog(app, log);
  const readiness = () => atTheDoor(options.readiness(), admission.isOverloaded, leaving.isUnderWay);
  registerHealthRoutes(app, readiness);
  if (options.admin) registerAdminRoutes(app, options.admin);
  if (options.graphiql) registerGraphiqlRoutes(app, options.graphiql, options.operations);
  registerExportRoutes(app, { ...options, toll, clientOf: gate.clientOf });
  if (options.metrics) {
    const operations = new Set(options.operations.keys());
    const ready = () => readiness().ready;
    const { sources = () => [], metricsKey: key = null } = options;
    registerMetrics(app, { operations, cache, admission, ready, sources, key });
  }
  registerGraphqlRoutes(app, { admission, cache, graphiql: options.graphiql !== null, handler });
  return {
    listen: (host, port) => app.listen({ host, port }),
    forgetAnswers: () => cache?.clear(),
    leave: () => leaving.begin(),
    drain: async (patienceMs = DRAIN_PATIENCE_MS) => {
      leaving.begin();
      leaving.refuse();
      admission.stop();
      await endConnections(app.server, () => app.close(), patienceMs);
      admission.close();
      await apollo.stop();
      return admission.inFlight === 0;
    },
  };
}

function createHandler(
  options: ServerOptions,
  apollo: ReturnType<typeof createApollo>,
  gate: Gate,
  toll: Toll,
): GraphqlHandler {
  const { clock, limits, deadlineMs, createContext, operations } = options;
  const { manifest, onlyTrusted } = options.access;
  const committed = [...operations.values()].map(({ text }) => text);
  return new GraphqlHandler({
    apollo,
    clock,
    documents: createDocuments(operations, manifest),
    screen: createScreen(limits),
    trust: onlyTrusted ? createTrustCheck([...committed, ...manifest.values()]) : null,
    toll,
    operations: new CompiledOperations(options),
    formatError: createErrorFormat(options.log),
    clientOf: gate.clientOf,
    bodyBytes: limits.bodyBytes,
    createCall: (signal) => createCall(clock, { deadlineMs, signal, mostCalls: limits.upstreamCalls }),
    createContext,
    around: createAround(options),
  });
}

function createAround({ tracing, sources = () => [], ...options }: ServerOptions): Around {
  const explained = aroundExplained(new Explainer({ ...options, sources }));
  return tracing ? aroundAll([aroundTraced(tracing), explained]) : explained;
}

function createCache(
  { access, answerMemoryBytes, clock, limits, log }: ServerOptions,
  handler: GraphqlHandler,
): ResponseCache | null {
  if (answerMemoryBytes === 0) return null;
  return new ResponseCache({
    maxBytes: answerMemoryBytes,
    visibility: access.requireKey ? "private" : "public",
    bodyBytes: limits.bodyBytes,
    clock,
    onHit: log.isLevelEnabled("debug")
      ? ({ method }) => log.debug({ method, path: "/graphql" }, "answer sent again")
      : null,
    refresh: (request, type) => handler.refresh(request, type),
  });
}
