import type { FastifyInstance } from "fastify";
import type { SourceHealth } from "../../upstream/index.js";
import type { Admission } from "../admission.js";
import type { ResponseCache } from "../response-cache/response-cache.js";
import { MemoryTally } from "./memory-tally.js";
import { OperationLabels } from "./operation-label.js";
import { requestMetrics } from "./request-metrics.js";
import { RequestTally } from "./request-tally.js";
import { registerMetricsRoutes } from "./routes.js";
import { sourceMetrics } from "./source-metrics.js";

export interface MetricsOptions {
  /** Names of the operations that are counted by name. */
  operations: ReadonlySet<string>;
  cache: ResponseCache | null;
  admission: Admission;
  ready: () => boolean;
  sources: () => readonly SourceHealth[];
  /** Who sends it as a bearer token may read the metrics; null for anybody. */
  key: string | null;
}

/** Answers `/metrics`. @returns the tally of requests, which wants to be told of each */
export function registerMetrics(app: FastifyInstance, options: MetricsOptions): RequestTally {
  const { cache, admission, ready, sources } = options;
  const labels = new OperationLabels(options.operations);
  const tally = new RequestTally(labels);
  const memory = cache && { cache, tally: new MemoryTally(cache.memory, labels) };
  const specs = [...requestMetrics({ tally, memory, admission, ready }), ...sourceMetrics(sources)];
  registerMetricsRoutes(app, { specs, key: options.key });
  return tally;
}
