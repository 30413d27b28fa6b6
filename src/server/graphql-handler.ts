import type { IncomingMessage } from "node:http";
import { type ApolloServer, HeaderMap } from "@apollo/server";
import { GraphQLError } from "graphql";
import type { Call } from "../upstream/index.js";
import { type AnswerType, chooseAnswerType } from "./answer-type.js";
import type { Exchange, ServerContext } from "./exchange.js";
import { type GraphqlRequest, readGraphqlRequest } from "./graphql-request.js";
import { Refusal } from "./refusal.js";
import type { Screen } from "./screen/screen.js";

/** A finished answer to a GraphQL request. */
export interface Answer {
  status: number;
  type: AnswerType;
  body: string;
  exchange: Exchange;
}

export interface GraphqlHandlerOptions {
  apollo: ApolloServer<ServerContext>;
  screen: Screen;
  bodyBytes: number;
  createCall: (signal: AbortSignal) => Call;
  /** What resolvers get for one request. */
  createContext: (call: Call) => object;
}

export type GraphqlHandler = (message: IncomingMessage, left: AbortSignal) => Promise<Answer>;

/**
 * Creates what answers one GraphQL request. `left` is aborted when the caller has gone.
 * The returned function throws a Refusal for requests that are not GraphQL over HTTP.
 */
export function createGraphqlHandler(options: GraphqlHandlerOptions): GraphqlHandler {
  const { apollo, screen, bodyBytes, createCall, createContext } = options;
  return async (message, left) => {
    const type = chooseAnswerType(message.headers.accept);
    if (type === null) {
      throw new Refusal(406, "NOT_ACCEPTABLE", "Answers are application/json or application/graphql-response+json.");
    }
    const request = await readGraphqlRequest(message, bodyBytes);
    const method = message.method === "POST" ? "POST" : "GET";
    const exchange = createExchange(type, message.headers["x-galen-report"] === "1", createCall(left));
    try {
      screen(request, method);
    } catch (error) {
      if (error instanceof GraphQLError) return refused(error, exchange);
      throw error;
    }
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: toApollo(request, type),
      context: async () => Object.assign(createContext(exchange.call), { call: exchange.call, exchange }),
    });
    if (answer.body.kind !== "complete") throw new Error("The executor gave an answer in parts");
    return { status: answer.status ?? 200, type, body: answer.body.string, exchange };
  };
}

function createExchange(answerType: AnswerType, wantsReport: boolean, call: Call): Exchange {
  return { answerType, wantsReport, call, operationName: null, errorCodes: [] };
}

/** What the screen refused. A document that cannot be parsed is the one case in which the media type decides. */
function refused(error: GraphQLError, exchange: Exchange): Answer {
  const code = String(error.extensions.code);
  exchange.errorCodes = [code];
  const soft = code === "GRAPHQL_PARSE_FAILED" && exchange.answerType === "application/json";
  const body = JSON.stringify({ errors: [error.toJSON()] });
  return { status: soft ? 200 : 400, type: exchange.answerType, body, exchange };
}

/** The request as Apollo Server takes it. It is always a POST there: GET has been read and checked already. */
function toApollo(request: GraphqlRequest, accept: AnswerType) {
  const headers = new HeaderMap();
  headers.set("content-type", "application/json");
  headers.set("accept", accept);
  return { method: "POST", headers, search: "", body: request };
}
