import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";
import { exchangeOf } from "../graphql-routes.js";
import { API_HEADERS } from "../security-headers.js";
import type { MetricSpec } from "./exposition.js";
import type { RequestTally } from "./request-tally.js";

/** `/metrics`, in the text format of Prometheus. The library is loaded when somebody asks for the first time. */
export function registerMetricsRoutes(app: FastifyInstance, tally: RequestTally, specs: readonly MetricSpec[]): void {
  let registry: Promise<Registry> | undefined;
  app.addHook("onResponse", (request, reply, done) => {
    const exchange = exchangeOf(request.raw);
    if (exchange) tally.add(exchange, reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
  app.get("/metrics", async (_request, reply) => {
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
