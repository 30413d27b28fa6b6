import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Admission } from "./admission.js";
import { budgetHeaders } from "./cost/toll.js";
import type { Exchange } from "./exchange.js";
import { sendParts } from "./execution/send-parts.js";
import type { Answer, GraphqlHandler } from "./graphql-handler.js";
import type { ResponseCache } from "./response-cache/response-cache.js";
import { API_HEADERS, PREFLIGHT_HEADERS } from "./security-headers.js";

export interface GraphqlRoutesOptions {
  handler: GraphqlHandler;
  /** Finished answers; null keeps none. */
  cache: ResponseCache | null;
  admission: Admission;
  /** Whether a browser that opens the endpoint is sent to GraphiQL. */
  graphiql: boolean;
}

const exchanges = new WeakMap<IncomingMessage, Exchange>();

/** What is known about the GraphQL request in an HTTP request, once it has been answered. */
export function exchangeOf(message: IncomingMessage): Exchange | undefined {
  return exchanges.get(message);
}

/** The endpoint, for every method: what is not allowed is refused in words. */
export function registerGraphqlRoutes(app: FastifyInstance, options: GraphqlRoutesOptions): void {
  const { handler, cache, admission, graphiql } = options;
  app.options("/graphql", (_request, reply) => reply.code(204).headers(PREFLIGHT_HEADERS).send());
  app.route({
    method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    url: "/graphql",
    handler: async (request, reply) => {
      if (graphiql && opensInBrowser(request)) return reply.redirect("/graphiql");
      const leave = admission.enter();
      try {
        const left = cache?.leftByAll(request.raw) ?? departure(reply);
        const answer = await handler.handle(request.raw, left, cache);
        exchanges.set(request.raw, answer.exchange);
        const budget = budgetHeaders(answer.exchange.charge?.budget() ?? null);
        const isAtOnce = !answer.parts && (!cache || !answer.stored || request.method === "HEAD");
        if (isAtOnce) return send(reply.headers(budget), answer);
        for (const [name, value] of Object.entries(budget)) reply.raw.setHeader(name, value);
        reply.hijack();
        if (answer.parts) await sendParts(reply.raw, answer.parts, left);
        else if (answer.stored) cache?.send(request.raw, reply.raw, answer.stored);
        return reply;
      } finally {
        // What was not kept by now will not be, and its caller may have gone without an end of the answer.
        cache?.leave(request.raw);
        leave();
      }
    },
  });
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  return reply
    .code(answer.status)
    .headers(API_HEADERS)
    .header("content-type", `${answer.type}; charset=utf-8`)
    .header("cache-control", "no-store")
    .header("vary", "accept")
    .send(answer.body);
}

/** Aborted when the caller goes away before the answer has been sent. */
function departure(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) controller.abort(new Error("The caller has gone"));
  });
  return controller.signal;
}

function opensInBrowser({ method, url, headers }: FastifyRequest): boolean {
  return method === "GET" && !url.includes("?") && Boolean(headers.accept?.startsWith("text/html"));
}
