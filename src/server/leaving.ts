import type { Server, ServerResponse } from "node:http";

/** How a server goes: first it only says so, then it answers no more. */
export interface Leaving {
  /** Whether it has begun to go. */
  readonly isUnderWay: boolean;
  /** Whether nothing is answered any more, from memory neither: what still comes has to be refused and let go of. */
  readonly isOver: boolean;
  /** From now on every answer tells its connection to end, those that are being worked on too. */
  begin(): void;
  /** From now on nothing is answered. */
  refuse(): void;
  /** To be told of every request. */
  greet(response: ServerResponse): void;
  /** To be told of every request that is worked on for a while. */
  follow(response: ServerResponse): void;
}

export function createLeaving(): Leaving {
  let phase: "here" | "leaving" | "gone" = "here";
  const working = new Set<ServerResponse>();
  return {
    get isUnderWay() {
      return phase !== "here";
    },
    get isOver() {
      return phase === "gone";
    },
    begin: () => {
      phase = "leaving";
      for (const response of working) response.shouldKeepAlive = false;
    },
    refuse: () => {
      phase = "gone";
    },
    greet: (response) => {
      if (phase !== "here") response.shouldKeepAlive = false;
    },
    follow: (response) => {
      working.add(response);
      response.once("close", () => working.delete(response));
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
