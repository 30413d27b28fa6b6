import type { IncomingMessage, ServerResponse } from "node:http";
import type { Exchange } from "./exchange.js";
import type { Ticket } from "./response-cache/ticket.js";

/** One request to the GraphQL endpoint that bytes in memory could not answer, from its arrival to its end. */
export class Visit {
  /** What became of it, once it was read. */
  exchange: Exchange | null = null;
  readonly arrivedAt = performance.now();
  #abandonment: AbortController | null = null;
  #isAbandoned = false;

  constructor(
    readonly message: IncomingMessage,
    readonly response: ServerResponse,
    /** Where its answer may be kept; null when it may not. */
    readonly ticket: Ticket | null,
  ) {}

  /**
   * Aborted when nobody waits for the answer any more. Made for whoever asks for it first: a request that waits for no
   * source never does.
   */
  get signal(): AbortSignal {
    this.#abandonment ??= new AbortController();
    if (this.#isAbandoned) this.#abandonment.abort(callersHaveGone());
    return this.#abandonment.signal;
  }

  /** Notes that nobody waits for the answer any more. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#abandonment?.abort(callersHaveGone());
  }
}

function callersHaveGone(): Error {
  return new Error("The callers have gone");
}
