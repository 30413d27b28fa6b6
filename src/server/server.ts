import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { type Call, type Clock, createCall, type SharedSpending, type SourceHealth } from "../upstream/index.js";
import { type AccessOptions, createGate, type Gate } from "./access/gate.js";
import { createTrustCheck } from "./access/trusted.js";
import { logVisit, registerAccessLog } from "./access-log.js";
import { type AdminOptions, registerAdminRoutes } from "./admin-routes.js";
import { type Admission, createAdmission } from "./admission.js";
import { createApollo } from "./apollo.js";
import { createApp, toRefusal } from "./app.js";
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
import { GraphqlEndpoint, isEndpoint } from "./graphql-endpoint.js";
import { GraphqlHandler } from "./graphql-handler.js";
import { atTheDoor, type Readiness, registerHealthRoutes } from "./health-routes.js";
import { createLeaving, endConnections, type Leaving } from "./leaving.js";
import { LISTENER_TIMES, type ListenerTimes } from "./listener.js";
import type { LoopDelay } from "./loop-delay.js";
import { registerMetrics } from "./metrics/index.js";
import type { RequestTally } from "./metrics/request-tally.js";
import type { StoredOperation } from "./operations.js";
import { openPracticeRoom, type PracticeRoom } from "./practice-room.js";
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
  /** Loads what is otherwise loaded when the first operation is compiled. */
  loadCompiler(): void;
  /** Opens an endpoint beside the real one, to practise on. Rejects where loopback cannot be listened on. */
  openPracticeRoom(createContext: (call: Call) => object): Promise<PracticeRoom>;
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
  const compiled = new CompiledOperations(options);
  const handler = createHandler(options, { apollo, gate, toll, compiled });
  const cache = createCache(options, handler);
  const endpoint = new GraphqlEndpoint({
    handler,
    cache,
    admission,
    leaving,
    bodyBytes: limits.bodyBytes,
    graphiql: options.graphiql !== null,
    toRefusal: (error) => toRefusal(error, log),
    onEnd: (visit) => {
      logVisit(log, visit);
      tally?.add(visit);
    },
  });
  const app = createApp(log, times, (others) =>
    gate.inFrontOf((message, response) => {
      leaving.greet(response);
      if (isEndpoint(message.url)) endpoint.listener(message, response);
      else {
        leaving.follow(response);
        others(message, response);
      }
    }),
  );
  const tally = registerRoutes(app, options, { admission, leaving, cache, toll, gate });
  return {
    listen: (host, port) => app.listen({ host, port }),
    forgetAnswers: () => cache?.clear(),
    loadCompiler: () => void compiled.load().catch(() => undefined),
    openPracticeRoom: (createContext) =>
      openPracticeRoom(createPracticeHandler({ ...options, createContext }, apollo), {
        ...options,
        bodyBytes: limits.bodyBytes,
      }),
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

interface Parts {
  admission: Admission;
  leaving: Leaving;
  cache: ResponseCache | null;
  toll: Toll;
  gate: Gate;
}

/** Everything that is not GraphQL. @returns the tally of GraphQL requests, where metrics are kept */
function registerRoutes(app: FastifyInstance, options: ServerOptions, parts: Parts): RequestTally | null {
  const { admission, leaving, cache, toll, gate } = parts;
  const readiness = () => atTheDoor(options.readiness(), admission.isOverloaded, leaving.isUnderWay);
  registerAccessLog(app, options.log);
  registerHealthRoutes(app, readiness);
  if (options.admin) registerAdminRoutes(app, options.admin);
  if (options.graphiql) registerGraphiqlRoutes(app, options.graphiql, options.operations);
  registerExportRoutes(app, { ...options, toll, clientOf: gate.clientOf });
  if (!options.metrics) return null;
  const operations = new Set(options.operations.keys());
  const ready = () => readiness().ready;
  const { sources = () => [], metricsKey: key = null } = options;
  return registerMetrics(app, { operations, cache, admission, ready, sources, key });
}

interface HandlerParts {
  apollo: ReturnType<typeof createApollo>;
  gate: Pick<Gate, "clientOf">;
  toll: Toll;
  compiled: Pick<CompiledOperations, "find" | "sawValid">;
  isPractice?: boolean;
}

/** Answers as the real handler does, for nobody: with a toll of its own, and without compiling what is asked often. */
function createPracticeHandler(options: ServerOptions, apollo: HandlerParts["apollo"]): GraphqlHandler {
  const { access, schema, limits, clock } = options;
  return createHandler(
    { ...options, access: { ...access, onlyTrusted: false }, tracing: null },
    {
      apollo,
      gate: { clientOf: () => ({ id: "practice", key: null, costPerMinute: null }) },
      toll: createToll(schema, limits, clock, null),
      compiled: { find: () => null, sawValid: () => undefined },
      isPractice: true,
    },
  );
}

function createHandler(options: ServerOptions, parts: HandlerParts): GraphqlHandler {
  const { apollo, gate, toll, compiled, isPractice = false } = parts;
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
    operations: compiled,
    formatError: createErrorFormat(options.log),
    clientOf: gate.clientOf,
    createCall: (asker) =>
      createCall(clock, {
        deadlineMs,
        mostCalls: limits.upstreamCalls,
        isPractice,
        get signal() {
          return asker.signal;
        },
      }),
    createContext,
    around: createAround(options),
  });
}

function createAround({ tracing, sources = () => [], ...options }: ServerOptions): Around {
  const explained = aroundExplained(new Explainer({ ...options, sources }));
  return tracing ? aroundAll([aroundTraced(tracing), explained]) : explained;
}

function createCache(
  { access, answerMemoryBytes, clock, log }: ServerOptions,
  handler: GraphqlHandler,
): ResponseCache | null {
  if (answerMemoryBytes === 0) return null;
  return new ResponseCache({
    maxBytes: answerMemoryBytes,
    visibility: access.requireKey ? "private" : "public",
    clock,
    onHit: log.isLevelEnabled("debug")
      ? ({ method }) => log.debug({ method, path: "/graphql" }, "answer sent again")
      : null,
    refresh: (request, type) => handler.refresh(request, type),
  });
}
