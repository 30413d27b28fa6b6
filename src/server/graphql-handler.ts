import type { IncomingMessage } from "node:http";
import { type ApolloServer, HeaderMap } from "@apollo/server";
import { GraphQLError } from "graphql";
import type { Call, Clock } from "../upstream/index.js";
import type { Client } from "./access/client.js";
import type { TrustCheck } from "./access/trusted.js";
import { type AnswerType, chooseAnswerType } from "./answer-type.js";
import type { Around } from "./around.js";
import type { Toll } from "./cost/toll.js";
import type { Documents } from "./documents.js";
import type { Exchange, ServerContext } from "./exchange.js";
import type { CompiledOperations } from "./execution/compiled-operations.js";
import { MULTIPART, takesParts } from "./execution/incremental.js";
import { type ErrorFormat, runCompiled } from "./execution/run-compiled.js";
import { type GraphqlRequest, readGraphqlRequest } from "./graphql-request.js";
import { Refusal } from "./refusal.js";
import { questionKey } from "./response-cache/request-key.js";
import type { ResponseCache } from "./response-cache/response-cache.js";
import { type StoredAnswer, storeAnswer } from "./response-cache/stored-answer.js";
import type { Screen, Screened } from "./screen/screen.js";

/** A finished answer to a GraphQL request. */
export interface Answer {
  status: number;
  type: AnswerType;
  body: string;
  exchange: Exchange;
  /** The same answer as it is kept, when it can be sent again. */
  stored: StoredAnswer | null;
  /** The answer in parts that are still to come, in the place of `body`. */
  parts?: AsyncIterable<string>;
}

export interface GraphqlHandlerOptions {
  apollo: ApolloServer<ServerContext>;
  clock: Clock;
  documents: Documents;
  screen: Screen;
  /** Null when any document is answered. */
  trust: TrustCheck | null;
  toll: Toll;
  /** Operations that are asked often. */
  operations: CompiledOperations;
  formatError: ErrorFormat;
  clientOf: (message: IncomingMessage) => Client;
  around: Around;
  bodyBytes: number;
  createCall: (signal: AbortSignal) => Call;
  /** What resolvers get for one request. */
  createContext: (call: Call) => object;
}

const NEVER_LEFT = new AbortController().signal;

/** Answers GraphQL requests, one at a time. */
export class GraphqlHandler {
  constructor(private readonly options: GraphqlHandlerOptions) {}

  /**
   * Answers a request; from the cache when the question was answered before, however it was spelt.
   * @param left aborted when the caller has gone
   * @throws Refusal for what is not GraphQL over HTTP
   */
  async handle(message: IncomingMessage, left: AbortSignal, cache: ResponseCache | null): Promise<Answer> {
    const { documents, operations, bodyBytes } = this.options;
    const type = chooseAnswerType(message.headers.accept);
    if (type === null) {
      throw new Refusal(406, "NOT_ACCEPTABLE", "Answers are application/json or application/graphql-response+json.");
    }
    const sent = await readGraphqlRequest(message, bodyBytes);
    const exchange = this.#exchange(type, message.headers["x-galen-report"] === "1", left);
    let request: GraphqlRequest;
    let question: string;
    let screened: Screened;
    try {
      request = documents.resolve(sent);
      screened = this.#screen(request, message);
      exchange.operationName = screened.operationName;
      question = questionKey(request, type) ?? "";
      const known = cache?.find(message, question);
      if (known) return { status: 200, type, body: "", exchange, stored: known };
      this.#charge(message, request, screened, exchange);
    } catch (error) {
      if (error instanceof GraphQLError) return refused(error, exchange);
      throw error;
    }
    if (request.query?.includes("@defer") && takesParts(message.headers.accept)) {
      // Whoever asks the same now would otherwise wait for the last part, to be told that it cannot be shared.
      cache?.leave(message);
      return this.#askInParts(request, exchange);
    }
    const execute = () => this.#execute(request, exchange, cache !== null);
    const answer = await this.options.around({ message, request, screened, exchange }, execute);
    // What went around it may have answered without executing anything.
    exchange.charge?.settle(exchange.call.report, exchange.isExecuted);
    if (answer.status === 200 && answer.exchange.isWhole) {
      documents.register(request);
      const { query = "", operationName = null } = request;
      operations.sawValid({ query, operationName, document: screened.document });
    }
    if (answer.stored) cache?.keep(message, question, answer.stored);
    return answer;
  }

  /** Asks a question again, for the cache alone. Resolves to null when the answer is not worth keeping. */
  async refresh(request: GraphqlRequest, type: AnswerType): Promise<StoredAnswer | null> {
    const answer = await this.#execute(request, this.#exchange(type, false, NEVER_LEFT), true);
    return answer.stored;
  }

