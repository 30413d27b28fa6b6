import { type Clock, systemClock } from "../../src/upstream/index.js";

/**
 * A clock that can be made to run fast, so that what waits for a quota of three calls a second does not wait long. Until
 * then it is the system's: what reads files at the start takes the time that it takes.
 */
export class HurriedClock implements Clock {
  private speed = 1;
  private since = systemClock.elapsed();
  private before = 0;

  /** From now on so many seconds pass in one. */
  hurry(speed: number): void {
    this.before = this.elapsed();
    this.since = systemClock.elapsed();
    this.speed = speed;
  }

  now(): number {
    return systemClock.now();
  }

  elapsed(): number {
    return this.before + (systemClock.elapsed() - this.since) * this.speed;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms / this.speed, signal);
  }

  after(ms: number, act: () => void): () => void {
    return systemClock.after(ms / this.speed, act);
  }
}
