import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";

/** Longest that work which somebody waits for may keep others waiting at a time, milliseconds. */
const LONGEST_TURN_MS = 8;
/** The same for work that nobody waits for, and how long it then rests. */
const LONGEST_IDLE_TURN_MS = 1;
const REST_MS = 4;
/** Work that nobody waits for stands back while others use more of the time than this, but not for ever. */
const BUSY_SHARE = 0.3;
const MOST_RESTS = 25;

/** Cuts long work into turns, between which everything else that waits is done. */
export class Breather {
  private since = performance.now();

  /**
   * @param isAwaited whether somebody waits for the work, asked at every turn
   * @param signal ends a rest; a rest keeps no process running
   */
  constructor(
    private readonly isAwaited: () => boolean = () => true,
    private readonly signal?: AbortSignal,
  ) {}

  /** Resolves at once, or after the others' turn. @returns whether others had a turn @throws the signal's reason */
  async breathe(): Promise<boolean> {
    const isAwaited = this.isAwaited();
    if (performance.now() - this.since <= (isAwaited ? LONGEST_TURN_MS : LONGEST_IDLE_TURN_MS)) return false;
    if (isAwaited) await turn();
    else await this.rest();
    this.since = performance.now();
    return true;
  }

  private async rest(): Promise<void> {
    for (let rests = 0; rests < MOST_RESTS; rests++) {
      const before = performance.eventLoopUtilization();
      await sleep(REST_MS, undefined, { ref: false, ...(this.signal ? { signal: this.signal } : {}) });
      if (this.isAwaited() || performance.eventLoopUtilization(before).utilization < BUSY_SHARE) return;
    }
  }
}
