import type { IncomingMessage } from "node:http";
import { type ApolloServer, HeaderMap } from "@apollo/server";
import { GraphQLError } from "graphql";
import type { Call, Clock, Eventual } from "../upstream/index.js";
import type { Client } from "./access/client.js";
import type { TrustCheck } from "./access/trusted.js";
import { type AnswerType, chooseAnswerType } from "./answer-type.js";
import type { Around } from "./around.js";
import type { Toll } from "./cost/toll.js";
import type { Documents } from "./documents.js";
import type { Exchange, ServerContext } from "./exchange.js";
import { afterwards } from "./execution/afterwards.js";
import type { CompiledOperations } from "./execution/compiled-operations.js";
import { MULTIPART, takesParts } from "./execution/incremental.js";
import { type ErrorFormat, runCompiled } from "./execution/run-compiled.js";
import { explainMode } from "./explain/explain-request.js";
import { type GraphqlRequest, readGraphqlRequest } from "./graphql-request.js";
import { Refusal } from "./refusal.js";
import { Question } from "./response-cache/request-key.js";
import type { ResponseCache } from "./response-cache/response-cache.js";
import { type StoredAnswer, storeAnswer } from "./response-cache/stored-answer.js";
import type { Screen, Screened } from "./screen/screen.js";
import type { Visit } from "./visit.js";

/** A finished answer to a GraphQL request. */
export interface Answer {
  status: number;
  type: AnswerType;
  /** The answer's JSON, as text or in UTF-8. */
  body: string | Buffer;
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
  operations: Pick<CompiledOperations, "find" | "sawValid">;
  formatError: ErrorFormat;
  clientOf: (message: IncomingMessage) => Client;
  around: Around;
  createCall: (asker: Pick<Visit, "signal">) => Call;
  /** What resolvers get for one request. */
  createContext: (call: Call) => object;
}

/** Who waits for an answer; the signal is aborted when nobody does any more. */
type Asker = Pick<Visit, "signal">;

const NOBODY: Asker = new AbortController();

/** Answers GraphQL requests, one at a time. */
export class GraphqlHandler {
  constructor(private readonly options: GraphqlHandlerOptions) {}

  /**
   * Answers a request; from the cache when the question was answered before, however it was spelt.
   * @param body of a request that has its question in it
   * @throws Refusal for what is not GraphQL over HTTP
   */
  async handle(visit: Visit, body: Buffer | null, cache: ResponseCache | null): Promise<Answer> {
    const { message, ticket } = visit;
    const type = chooseAnswerType(message.headers.accept);
    if (type === null) {
      throw new Refusal(406, "NOT_ACCEPTABLE", "Answers are application/json or application/graphql-response+json.");
    }
    const sent = readGraphqlRequest(message, body);
    const exchange = this.#exchange(type, message.headers["x-galen-report"] === "1", visit);
    visit.exchange = exchange;
    let request: GraphqlRequest;
    let screened: Screened;
    let question: Question | null = null;
    try {
      request = this.options.documents.resolve(sent);
      screened = this.#screen(request, message);
      exchange.operationName = screened.operationName;
      if (cache && ticket) {
        question = new Question(request, type, screened.document);
        const known = cache.find(ticket, question);
        if (known) return { status: 200, type, body: "", exchange, stored: known };
      }
      this.#charge(message, request, screened, exchange);
    } catch (error) {
      if (error instanceof GraphQLError) return refused(error, exchange);
      throw error;
    }
    const isInParts = mayBeInParts(request, message);
    // Whoever asks the same now would otherwise wait for the last part, to be told that it cannot be shared.
    if (isInParts && ticket) cache?.leave(ticket);
    const execute = isInParts
      ? () => this.#askInParts(request, exchange)
      : () => this.#execute(request, exchange, cache !== null);
    const answer = await this.options.around({ message, request, screened, exchange }, execute);
    if (answer.parts) return answer;
    // What went around it may have answered without executing anything.
    exchange.charge?.settle(exchange.call.report, exchange.isExecuted);
    if (answer.status === 200 && exchange.isWhole) this.#remember(request, screened);
    if (answer.stored && ticket && question) cache?.keep(ticket, question, answer.stored);
    return answer;
  }

  /** Asks a question again, for the cache alone. Resolves to null when the answer is not worth keeping. */
  async refresh(request: GraphqlRequest, type: AnswerType): Promise<StoredAnswer | null> {
    const answer = await this.#execute(request, this.#exchange(type, false, NOBODY), true);
    return answer.stored;
  }

  #exchange(answerType: AnswerType, wantsReport: boolean, asker: Asker): Exchange {
    const { clock } = this.options;
    return {
      answerType,
      wantsReport,
      call: this.options.createCall(asker),
      clock,
      charge: null,
      operationName: null,
      errorCodes: [],
      isWhole: false,
      isExecuted: false,
    };
  }

  /** What was answered whole is a valid document, and one that may be asked again. */
  #remember(request: GraphqlRequest, { document }: Screened): void {
    const { documents, operations } = this.options;
    documents.register(request);
    operations.sawValid({ query: request.query ?? "", operationName: request.operationName ?? null, document });
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
    const compiled = await this.#runCompiled(request, exchange);
    const { body, status } =
      compiled === null ? await this.#askApollo(request, exchange) : { body: compiled, status: 200 };
    exchange.charge?.settle(call.report, exchange.isExecuted);
    // Without any record there is no lifetime: what the answer rests on is not known.
    const freshForMs = exchange.isWhole && Number.isFinite(call.report.freshForMs) ? call.report.freshForMs : 0;
    const mayKeep = isKept && !exchange.wantsReport;
    const stored = mayKeep ? storeAnswer(type, body, request, freshForMs, clock.elapsed()) : null;
    return { status, type, body, exchange, stored };
  }

  #runCompiled(request: GraphqlRequest, exchange: Exchange): Eventual<Buffer | null> {
    const { operations, formatError } = this.options;
    const { query = "", operationName = null, variables = {} } = request;
    const run = operations.find({ query, operationName });
    return run && runCompiled(run, this.#context(exchange), variables, exchange, formatError);
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

/** Whether an answer is sent in parts. One that is to be explained comes whole: what it took is known at its end. */
function mayBeInParts({ query }: GraphqlRequest, message: IncomingMessage): boolean {
  return Boolean(query?.includes("@defer")) && takesParts(message.headers.accept) && explainMode(message) === null;
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
