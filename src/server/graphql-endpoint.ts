import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Admission } from "./admission.js";
import { chooseAnswerType } from "./answer-type.js";
import { budgetHeaders } from "./cost/toll.js";
import { sendParts } from "./execution/send-parts.js";
import type { Answer, GraphqlHandler } from "./graphql-handler.js";
import { isAddressed, requireReadable } from "./graphql-request.js";
import type { Leaving } from "./leaving.js";
import type { Refusal } from "./refusal.js";
import { collectBody } from "./request-body.js";
import { bytesKey, mayUseMemory } from "./response-cache/request-key.js";
import type { ResponseCache } from "./response-cache/response-cache.js";
import type { Ticket } from "./response-cache/ticket.js";
import { API_HEADERS, PREFLIGHT_HEADERS } from "./security-headers.js";
import { sendRefusal } from "./send-refusal.js";
import { Visit } from "./visit.js";

export interface GraphqlEndpointOptions {
  handler: GraphqlHandler;
  /** Finished answers; null keeps none. */
  cache: ResponseCache | null;
  admission: Admission;
  leaving: Leaving;
  /** Largest request body, bytes. */
  bodyBytes: number;
  /** Whether a browser that opens the endpoint is sent to GraphiQL. */
  graphiql: boolean;
  /** What the caller is told of a failure. */
  toRefusal: (error: unknown) => Refusal;
  /** Told of every request that memory did not answer, at its end. */
  onEnd: (visit: Visit) => void;
}

/** Headers of an answer that nobody keeps, besides its type and length. */
const UNKEPT_LINES: readonly string[] = [
  ...Object.entries(API_HEADERS).flat(),
  "cache-control",
  "no-store",
  "vary",
  "accept",
];

/** Whether an address is that of the endpoint. */
export function isEndpoint(url: string | undefined): boolean {
  return url === "/graphql" || (url?.startsWith("/graphql?") ?? false);
}

/**
 * GraphQL over HTTP, on `node:http` itself. A router's hooks and reply objects would cost as much as the execution of a
 * usual question; what memory can answer is answered before it is parsed.
 */
export class GraphqlEndpoint {
  constructor(private readonly options: GraphqlEndpointOptions) {}

  readonly listener: RequestListener = (message, response) => {
    const { cache, leaving, bodyBytes } = this.options;
    const mayAskMemory = cache !== null && !leaving.isOver && mayUseMemory(message);
    const type = mayAskMemory ? chooseAnswerType(message.headers.accept) : null;
    if (!mayAskMemory || type === null) {
      this.#askWithout(message, response);
      return;
    }
    const look = (body: Buffer | null): void =>
      cache.serve(bytesKey(message, type, body), message, response, (ticket) => {
        void this.#answer(this.#visit(message, response, ticket), body);
      });
    if (message.method === "GET") look(null);
    else collectBody(message, bodyBytes, look, (refusal) => this.#refuse(this.#visit(message, response), refusal));
  };

  #askWithout(message: IncomingMessage, response: ServerResponse): void {
    if (message.method === "OPTIONS") {
      response.writeHead(204, PREFLIGHT_HEADERS).end();
      return;
    }
    if (this.options.graphiql && opensInBrowser(message)) {
      response.writeHead(302, { location: "/graphiql", "content-length": 0 }).end();
      return;
    }
    const visit = this.#visit(message, response);
    try {
      requireReadable(message);
    } catch (error) {
      this.#refuse(visit, error);
      return;
    }
    const answer = (body: Buffer | null) => void this.#answer(visit, body);
    if (isAddressed(message.method)) answer(null);
    else collectBody(message, this.options.bodyBytes, answer, (refusal) => this.#refuse(visit, refusal));
  }

  #visit(message: IncomingMessage, response: ServerResponse, ticket: Ticket | null = null): Visit {
    const { cache, leaving, onEnd } = this.options;
    const visit = new Visit(message, response, ticket);
    leaving.follow(response);
    if (ticket) {
      ticket.whenAbandoned = () => {
        visit.abandon();
        cache?.leave(ticket);
      };
    }
    response.once("close", () => {
      if (!response.writableFinished) {
        if (ticket) ticket.firstLeft();
        else visit.abandon();
      }
      onEnd(visit);
    });
    return visit;
  }

  async #answer(visit: Visit, body: Buffer | null): Promise<void> {
    const { admission, handler, cache } = this.options;
    let leave: (() => void) | null = null;
    try {
      leave = admission.enter();
      const answer = await handler.handle(visit, body, cache);
      await this.#send(visit, answer);
    } catch (error) {
      this.#refuse(visit, error);
    } finally {
      leave?.();
      // What was not kept by now will not be.
      if (visit.ticket) cache?.leave(visit.ticket);
    }
  }

  #send(visit: Visit, answer: Answer): Promise<void> | null {
    const { message, response } = visit;
    const budget = budgetHeaders(answer.exchange.charge?.budget() ?? null);
    if (answer.parts) {
      for (const [name, value] of Object.entries(budget)) response.setHeader(name, value);
      return sendParts(response, answer.parts, visit.signal);
    }
    if (answer.stored && message.method !== "HEAD") {
      for (const [name, value] of Object.entries(budget)) response.setHeader(name, value);
      this.options.cache?.send(message, response, answer.stored);
      return null;
    }
    // As bytes: Node takes ten times as long to write a long text.
    const bytes = typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body;
    const type = `${answer.type}; charset=utf-8`;
    const lines = ["content-type", type, "content-length", String(bytes.length), ...UNKEPT_LINES];
    response.writeHead(answer.status, [...lines, ...Object.entries(budget).flat()]).end(bytes);
    return null;
  }

  #refuse({ response }: Visit, error: unknown): void {
    const refusal = this.options.toRefusal(error);
    if (response.headersSent) response.destroy();
    else sendRefusal(response, refusal);
  }
}

function opensInBrowser({ method, url, headers }: IncomingMessage): boolean {
  return method === "GET" && url === "/graphql" && Boolean(headers.accept?.startsWith("text/html"));
}
