import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Exchange } from "../exchange.js";
import { concludeExchange } from "../exchange-end.js";
import type { CompiledOperation, CompiledResult, FieldError } from "./compiled-operations.js";

export type ErrorFormat = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * Executes a compiled operation.
 * @returns the answer's text; null when nothing could be executed, as the variables do not fit
 */
export function runCompiled(
  run: CompiledOperation,
  context: object,
  variables: Record<string, unknown>,
  exchange: Exchange,
  format: ErrorFormat,
): string | null | Promise<string | null> {
  const result = run(context, variables);
  // Where every record is at hand there is nothing to wait for.
  return result instanceof Promise
    ? result.then((found) => toText(found, exchange, format))
    : toText(result, exchange, format);
}

function toText(result: CompiledResult, exchange: Exchange, format: ErrorFormat): string | null {
  if (result.data === undefined) return null;
  const errors = result.errors?.map((error) => formatted(error, format));
  const extensions = concludeExchange(exchange, { data: result.data, errors });
  return JSON.stringify({ ...(errors && { errors }), data: result.data, ...(extensions && { extensions }) });
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
