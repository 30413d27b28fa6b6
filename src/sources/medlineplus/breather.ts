import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";

/** Longest that work which somebody waits for may keep others waiting at a time, milliseconds. */
const LONGEST_TURN_MS = 8;
/** The same for work that nobody waits for, and how long it then rests. */
const LONGEST_IDLE_TURN_MS = 3;
const REST_MS = 10;

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
    else await sleep(REST_MS, undefined, { ref: false, ...(this.signal ? { signal: this.signal } : {}) });
    this.since = performance.now();
    return true;
  }
}
