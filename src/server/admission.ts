import { type LoopDelay, watchLoopDelay } from "./loop-delay.js";
import { Refusal } from "./refusal.js";

export interface AdmissionOptions {
  /** Questions that may be worked on at once. */
  concurrent: number;
  /** How late timers may run, in milliseconds, before new questions are refused. */
  longestDelayMs?: number;
  /** Measured when it is not given. */
  loopDelay?: LoopDelay | undefined;
}

/** Why a question is refused at the door: too many at once, a process that cannot keep up, or one that stops. */
export type RefusalReason = "full" | "overloaded" | "stopping";

/** Decides whether one more question may be worked on now. */
export interface Admission {
  /** Questions that are being worked on. */
  readonly inFlight: number;
  /** Whether the process cannot keep up, so that new questions are refused until it can. */
  readonly isOverloaded: boolean;
  /** How many questions were refused so far. */
  readonly refused: Readonly<Record<RefusalReason, number>>;
  /**
   * Takes a place; the returned function gives it back.
   * @throws Refusal with status 503 when there is none, or while the process cannot keep up
   */
  enter(): () => void;
  /** From now on every question is refused. */
  stop(): void;
  close(): void;
}

const LONGEST_DELAY_MS = 1500;

/** Creates the gate that keeps the waiting time of those inside bounded, however many stand outside. */
export function createAdmission(options: AdmissionOptions): Admission {
  const { concurrent, longestDelayMs = LONGEST_DELAY_MS, loopDelay = watchLoopDelay() } = options;
  const isBehind = watchBehind(loopDelay, longestDelayMs);
  const refused = { full: 0, overloaded: 0, stopping: 0 };
  let inFlight = 0;
  let stopping = false;
  const reasonToRefuse = (): RefusalReason | null => {
    if (stopping) return "stopping";
    if (inFlight >= concurrent) return "full";
    return isBehind() ? "overloaded" : null;
  };
  return {
    refused,
    get inFlight() {
      return inFlight;
    },
    get isOverloaded() {
      return isBehind();
    },
    enter: () => {
      const reason = reasonToRefuse();
      if (reason !== null) {
        refused[reason]++;
        throw reason === "stopping" ? gone() : overloaded();
      }
      inFlight++;
      return () => {
        inFlight--;
      };
    },
    stop: () => {
      stopping = true;
    },
    close: () => loopDelay.close(),
  };
}

/**
 * Who has fallen behind has caught up again at half the delay, not just below it: otherwise the first questions that are
 * let in would shut the gate for the next.
 */
function watchBehind(loopDelay: LoopDelay, longestMs: number): () => boolean {
  let behind = false;
  return () => {
    behind = loopDelay.ms() > (behind ? longestMs / 2 : longestMs);
    return behind;
  };
}

function gone(): Refusal {
  return new Refusal(503, "SERVER_STOPPING", "The gateway is about to stop.", { connection: "close" });
}

function overloaded(): Refusal {
  const message = "The gateway has as many questions to answer as it can. Try again shortly.";
  return new Refusal(503, "SERVER_OVERLOADED", message, { "retry-after": "1" }, { retryable: true, retryAfter: 1 });
}
