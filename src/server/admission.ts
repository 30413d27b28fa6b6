import { Refusal } from "./refusal.js";

export interface AdmissionOptions {
  /** Questions that may be worked on at once. */
  concurrent: number;
  /** How late timers may run, in milliseconds, before new questions are refused. */
  longestLagMs?: number;
}

/** Decides whether one more question may be worked on now. */
export interface Admission {
  /** Questions that are being worked on. */
  readonly inFlight: number;
  /**
   * Takes a place; the returned function gives it back.
   * @throws Refusal with status 503 when there is none, or while the process cannot keep up
   */
  enter(): () => void;
  /** From now on every question is refused. */
  stop(): void;
  close(): void;
}

const LAG_SAMPLE_MS = 250;

/** Creates the gate that keeps the waiting time of those inside bounded, however many stand outside. */
export function createAdmission({ concurrent, longestLagMs = 1500 }: AdmissionOptions): Admission {
  const lag = watchLag();
  let inFlight = 0;
  let stopping = false;
  return {
    get inFlight() {
      return inFlight;
    },
    enter: () => {
      if (stopping) {
        throw new Refusal(503, "SERVER_STOPPING", "The gateway is about to stop.", { connection: "close" });
      }
      if (inFlight >= concurrent || lag.smoothedMs() > longestLagMs) throw overloaded();
      inFlight++;
      return () => {
        inFlight--;
      };
    },
    stop: () => {
      stopping = true;
    },
    close: lag.close,
  };
}

function overloaded(): Refusal {
  const message = "The gateway has as many questions to answer as it can. Try again shortly.";
  return new Refusal(503, "SERVER_OVERLOADED", message, { "retry-after": "1" }, { retryable: true, retryAfter: 1 });
}

/** Measures how much later than asked for a timer runs; smoothed, so that one long task alone refuses nobody. */
function watchLag(): { smoothedMs: () => number; close: () => void } {
  let smoothed = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    smoothed = (smoothed + Math.max(0, now - last - LAG_SAMPLE_MS)) / 2;
    last = now;
  }, LAG_SAMPLE_MS).unref();
  return { smoothedMs: () => smoothed, close: () => clearInterval(timer) };
}
