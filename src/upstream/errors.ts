/** Why an upstream did not answer. Not-found is not here: a missing record is `null`, not an error. */
export type UpstreamFailure = "timeout" | "throttled" | "unavailable" | "rejected" | "malformed";

/** A request that has used up its calls is too large, whatever its source: the limit is the gateway's own. */
const TOO_COMPLEX = "OPERATION_TOO_COMPLEX";

/** The codes by which clients know the failures. */
const CODES = {
  timeout: "UPSTREAM_TIMEOUT",
  throttled: "UPSTREAM_RATE_LIMITED",
  unavailable: "UPSTREAM_UNAVAILABLE",
  rejected: "UPSTREAM_BAD_RESPONSE",
  malformed: "UPSTREAM_BAD_RESPONSE",
} as const satisfies Record<UpstreamFailure, string>;

export interface UpstreamErrorOptions {
  cause?: unknown;
  /** Seconds until it makes sense to ask again, where that is known. */
  retryAfterSeconds?: number;
  /** Whether the same request may succeed if sent again at once. */
  retryable?: boolean;
}

/**
 * The one error that leaves this folder.
 *
 * `message` is for the operator's log and may quote the upstream; what a client may see is written in one other place,
 * the server's error format.
 */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  readonly retryAfterSeconds: number | null;
  readonly retryable: boolean;

  constructor(
    readonly source: string,
    readonly failure: UpstreamFailure,
    message: string,
    options: UpstreamErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.retryable = options.retryable ?? (failure === "unavailable" || failure === "throttled");
  }

  /** The code by which clients know this failure. */
  get code(): (typeof CODES)[UpstreamFailure] | typeof TOO_COMPLEX {
    return CODES[this.failure];
  }
}

/** Nothing was asked, because whoever wanted it has caused as many upstream calls as one request may. */
export class CallLimitError extends UpstreamError {
  /** @param most how many calls that are */
  constructor(
    source: string,
    readonly most: number,
  ) {
    super(source, "rejected", `not asked: the request has made its ${most} calls`, { retryable: false });
  }

  override get code(): typeof TOO_COMPLEX {
    return TOO_COMPLEX;
  }
}

/** An answer that cannot be read: thrown by a parser, turned into a "malformed" `UpstreamError` by the upstream. */
export class UnreadableAnswerError extends Error {
  override readonly name = "UnreadableAnswerError";
}

/** An error as the one type that leaves this folder. */
export function asUpstreamError(source: string, error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new UpstreamError(source, "unavailable", message, { cause: error });
}
