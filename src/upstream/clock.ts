import { setTimeout as delay } from "node:timers/promises";

/** The time, as an argument, so that tests can own it. */
export interface Clock {
  /** Milliseconds since the epoch: for what is stored or shown. It may jump. */
  now(): number;
  /** Milliseconds since some start: for waits, pacing and deadlines. It never jumps. */
  elapsed(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => delay(Math.max(0, ms), undefined, signal ? { signal } : {}),
};
