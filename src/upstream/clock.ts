/** The time, as an argument, so that tests can own it. */
export interface Clock {
  /** Milliseconds since the epoch: for what is stored or shown. It may jump. */
  now(): number;
  /** Milliseconds since some start: for waits, pacing and deadlines. It never jumps. */
  elapsed(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Does something after `ms`, for a fraction of what a promise costs. @returns what calls it off */
  after(ms: number, act: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      // Node's own promise of a timer makes an error with a stack for each that is given up, and most are.
      const leave = (): void => {
        callOff();
        reject(signal?.reason);
      };
      const callOff = systemClock.after(ms, () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      });
      signal?.addEventListener("abort", leave, { once: true });
    }),
  after: (ms, act) => {
    const timer = setTimeout(act, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};
