import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";
import { requireOperatorKey } from "../access/operator-key.js";
import { API_HEADERS } from "../security-headers.js";
import type { MetricSpec } from "./exposition.js";

export interface MetricsRoutesOptions {
  specs: readonly MetricSpec[];
  /** Who sends it as a bearer token is answered; null for anybody. */
  key: string | null;
}

/** `/metrics`, in the text format of Prometheus. The library is loaded when somebody asks for the first time. */
export function registerMetricsRoutes(app: FastifyInstance, { specs, key }: MetricsRoutesOptions): void {
  let registry: Promise<Registry> | undefined;
  app.get("/metrics", async (request, reply) => {
    if (key !== null) requireOperatorKey(request.headers, key, "metrics");
    registry ??= import("./registry.js").then(({ createRegistry }) => createRegistry(specs));
    const { contentType, metrics } = await registry.then(async (found) => ({
      contentType: found.contentType,
      metrics: await found.metrics(),
    }));
    return reply
      .headers({ ...API_HEADERS, "cache-control": "no-store" })
      .header("content-type", contentType)
      .send(metrics);
  });
}
