import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { type Eventual, whenThere } from "../../upstream/index.js";
import type { Exchange } from "../exchange.js";
import { concludeExchange } from "../exchange-end.js";
import type { CompiledOperation, CompiledResult, FieldError } from "./compiled-operations.js";
import { toJsonBytes } from "./json-bytes.js";

export type ErrorFormat = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * Executes a compiled operation.
 * @returns the answer's bytes; null when nothing could be executed, as the variables do not fit
 */
export function runCompiled(
  run: CompiledOperation,
  context: object,
  variables: Record<string, unknown>,
  exchange: Exchange,
  format: ErrorFormat,
): Eventual<Buffer | null> {
  return whenThere(run(context, variables), (result) => toBytes(result, exchange, format));
}

function toBytes({ data, errors: found }: CompiledResult, exchange: Exchange, format: ErrorFormat): Buffer | null {
  if (data === undefined) return null;
  const errors = found?.map((error) => formatted(error, format));
  const extensions = concludeExchange(exchange, { data, errors });
  const before = errors ? `{"errors":${JSON.stringify(errors)},"data":` : '{"data":';
  return toJsonBytes(data, before, extensions ? `,"extensions":${JSON.stringify(extensions)}}` : "}");
}

/** The same fields in the same order as graphql-js's own errors. */
function formatted(
  { message, locations, path, originalError }: FieldError,
  format: ErrorFormat,
): GraphQLFormattedError {
  const extensions = { code: "INTERNAL_SERVER_ERROR", ...originalError?.extensions };
  const plain = { message, ...(locations && { locations }), ...(path && { path }), extensions };
  return format(plain, originalError ?? new GraphQLError(message));
}
