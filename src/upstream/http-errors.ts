import type { Ending } from "./ending.js";
import { UpstreamError } from "./errors.js";

const UNREADABLE = /^(Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING|HPE_|UND_ERR_INVALID)/;

/** What a failed exchange means: the connection (may pass), the time, or bytes that are no HTTP. */
export function toUpstreamError(source: string, error: unknown, { ended }: Ending): unknown {
  if (error instanceof UpstreamError) return error;
  if (ended) return ended.reason instanceof Error ? ended.reason : error;
  const code = codeOf(error);
  const message = `${code}: ${error instanceof Error ? error.message : String(error)}`;
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") {
    return new UpstreamError(source, "timeout", message, { cause: error });
  }
  if (UNREADABLE.test(code)) return new UpstreamError(source, "malformed", message, { cause: error });
  return new UpstreamError(source, "unavailable", message, { cause: error });
}

/** What kind of failure an error of Node or undici is. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (error !== null && typeof error === "object" && "code" in error && typeof error.code === "string")
    return error.code;
  return error instanceof Error ? error.name : "unknown";
}
