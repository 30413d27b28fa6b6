import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Report } from "../upstream/index.js";
import type { Visit } from "./visit.js";

/** One line for each GraphQL request. What people ask for stays out of it: no variables, no documents, no query strings. */
export function logVisit(log: Logger, { message, response, exchange, arrivedAt }: Visit): void {
  if (!log.isLevelEnabled("info")) return;
  const facts = {
    method: message.method,
    path: "/graphql",
    status: response.statusCode,
    durationMs: tenths(performance.now() - arrivedAt),
    ...(exchange && {
      operation: exchange.operationName,
      ...(exchange.charge && { cost: exchange.charge.price.cost }),
      ...(exchange.charge?.key && { key: exchange.charge.key }),
      sources: callsPerSource(exchange.call.report),
      ...(exchange.errorCodes.length > 0 && { errors: exchange.errorCodes }),
    }),
  };
  log.info(facts, "request");
}

/** One line for each request to anything else, for those who want to know: a probe or a page's file is no event. */
export function registerAccessLog(app: FastifyInstance, log: Logger): void {
  app.addHook("onResponse", ({ method, url }, { statusCode, elapsedTime }, done) => {
    const facts = { method, path: url.split("?", 1)[0], status: statusCode, durationMs: tenths(elapsedTime) };
    if (statusCode >= 400) log.info(facts, "request");
    else log.debug(facts, "request");
    done();
  });
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** Upstream calls per source: zero means that everything was at hand. */
function callsPerSource(report: Report): Record<string, number> {
  return Object.fromEntries([...report.sources].map(([name, facts]) => [name, facts.ownCalls + facts.sharedCalls]));
}
