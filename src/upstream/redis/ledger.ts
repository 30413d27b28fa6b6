import type { Clock } from "../clock.js";
import type { Quota } from "../pacer.js";
import type { Ledger } from "../shared.js";
import type { RedisLink } from "./link.js";
import { CLAIM, CORRECT, HOLD } from "./quota-scripts.js";
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
/** A start later than this is told to Redis: the next window counts from it. */
const CORRECTED_MS = 10;
/** A start in turns that comes later than this could meet the next turn's: it is claimed anew. */
const LATE_MS = 170;
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
      const { startIn, earliest, longestLateMs, take } = await this.next();
      if (clock.elapsed() + startIn > deadline) return false;
      if (startIn > 0) await clock.sleep(startIn, signal).catch(() => undefined);
      signal?.throwIfAborted();
      const lateMs = clock.elapsed() - earliest;
      if (lateMs <= longestLateMs && take(lateMs)) return true;
    }
  }

  async hold(ms: number): Promise<void> {
    const { link, keys } = this.options;
    await link.run(HOLD, [keys.hold], [Math.ceil(ms)]).catch(() => undefined);
  }

  private async next(): Promise<Attempt> {
    const { replicas } = this.options;
    if (!replicas.areInTouch()) return this.nextAlone();
    return this.ask().catch(() => again(SLACK_MS));
  }

  private async ask(): Promise<Attempt> {
    const { link, replicas, clock, keys, quota } = this.options;
    const sent = clock.elapsed();
    const reply = await link.run(
      CLAIM,
      [keys.starts, keys.registry, keys.hold],
      [replicas.id, quota.requests, quota.windowMs, MISSING_AFTER_MS, HORIZON_MS],
    );
    const [claimed, wait, start = 0, inTurns = 0] = reply as [number, number, number?, number?];
    const longestLateMs = inTurns === 1 ? LATE_MS : quota.windowMs / 2;
    const take = (lateMs: number): boolean => {
      if (lateMs > CORRECTED_MS) link.run(CORRECT, [keys.starts], [start, Math.ceil(lateMs)]).catch(() => undefined);
      return true;
    };
    if (claimed === 1) return { startIn: wait, earliest: sent + wait, longestLateMs, take };
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
    const take = (): boolean => {
      if (replicas.areInTouch()) return false;
      replicas.startedOutside(keys.starts);
      return true;
    };
    return { startIn, earliest: clock.elapsed() + startIn, longestLateMs: LATE_MS, take };
  }
}

/** When to start, or to ask again. */
interface Attempt {
  startIn: number;
  /** When the start may have been meant at the earliest, on the clock's `elapsed` scale. */
  earliest: number;
  longestLateMs: number;
  /** Takes the start; false when it is not to be had. */
  take(lateMs: number): boolean;
}

function again(ms: number): Attempt {
  return { startIn: ms, earliest: Number.POSITIVE_INFINITY, longestLateMs: 0, take: () => false };
}
