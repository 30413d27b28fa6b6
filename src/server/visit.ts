import type { IncomingMessage, ServerResponse } from "node:http";
import { OpenEnding } from "../upstream/index.js";
import type { Exchange } from "./exchange.js";
import type { Ticket } from "./response-cache/ticket.js";

/** One request to the GraphQL endpoint that bytes in memory could not answer, from its arrival to its end. */
export class Visit {
  /** What became of it, once it was read. */
  exchange: Exchange | null = null;
  readonly arrivedAt = performance.now();
  readonly #abandonment = new OpenEnding();

  constructor(
    readonly message: IncomingMessage,
    readonly response: ServerResponse,
    /** Where its answer may be kept; null when it may not. */
    readonly ticket: Ticket | null,
  ) {}

  /** Aborted when nobody waits for the answer any more. A request that waits for no source never asks for it. */
  get signal(): AbortSignal {
    return this.#abandonment.signal;
  }

  /** Notes that nobody waits for the answer any more. */
  abandon(): void {
    this.#abandonment.end(new Error("The callers have gone"));
  }
}
