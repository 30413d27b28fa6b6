import type { Clock } from "../clock.js";
import type { Quota } from "../pacer.js";
import type { Ledger } from "../shared.js";
import type { RedisLink } from "./link.js";
import { CLAIM, HOLD } from "./quota-scripts.js";
import { MISSING_AFTER_MS, type Replicas } from "./replicas.js";
import { nextTurn } from "./turns.js";

export interface LedgerOptions {
  link: RedisLink;
  replicas: Replicas;
  clock: Clock;
  /** The keys of one upstream: its latest starts, who is there, and until when it asked to be left alone. */
  keys: { starts: string; registry: string; hold: string };
  quota: Quota;
}

/** How far ahead a start can be claimed. What was claimed must be over soon after a replica has lost Redis. */
const HORIZON_MS = 200;
/** A start that was claimed but comes later than this could meet the next window's: it is claimed anew. */
const LATE_MS = 120;
const LEAST_WAIT_MS = 5;
const SLACK_MS = 100;

/** The starts at one upstream that all replicas share. */
export class RedisLedger implements Ledger {
  private lastTurn = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: LedgerOptions) {}

  replicas(): number {
    return this.options.replicas.count();
  }

  async claim(deadline: number, signal?: AbortSignal): Promise<boolean> {
    const { clock } = this.options;
    for (;;) {
      signal?.throwIfAborted();
      const { startIn, isMine, lateAt } = await this.next();
      if (clock.elapsed() + startIn > deadline) return false;
      if (startIn > 0) await clock.sleep(startIn, signal);
      if (isMine() && clock.elapsed() <= lateAt) return true;
    }
  }

  async hold(ms: number): Promise<void> {
    const { link, keys } = this.options;
    await link.run(HOLD, [keys.hold], [Math.ceil(ms)]).catch(() => undefined);
  }

  private async next(): Promise<Attempt> {
    const { replicas } = this.options;
    if (!replicas.areInTouch()) return this.nextAlone();
    return this.ask().catch(() => again(LEAST_WAIT_MS));
  }

  private async ask(): Promise<Attempt> {
    const { link, replicas, clock, keys, quota } = this.options;
    const sent = clock.elapsed();
    const reply = await link.run(
      CLAIM,
      [keys.starts, keys.registry, keys.hold],
      [replicas.id, quota.requests, quota.windowMs, MISSING_AFTER_MS, HORIZON_MS],
    );
    const [claimed, wait] = reply as [number, number];
    if (claimed === 1) return { startIn: wait, isMine: () => true, lateAt: sent + wait + LATE_MS };
    // Everybody who waits asks again for the same start; not all in the same millisecond.
    return again(Math.max(LEAST_WAIT_MS, wait - HORIZON_MS * (0.3 + 0.7 * Math.random())));
  }

  /**
   * Without Redis, a replica keeps to its own turns. Not at once: for a while the others do not know that it is missing,
   * and what they start until then must lie a whole window back.
   */
  private nextAlone(): Attempt {
    const { replicas, clock, keys, quota } = this.options;
    const quiet = replicas.heardAt() + MISSING_AFTER_MS + HORIZON_MS + quota.windowMs + SLACK_MS - clock.elapsed();
    if (quiet > 0) return again(Math.min(quiet, SLACK_MS));
    const gap = quota.windowMs / quota.requests;
    const turn = nextTurn(replicas.names(), replicas.id, gap, Math.max(replicas.now(), this.lastTurn + 1));
    const startIn = turn - replicas.now();
    // Redis may come back before: then this start is claimed like any other.
    if (startIn > SLACK_MS) return again(SLACK_MS);
    this.lastTurn = turn;
    return {
      startIn,
      isMine: () => {
        if (replicas.areInTouch()) return false;
        replicas.startedOutside(keys.starts);
        return true;
      },
      lateAt: clock.elapsed() + startIn + LATE_MS,
    };
  }
}

/** When to start, or to ask again. */
interface Attempt {
  startIn: number;
  isMine(): boolean;
  lateAt: number;
}

function again(ms: number): Attempt {
  return { startIn: ms, isMine: () => false, lateAt: Number.POSITIVE_INFINITY };
}
