import { randomUUID } from "node:crypto";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { CallLimitError, type Log, UpstreamError, type UpstreamFailure } from "../upstream/index.js";

/** What happened, in words for the caller; follows the name of the source. */
const WORDS: Record<UpstreamFailure, string> = {
  timeout: "did not answer in time",
  throttled: "asks to be called less often for now",
  unavailable: "cannot be reached at the moment",
  rejected: "refused the question",
  malformed: "gave an answer that cannot be read",
};

const INTERNAL = "INTERNAL_SERVER_ERROR";

/**
 * Creates the one place where errors get the form that callers see. What upstreams and libraries say stays in the log.
 */
export function createErrorFormat(
  log: Log,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const original = unwrapResolverError(error);
    const place = placeOf(formatted);
    if (original instanceof CallLimitError) return { ...place, ...limitFace(original) };
    if (original instanceof UpstreamError) return { ...place, ...upstreamFace(original) };
    if (formatted.extensions?.code !== INTERNAL) return formatted;
    if (isArgumentError(original)) return { ...formatted, extensions: { code: "BAD_USER_INPUT" } };
    return { ...place, ...unexpectedFace(original, formatted, log) };
  };
}

/** Path and locations, where there are any. */
function placeOf({ path, locations }: GraphQLFormattedError): Pick<GraphQLFormattedError, "path" | "locations"> {
  return { ...(locations && { locations }), ...(path && { path }) };
}

function upstreamFace(error: UpstreamError): GraphQLFormattedError {
  const retryAfter = error.retryAfterSeconds === null ? null : Math.max(1, Math.ceil(error.retryAfterSeconds));
  return {
    message: `The source "${error.source}" ${WORDS[error.failure]}.`,
    extensions: {
      code: error.code,
      source: error.source,
      retryable: error.retryable || error.failure === "timeout",
      ...(retryAfter !== null && { retryAfter }),
    },
  };
}

/** The rest of the answer is there: an operation cannot always be told beforehand to be too large. */
function limitFace({ code, source, most }: CallLimitError): GraphQLFormattedError {
  return {
    message:
      `The source "${source}" was not asked for this: the operation has made the ${most} calls of upstreams that are ` +
      "allowed. Ask again for what is missing, or for less at once: what was fetched is remembered.",
    extensions: { code, source, limit: "upstreamCalls", allowed: most, retryable: true },
  };
}

/** graphql-js checks some arguments only while it executes: a nullable variable in a non-null place that held null. */
function isArgumentError(error: unknown): boolean {
  return error instanceof GraphQLError && !error.originalError && /^(Argument|Variable) "/.test(error.message);
}

function unexpectedFace(error: unknown, { path }: GraphQLFormattedError, log: Log): GraphQLFormattedError {
  const errorId = randomUUID();
  log.error(
    { errorId, path, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    "Unexpected error",
  );
  return {
    message: "Something went wrong in the gateway. The error id helps its operator to find out what.",
    extensions: { code: INTERNAL, errorId, retryable: false },
  };
}