  #exchange(answerType: AnswerType, wantsReport: boolean, left: AbortSignal): Exchange {
    const { createCall, clock } = this.options;
    const nothingYet = { charge: null, operationName: null, errorCodes: [], isWhole: false, isExecuted: false };
    return { answerType, wantsReport, call: createCall(left), clock, ...nothingYet };
  }

  #screen(request: GraphqlRequest, { method }: IncomingMessage): Screened {
    const { trust, screen } = this.options;
    if (request.query !== undefined) trust?.(request.query);
    return screen(request, method === "POST" ? "POST" : "GET");
  }

  /** What is executed is paid for before; answers from memory are free. */
  #charge(message: IncomingMessage, request: GraphqlRequest, screened: Screened, exchange: Exchange): void {
    const { toll, clientOf } = this.options;
    const { document, operation } = screened;
    if (!operation) return;
    const asked = { document, operation, variables: request.variables ?? {} };
    exchange.charge = toll.charge(clientOf(message), asked);
  }

  async #execute(request: GraphqlRequest, exchange: Exchange, isKept: boolean): Promise<Answer> {
    const { clock } = this.options;
    const { call, answerType: type } = exchange;
    const { body, status } = (await this.#runCompiled(request, exchange)) ?? (await this.#askApollo(request, exchange));
    exchange.charge?.settle(call.report, exchange.isExecuted);
    // Without any record there is no lifetime: what the answer rests on is not known.
    const freshForMs = exchange.isWhole && Number.isFinite(call.report.freshForMs) ? call.report.freshForMs : 0;
    const mayKeep = isKept && !exchange.wantsReport;
    const stored = mayKeep ? storeAnswer(type, body, request, freshForMs, clock.elapsed()) : null;
    return { status, type, body, exchange, stored };
  }

  async #runCompiled(request: GraphqlRequest, exchange: Exchange): Promise<{ status: number; body: string } | null> {
    const { operations, formatError } = this.options;
    const { query = "", operationName = null, variables = {} } = request;
    const run = operations.find({ query, operationName });
    const body = run && (await runCompiled(run, this.#context(exchange), variables, exchange, formatError));
    return body === null ? null : { status: 200, body };
  }

  async #askInParts(request: GraphqlRequest, exchange: Exchange): Promise<Answer> {
    const accept = `${MULTIPART}, ${exchange.answerType}`;
    const { body, status = 200 } = await this.options.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: toApollo(request, accept),
      context: async () => this.#context(exchange),
    });
    const answer = { status, type: exchange.answerType, exchange, stored: null };
    const settle = () => exchange.charge?.settle(exchange.call.report, exchange.isExecuted);
    if (body.kind === "chunked") return { ...answer, body: "", parts: afterwards(body.asyncIterator, settle) };
    settle();
    return { ...answer, body: body.string };
  }

  async #askApollo(request: GraphqlRequest, exchange: Exchange): Promise<{ status: number; body: string }> {
    const { body, status = 200 } = await this.options.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: toApollo(request, exchange.answerType),
      context: async () => this.#context(exchange),
    });
    if (body.kind !== "complete") throw new Error("The executor gave an answer in parts");
    return { status, body: body.string };
  }

  #context(exchange: Exchange): ServerContext {
    const { call } = exchange;
    return Object.assign(this.options.createContext(call), { call, exchange });
  }
}

/** Does something once the last part has been given, or nobody wants any more. */
async function* afterwards(parts: AsyncIterable<string>, done: () => void): AsyncIterable<string> {
  try {
    yield* parts;
  } finally {
    done();
  }
}

/** Refusals that clients which read only application/json expect with status 200. */
const SOFT = new Set(["GRAPHQL_PARSE_FAILED", "PERSISTED_QUERY_NOT_FOUND"]);

/** What was refused before anything was executed. */
function refused(error: GraphQLError, exchange: Exchange): Answer {
  const code = String(error.extensions.code);
  exchange.errorCodes = [code];
  const status = SOFT.has(code) && exchange.answerType === "application/json" ? 200 : 400;
  const body = JSON.stringify({ errors: [error.toJSON()] });
  return { status, type: exchange.answerType, body, exchange, stored: null };
}

/** The request as Apollo Server takes it. It is always a POST there: GET has been read and checked already. */
function toApollo({ query, operationName, variables }: GraphqlRequest, accept: string) {
  const headers = new HeaderMap();
  headers.set("content-type", "application/json");
  headers.set("accept", accept);
  return {
    method: "POST",
    headers,
    search: "",
    body: { query, operationName: operationName ?? null, variables: variables ?? null },
  };
}
