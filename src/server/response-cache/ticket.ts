import type { ServerResponse } from "node:http";
import type { StoredAnswer } from "./stored-answer.js";

/** Told of the answer once it is there; null when it cannot be shared. */
type Waiter = (answer: StoredAnswer | null) => void;

/**
 * A question on its way that others ask in the very same bytes. Who asked first asks for all of them; that one may leave,
 * and the question goes on as long as anybody waits for its answer.
 */
export class Ticket {
  /** Called when everybody who waited has gone. */
  whenAbandoned: () => void = () => undefined;
  #waiters: Map<ServerResponse, Waiter> | null = null;
  #isSettled = false;
  #firstHasLeft = false;

  /** @param key under which the request's bytes are looked up */
  constructor(readonly key: string) {}

  /** Whether the answer, or that there is none to share, is known. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Waits with the first; who leaves is not told. */
  join(response: ServerResponse, waiter: Waiter): void {
    this.#waiters ??= new Map();
    this.#waiters.set(response, waiter);
    response.once("close", () => {
      this.#waiters?.delete(response);
      this.#look();
    });
  }

  /** Notes that the first has gone without its answer. */
  firstLeft(): void {
    this.#firstHasLeft = true;
    this.#look();
  }

  /** Tells those who wait; only the first time counts. From then on only the first has to do with the question. */
  settle(answer: StoredAnswer | null): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    const waiters = this.#waiters;
    this.#waiters = null;
    for (const tell of waiters?.values() ?? []) tell(answer);
    this.#look();
  }

  #look(): void {
    if (this.#firstHasLeft && (this.#waiters?.size ?? 0) === 0) this.whenAbandoned();
  }
}
