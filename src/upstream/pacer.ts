import type { Priority } from "./call.js";
import type { Clock } from "./clock.js";
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
  priority: Priority;
  /** When the turn must have come, on the clock's `elapsed` scale. */
  deadline: number;
  signal?: AbortSignal;
  /** Asked when the turn has come: when false, the place is left to the next in the queue. */
  wanted?: () => boolean;
}

/** The right to send one request now. */
export interface Slot {
  waitedMs: number;
  /** Set by whoever sends a request with it, so that no second one goes on the same turn. */
  spent: boolean;
  /** To be called once the request has ended, however it ended. */
  release(): void;
}

interface Waiter extends Turn {
  since: number;
  grant(slot: Slot): void;
  refuse(error: unknown): void;
}

/** A background turn that has waited this long goes before people, or under steady load it would never come. */
const AGEING_MS = 10_000;

/** Thrown to an asker that no longer wants its turn when it comes. */
export const UNWANTED = new Error("The turn was no longer wanted.");

/**
 * Lets requests start no faster than a quota allows, in the order of their priority.
 *
 * A place is claimed at the moment it is granted, before anything is awaited, so three askers at once can never take
 * the same one. An asker whose turn would come after its deadline is told so at once, with the seconds to wait.
 */
export class Pacer {
  private readonly starts: number[] = [];
  private readonly people: Waiter[] = [];
  private readonly background: Waiter[] = [];
  private running = 0;
  private heldUntil = 0;
  private timer: AbortController | null = null;

  constructor(
    private readonly source: string,
    readonly quota: Quota,
    private readonly clock: Clock,
  ) {}

  /**
   * Waits for a turn.
   * @throws UpstreamError "throttled" with `retryAfterSeconds` when the turn would come too late or the queue is full
   */
  acquire(turn: Turn): Promise<Slot> {
    return new Promise((grant, refuse) => {
      if (turn.signal?.aborted) return refuse(turn.signal.reason);
      const wait = this.estimate(turn.priority);
      const full = this.queued() >= (this.quota.maxQueue ?? 1_000);
      if (full || this.clock.elapsed() + wait > turn.deadline) return refuse(this.tooLate(wait));
      const waiter: Waiter = { ...turn, since: this.clock.elapsed(), grant, refuse };
      (turn.priority === "people" ? this.people : this.background).push(waiter);
      turn.signal?.addEventListener("abort", () => this.leave(waiter, turn.signal?.reason), { once: true });
      this.pump();
    });
  }

  /** Milliseconds until a turn asked for now would come, as far as the quota decides it. */
  estimate(priority: Priority = "people"): number {
    const now = this.clock.elapsed();
    const ahead = priority === "people" ? this.people.length : this.queued();
    const starts = this.starts.slice();
    let at = Math.max(now, this.heldUntil);
    for (let turn = 0; turn <= ahead; turn++) {
      const freeing = starts[starts.length - this.quota.requests];
      if (freeing !== undefined) at = Math.max(at, freeing + this.quota.windowMs);
      starts.push(at);
    }
    return at - now;
  }

  /** Starts nothing for this long: what an upstream's Retry-After asks for. Never shortens an earlier hold. */
  hold(ms: number): void {
    this.heldUntil = Math.max(this.heldUntil, this.clock.elapsed() + ms);
    this.refuseTheLate();
    this.pump();
  }

  /** Requests waiting for a turn. */
  queued(): number {
    return this.people.length + this.background.length;
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
    while (this.queued() > 0) {
      const wait = this.untilNextPlace();
      const waiter = wait > 0 ? undefined : this.next();
      if (!waiter) {
        this.wakeIn(wait);
        break;
      }
      if (waiter.wanted && !waiter.wanted()) {
        waiter.refuse(UNWANTED);
        continue;
      }
      this.start(waiter);
    }
  }

  private start(waiter: Waiter): void {
    const now = this.clock.elapsed();
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

  private next(): Waiter | undefined {
    const oldest = this.background[0];
    const aged = oldest !== undefined && this.clock.elapsed() - oldest.since >= AGEING_MS;
    return aged ? this.background.shift() : (this.people.shift() ?? this.background.shift());
  }

  private wakeIn(ms: number): void {
    if (this.timer || ms === Number.POSITIVE_INFINITY) return;
    const timer = new AbortController();
    this.timer = timer;
    const wake = (): void => {
      if (this.timer !== timer) return;
      this.timer = null;
      this.refuseTheLate();
      this.pump();
    };
    this.clock.sleep(ms, timer.signal).then(wake, () => undefined);
  }

  private refuseTheLate(): void {
    const earliest = Math.max(this.clock.elapsed(), this.heldUntil);
    for (const queue of [this.people, this.background])
      for (const waiter of queue.filter(({ deadline }) => deadline < earliest)) {
        this.leave(waiter, this.tooLate(Math.max(earliest - this.clock.elapsed(), this.quota.windowMs)));
      }
  }

  private leave(waiter: Waiter, reason: unknown): void {
    for (const queue of [this.people, this.background]) {
      const index = queue.indexOf(waiter);
      if (index >= 0) {
        queue.splice(index, 1);
        waiter.refuse(reason);
      }
    }
    if (this.queued() === 0) {
      this.timer?.abort();
      this.timer = null;
    }
  }

  private tooLate(waitMs: number): UpstreamError {
    return new UpstreamError(
      this.source,
      "throttled",
      `no turn before the deadline: ${Math.round(waitMs)} ms to wait`,
      {
        retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
        retryable: false,
      },
    );
  }
}
