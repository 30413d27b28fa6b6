import type { Priority } from "./call.js";
import type { Clock } from "./clock.js";
import type { Ending } from "./ending.js";
import { UpstreamError } from "./errors.js";

/** How often an upstream may be asked. */
export interface Quota {
  /** Most requests that may start within any `windowMs`. */
  requests: number;
  windowMs: number;
  /** Most requests at once. */
  concurrency: number;
  /** Most askers that may wait for a turn. Default 1,000. */
  maxQueue?: number;
}

export interface Turn {
  /** Read anew whenever a place is given out, so work that a person joins while it waits moves up. */
  readonly priority: Priority;
  /** When the request must have been answered, on the clock's `elapsed` scale. */
  readonly deadline: number;
  readonly ending?: Ending;
  /** Asked when the turn has come: when false, the place is left to the next in the queue. */
  readonly wanted?: () => boolean;
}

/** The right to send one request now. */
export interface Slot {
  waitedMs: number;
  /** Set by whoever sends a request with it, so that no second one goes on the same turn. */
  spent: boolean;
  /** To be called once the request has ended, however it ended. */
  release(): void;
}

interface Waiter {
  turn: Turn;
  since: number;
  /** When the turn must have come. */
  latest: number;
  grant(slot: Slot): void;
  refuse(error: unknown): void;
}

/** A background turn that has waited this long goes before people, or under steady load it would never come. */
const AGEING_MS = 10_000;
const MOST_WAITERS = 1_000;

/** Thrown to an asker that no longer wants its turn when it comes. */
export const UNWANTED = new Error("The turn was no longer wanted.");

/**
 * Lets requests start no faster than a quota allows, in the order of their priority.
 *
 * A place is claimed at the moment it is granted, before anything is awaited, so three askers at once can never take
 * the same one. An asker whose turn would come too late is told so at once, with the seconds to wait. Too late is when
 * the answer would no longer come in time: under overload, turns that come just at the deadline would serve nobody.
 */
export class Pacer {
  private readonly starts: number[] = [];
  private readonly waiters: Waiter[] = [];
  private running = 0;
  private heldUntil = 0;
  private closed = false;
  private timer: { at: number; callOff: () => void } | null = null;

  constructor(
    private readonly source: string,
    readonly quota: Quota,
    private readonly clock: Clock,
    /** How long an answer takes as a rule, milliseconds. */
    private readonly answerMs: () => number = () => 0,
  ) {}

  /**
   * Waits for a turn.
   * @throws UpstreamError "throttled" with `retryAfterSeconds` when the turn would come too late or the queue is full
   */
  async acquire(turn: Turn): Promise<Slot> {
    if (turn.ending?.ended) throw turn.ending.ended.reason;
    if (this.closed) throw this.isClosed();
    const wait = this.estimate(turn.priority);
    const since = this.clock.elapsed();
    const latest = turn.deadline - Math.min(this.answerMs(), Math.max(0, turn.deadline - since) / 2);
    const full = this.waiters.length >= (this.quota.maxQueue ?? MOST_WAITERS);
    if (full || since + wait > latest) throw this.tooLate(wait);
    let stayOn: (() => void) | undefined;
    try {
      return await new Promise<Slot>((grant, refuse) => {
        const waiter: Waiter = { turn, since, latest, grant, refuse };
        this.waiters.push(waiter);
        stayOn = turn.ending?.whenEnded(() => this.refuse(waiter, turn.ending?.ended?.reason));
        this.pump();
      });
    } finally {
      stayOn?.();
    }
  }

  /** Milliseconds until a turn asked for now would come, as far as the quota decides it. */
  estimate(priority: Priority = "people"): number {
    const now = this.clock.elapsed();
    const before = ({ turn }: Waiter): boolean => priority === "background" || turn.priority === "people";
    const ahead = this.waiters.filter(before).length;
    const { requests, windowMs } = this.quota;
    const expected: number[] = [];
    let at = Math.max(now, this.heldUntil);
    for (let turn = 0; turn <= ahead; turn++) {
      const place = this.starts.length + turn - requests;
      const freeing = place < this.starts.length ? this.starts[place] : expected[place - this.starts.length];
      if (freeing !== undefined) at = Math.max(at, freeing + windowMs);
      expected.push(at);
    }
    return at - now;
  }

