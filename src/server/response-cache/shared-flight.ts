import type { ServerResponse } from "node:http";
import type { StoredAnswer } from "./stored-answer.js";

/**
 * A question on its way that others ask in the very same bytes. Who asked first asks for all of them; that one may leave,
 * and the question goes on as long as anybody waits for its answer.
 */
export class SharedFlight {
  readonly #landing = Promise.withResolvers<StoredAnswer | null>();
  readonly #left = new AbortController();
  readonly #waiting = new Set<ServerResponse>();

  constructor(private readonly leader: ServerResponse) {
    this.join(leader);
  }

  /** Resolves to the answer, or to null when it cannot be shared. */
  get landed(): Promise<StoredAnswer | null> {
    return this.#landing.promise;
  }

  /** Aborted when everybody who waits has gone. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  join(response: ServerResponse): void {
    this.#waiting.add(response);
    response.once("close", () => {
      if (response.writableFinished) return;
      this.#waiting.delete(response);
      this.#look();
    });
  }

  /** From now on only the first asker has to do with the question. */
  land(answer: StoredAnswer | null): void {
    this.#landing.resolve(answer);
    for (const response of this.#waiting) if (response !== this.leader) this.#waiting.delete(response);
    this.#look();
  }

  #look(): void {
    if (this.#waiting.size === 0) this.#left.abort(new Error("The callers have gone"));
  }
}
