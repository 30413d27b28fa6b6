import type { Clock } from "../../src/upstream/index.js";

interface Sleeper {
  until: number;
  wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  private passed = 0;
  private jump = 0;
  private sleepers: Sleeper[] = [];

  now(): number {
    return 1_800_000_000_000 + this.passed + this.jump;
  }

  elapsed(): number {
    return this.passed;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = { until: this.passed + Math.max(0, ms), wake: resolve };
      this.sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(signal.reason);
      });
    });
  }

  after(ms: number, act: () => void): () => void {
    const sleeper = { until: this.passed + Math.max(0, ms), wake: act };
    this.sleepers.push(sleeper);
    return () => {
      this.sleepers = this.sleepers.filter((other) => other !== sleeper);
    };
  }

  /** How many waits have not ended. */
  get sleeping(): number {
    return this.sleepers.length;
  }

  /** Moves the time of day alone, as an operator or a time server may. */
  jumpBy(ms: number): void {
    this.jump += ms;
  }

  /** Lets `ms` milliseconds pass, waking whoever sleeps, in order, with time for what they start. */
  async advance(ms: number): Promise<void> {
    const end = this.passed + ms;
    await settle();
    for (;;) {
      const next = this.sleepers.filter(({ until }) => until <= end).toSorted((a, b) => a.until - b.until)[0];
      if (!next) break;
      this.sleepers = this.sleepers.filter((other) => other !== next);
      this.passed = Math.max(this.passed, next.until);
      next.wake();
      await settle();
    }
    this.passed = end;
    await settle();
  }
}

/**
 * Lets time pass, a step for every few turns of the event loop, until the work is done: for work that needs both a real
 * server and time.
 */
export async function untilDone<T>(clock: FakeClock, work: T | Promise<T>, stepMs = 1): Promise<T> {
  let done = false;
  const end = (): void => {
    done = true;
  };
  Promise.resolve(work).then(end, end);
  while (!done) await clock.advance(stepMs);
  return work;
}

/** Lets everything that is ready run, microtasks and a turn of the event loop. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
