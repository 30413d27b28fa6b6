import type { RequestListener, Server } from "node:http";
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from "fastify";
import type { Log } from "../upstream/index.js";
import { createListener, type ListenerTimes } from "./listener.js";
import { Refusal, refusalBody } from "./refusal.js";
import { refusalHeaders } from "./send-refusal.js";
import { answerSocketError } from "./socket-errors.js";

/** Routing and hooks, on a listener of our own; every failure is answered in JSON with a code. */
export function createApp(
  log: Log,
  times: ListenerTimes,
  inFront: (next: RequestListener) => RequestListener,
): FastifyInstance {
  const app = fastify({
    logger: false,
    exposeHeadRoutes: true,
    return503OnClosing: false,
    forceCloseConnections: false,
    clientErrorHandler: answerSocketError,
    serverFactory: (handle): Server => createListener(inFront(handle), times),
    frameworkErrors: (_error, _request, reply) => {
      replyWith(reply as FastifyReply, new Refusal(400, "BAD_REQUEST", "The address of the request cannot be read."));
    },
  });
  // Bodies are read by whoever wants one, after the checks that come before reading.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  app.setNotFoundHandler((_request, reply) => {
    replyWith(reply, new Refusal(404, "NOT_FOUND", "There is nothing here. The API is at /graphql."));
  });
  app.setErrorHandler((error, _request, reply) => {
    replyWith(reply, toRefusal(error, log));
  });
  return app;
}

/** What a caller is told of a failure; what nobody expected is logged, and the caller gets its id. */
export function toRefusal(error: unknown, log: Log): Refusal {
  if (error instanceof Refusal) return error;
  const { statusCode, stack } = error as Partial<FastifyError>;
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    return new Refusal(statusCode, "BAD_REQUEST", "The request cannot be read.");
  }
  const errorId = crypto.randomUUID();
  log.error({ errorId, error: stack ?? String(error) }, "Unexpected error");
  const message = "Something went wrong in the gateway. The error id helps its operator to find out what.";
  return new Refusal(500, "INTERNAL_SERVER_ERROR", message, {}, { errorId, retryable: false });
}

function replyWith(reply: FastifyReply, refusal: Refusal): void {
  reply.code(refusal.status).headers(refusalHeaders(refusal)).send(refusalBody(refusal));
}
