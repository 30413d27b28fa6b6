import type { FormattedExecutionResult } from "graphql";
import { answerExtensions } from "./answer-extensions.js";
import type { Exchange } from "./exchange.js";

/**
 * Notes in the exchange what became of it.
 * @returns what the answer says about itself beside its data, if anything
 */
export function concludeExchange(
  exchange: Exchange,
  { data, errors }: { data?: unknown; errors?: FormattedExecutionResult["errors"] | undefined },
): object | undefined {
  exchange.errorCodes = [...new Set(errors?.map((error) => String(error.extensions?.code)))];
  exchange.isExecuted = data !== undefined;
  exchange.isWhole = exchange.isExecuted && errors === undefined;
  return exchange.isExecuted ? answerExtensions(exchange) : undefined;
}
