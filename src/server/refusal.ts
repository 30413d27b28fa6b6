/** Codes of requests that are refused before any question is asked. */
export type RefusalCode =
  | "BAD_REQUEST"
  | "BAD_USER_INPUT"
  | "UNAUTHENTICATED"
  | "ORIGIN_NOT_ALLOWED"
  | "OPERATION_NOT_TRUSTED"
  | "OPERATION_TOO_COMPLEX"
  | "RATE_LIMITED"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "NOT_ACCEPTABLE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "PAYLOAD_TOO_LARGE"
  | "URI_TOO_LONG"
  | "REQUEST_TIMEOUT"
  | "HEADERS_TOO_LARGE"
  | "SERVER_OVERLOADED"
  | "SERVER_STOPPING"
  | "INTERNAL_SERVER_ERROR";

/** A request that is answered with an error status and nothing else. The message is for the caller to read. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: number,
    readonly code: RefusalCode,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The body of a refusal: an answer as every GraphQL client can read it. */
export function refusalBody(refusal: Pick<Refusal, "message" | "code" | "extensions">): string {
  const error = { message: refusal.message, extensions: { code: refusal.code, ...refusal.extensions } };
  return JSON.stringify({ errors: [error] });
}
