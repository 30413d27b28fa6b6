import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestListener } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import type { Log } from "../upstream/index.js";
import type { ServerContext } from "./exchange.js";
import { concludeExchange } from "./exchange-end.js";
import { executeIncrementally } from "./execution/incremental.js";
import { createErrorFormat } from "./format-error.js";

export interface ApolloOptions {
  schema: GraphQLSchema;
  /** What the root's fields are read from where they have no resolver. */
  rootValue?: unknown;
  introspection: boolean;
  log: Log;
}

/** Errors that make a whole request wrong: nothing was executed. */
const REQUEST_ERRORS = new Set(["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"]);

/**
 * Creates the GraphQL executor. It is asked through `executeHTTPGraphQLRequest`; sockets, limits, cross-site rules and
 * media types are the server's own business, and every plugin that would wrap each field is off.
 */
export function createApollo({ schema, rootValue, introspection, log }: ApolloOptions): ApolloServer<ServerContext> {
  return new ApolloServer<ServerContext>({
    schema,
    rootValue,
    introspection,
    csrfPrevention: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: createErrorFormat(log),
    legacyExperimentalExecuteIncrementally: executeIncrementally,
    stringifyResult: (result) => JSON.stringify(result),
    logger: {
      debug: () => {},
      info: () => {},
      warn: (message) => log.warn({ message }, "Apollo Server"),
      error: (message) => log.error({ message }, "Apollo Server"),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      exchangePlugin,
    ],
  });
}

const exchangePlugin: ApolloServerPlugin<ServerContext> = {
  requestDidStart: async (): Promise<GraphQLRequestListener<ServerContext>> => ({
    willSendResponse: async ({ contextValue: { exchange }, response }) => {
      if (response.body.kind !== "single") {
        concludeExchange(exchange, response.body.initialResult);
        return;
      }
      const { singleResult } = response.body;
      const extensions = concludeExchange(exchange, singleResult);
      // GraphQL over HTTP: a caller that reads only application/json takes any other status for a broken connection.
      const { isExecuted, answerType, errorCodes } = exchange;
      if (!isExecuted && answerType === "application/json" && errorCodes.every(isRequestError)) {
        response.http.status = 200;
      }
      exchange.isWhole &&= response.http.status === undefined;
      if (extensions) singleResult.extensions = { ...singleResult.extensions, ...extensions };
    },
  }),
};

function isRequestError(code: string): boolean {
  return REQUEST_ERRORS.has(code);
}
