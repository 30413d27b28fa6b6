import type { RequestListener, Server, ServerResponse } from "node:http";

/** How a server goes: first it only says so, then it answers no more. */
export interface Leaving {
  /** Whether it has begun to go. */
  readonly isUnderWay: boolean;
  /** From now on every answer tells its connection to end, those that are being worked on too. */
  begin(): void;
  /** From now on nothing is answered from memory: what still comes is let through, to be refused. */
  refuse(): void;
  /** `answering` may answer from memory; `next` is the way to everything else. */
  inFrontOf(answering: (next: RequestListener) => RequestListener, next: RequestListener): RequestListener;
}

export function createLeaving(): Leaving {
  let phase: "here" | "leaving" | "gone" = "here";
  const working = new Set<ServerResponse>();
  const work =
    (next: RequestListener): RequestListener =>
    (message, response) => {
      working.add(response);
      response.once("close", () => working.delete(response));
      next(message, response);
    };
  return {
    get isUnderWay() {
      return phase !== "here";
    },
    begin: () => {
      phase = "leaving";
      for (const response of working) response.shouldKeepAlive = false;
    },
    refuse: () => {
      phase = "gone";
    },
    inFrontOf: (answering, next) => {
      const working = work(next);
      const front = answering(working);
      return (message, response) => {
        if (phase !== "here") response.shouldKeepAlive = false;
        if (phase === "gone") working(message, response);
        else front(message, response);
      };
    },
  };
}

const SWEEP_MS = 50;

/**
 * Takes no connections any more and resolves when those that are there have ended, at the latest after `patienceMs`.
 * @param close stops listening
 */
export async function endConnections(server: Server, close: () => Promise<unknown>, patienceMs: number): Promise<void> {
  // A connection whose last answer began before it could be told to end would be kept for the next request.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs);
  await close();
  clearInterval(sweep);
  clearTimeout(cut);
}
