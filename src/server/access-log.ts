import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Report } from "../upstream/index.js";
import { exchangeOf } from "./graphql-routes.js";

/** One line per request. What people ask for stays out of it: no variables, no documents, no query strings. */
export function registerAccessLog(app: FastifyInstance, log: Logger): void {
  app.addHook("onResponse", (request, reply, done) => {
    const exchange = exchangeOf(request.raw);
    const facts = {
      method: request.method,
      path: request.url.split("?", 1)[0],
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      ...(exchange && {
        operation: exchange.operationName,
        ...(exchange.charge && { cost: exchange.charge.price.cost }),
        ...(exchange.charge?.key && { key: exchange.charge.key }),
        sources: callsPerSource(exchange.call.report),
        ...(exchange.errorCodes.length > 0 && { errors: exchange.errorCodes }),
      }),
    };
    // What a probe or a page's files ask for is no event.
    if (exchange || reply.statusCode >= 400) log.info(facts, "request");
    else log.debug(facts, "request");
    done();
  });
}

/** Upstream calls per source: zero means that everything was at hand. */
function callsPerSource(report: Report): Record<string, number> {
  return Object.fromEntries([...report.sources].map(([name, facts]) => [name, facts.ownCalls + facts.sharedCalls]));
}