  /** Starts nothing for this long: what an upstream's Retry-After asks for. Never shortens an earlier hold. */
  hold(ms: number): void {
    this.heldUntil = Math.max(this.heldUntil, this.clock.elapsed() + ms);
    const late = this.waiters.filter(({ latest }) => latest < this.heldUntil);
    for (const waiter of late) this.refuse(waiter, this.tooLate(Math.max(this.heldForMs(), this.quota.windowMs)));
    this.pump();
  }

  /** Refuses whoever waits, and everybody who comes. */
  close(): void {
    this.closed = true;
    for (const waiter of this.waiters.slice()) this.refuse(waiter, this.isClosed());
  }

  /** Requests waiting for a turn. */
  queued(): number {
    return this.waiters.length;
  }

  /** Requests under way. */
  inFlight(): number {
    return this.running;
  }

  /** Requests that could start now. */
  remaining(): number {
    const now = this.clock.elapsed();
    if (now < this.heldUntil) return 0;
    const used = this.starts.filter((start) => start > now - this.quota.windowMs).length;
    return Math.max(0, Math.min(this.quota.requests - used, this.quota.concurrency - this.running));
  }

  /** Milliseconds for which the upstream asked to be left alone. */
  heldForMs(): number {
    return Math.max(0, this.heldUntil - this.clock.elapsed());
  }

  private pump(): void {
    while (this.waiters.length > 0 && this.untilNextPlace() === 0) {
      const waiter = this.next();
      if (waiter.latest < this.clock.elapsed()) this.refuse(waiter, this.outwaited());
      else if (waiter.turn.wanted?.() === false) this.refuse(waiter, UNWANTED);
      else this.start(waiter);
    }
    if (this.waiters.length > 0) this.wakeIn(this.untilNextPlace());
    else this.sleepNoMore();
  }

  private start(waiter: Waiter): void {
    const now = this.clock.elapsed();
    this.remove(waiter);
    this.starts.push(now);
    if (this.starts.length > this.quota.requests) this.starts.shift();
    this.running++;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      this.running--;
      this.pump();
    };
    waiter.grant({ waitedMs: now - waiter.since, spent: false, release });
  }

  /** Zero when a place is free; Infinity when one only comes free by a release. */
  private untilNextPlace(): number {
    if (this.running >= this.quota.concurrency) return Number.POSITIVE_INFINITY;
    const now = this.clock.elapsed();
    const freeing = this.starts[this.starts.length - this.quota.requests];
    const windowed = freeing === undefined ? 0 : freeing + this.quota.windowMs - now;
    return Math.max(0, windowed, this.heldUntil - now);
  }

  private next(): Waiter {
    const [oldest] = this.waiters as [Waiter, ...Waiter[]];
    if (this.clock.elapsed() - oldest.since >= AGEING_MS) return oldest;
    return this.waiters.find(({ turn }) => turn.priority === "people") ?? oldest;
  }

  private wakeIn(ms: number): void {
    if (ms === Number.POSITIVE_INFINITY) return;
    const at = this.clock.elapsed() + ms;
    if (this.timer && this.timer.at <= at) return;
    this.sleepNoMore();
    const wake = (): void => {
      this.timer = null;
      this.pump();
    };
    this.timer = { at, callOff: this.clock.after(ms, wake) };
  }

  private sleepNoMore(): void {
    this.timer?.callOff();
    this.timer = null;
  }

  private refuse(waiter: Waiter, reason: unknown): void {
    if (!this.remove(waiter)) return;
    waiter.refuse(reason);
    if (this.waiters.length === 0) this.sleepNoMore();
  }

  private remove(waiter: Waiter): boolean {
    const index = this.waiters.indexOf(waiter);
    if (index >= 0) this.waiters.splice(index, 1);
    return index >= 0;
  }

  private tooLate(waitMs: number): UpstreamError {
    const message = `no turn before the deadline: ${Math.round(waitMs)} ms to wait`;
    const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
    return new UpstreamError(this.source, "throttled", message, { retryAfterSeconds, retryable: false });
  }

  /** The quota had room, but requests before this one took until now: that is slowness, not a limit. */
  private outwaited(): UpstreamError {
    const message = "no turn before the deadline: earlier requests have not been answered";
    return new UpstreamError(this.source, "timeout", message, { retryable: false });
  }

  private isClosed(): UpstreamError {
    return new UpstreamError(this.source, "unavailable", "the gateway is stopping", { retryable: false });
  }
}
