import type { Priority } from "./call.js";
import type { Clock } from "./clock.js";
import { type Ending, OpenEnding } from "./ending.js";
import { CallLimitError } from "./errors.js";
import { type Flight, type Passage, setOut } from "./flight.js";
import { type Slot, UNWANTED } from "./pacer.js";
import type { Upstream, UpstreamCall } from "./upstream.js";

export interface BatcherOptions<T> {
  upstream: Upstream;
  clock: Clock;
  /** Most ids in one upstream call. */
  maxBatch: number;
  /** How long a flight may take once it has left, milliseconds: for people, and for nobody in particular. */
  deadlineMs: Record<Priority, number>;
  /** Fetches and lands, or crashes, every flight given to it. */
  fly(flights: readonly Flight<T>[], call: UpstreamCall): Promise<void>;
}

/**
 * Collects the ids that all askers of the process miss and sends them together in the upstream's next free slot.
 *
 * With an idle upstream a batch leaves at once. While one is under way the next waits until that one is back, until it
 * is full, or until an even share of the quota's window has passed, so that a burst of askers fills a few large batches
 * instead of spending the whole quota on small ones. Ids that nobody waits for ride in the free places.
 */
export class Batcher<T> {
  private readonly waiting: Record<Priority, Set<Flight<T>>> = { people: new Set(), background: new Set() };
  private readonly reserved: Record<Priority, number> = { people: 0, background: 0 };
  private underWay = 0;
  private lastStart = Number.NEGATIVE_INFINITY;
  private waking = false;
  private latestDeadline = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: BatcherOptions<T>) {}

  add(flight: Flight<T>): void {
    if (flight.ending.ended) {
      flight.crash(flight.ending.ended.reason);
      return;
    }
    this.waiting[flight.priority].add(flight);
    this.latestDeadline = Math.max(this.latestDeadline, flight.latestDeadline);
    flight.ending.whenEnded(() => this.remove(flight));
    this.consider();
  }

  /** A person has joined a flight that nobody was waiting for. */
  promote(flight: Flight<T>): void {
    if (!this.waiting.background.delete(flight)) return;
    this.waiting.people.add(flight);
    this.latestDeadline = Math.max(this.latestDeadline, flight.latestDeadline);
    this.consider();
  }

  private remove(flight: Flight<T>): void {
    const waited = this.waiting.people.delete(flight) || this.waiting.background.delete(flight);
    if (waited) flight.crash(flight.ending.ended?.reason);
  }

  private consider(): void {
    const { maxBatch } = this.options;
    const people = this.waiting.people.size - this.reserved.people * maxBatch;
    const all = people + this.waiting.background.size - this.reserved.background * maxBatch;
    const priority = people > 0 ? "people" : "background";
    const unserved = people > 0 ? people : all;
    if (unserved <= 0) return;
    if (unserved < maxBatch && this.busy()) {
      this.wakeLater();
    } else {
      this.reserve(priority);
      this.consider();
    }
  }

  private gapMs(): number {
    const { requests, windowMs } = this.options.upstream.pacer.quota;
    return windowMs / requests;
  }

  private busy(): boolean {
    const pending = this.underWay + this.reserved.people + this.reserved.background;
    return pending > 0 && this.options.clock.elapsed() < this.lastStart + this.gapMs();
  }

  private wakeLater(): void {
    if (this.waking) return;
    this.waking = true;
    const wake = (): void => {
      this.waking = false;
      this.consider();
    };
    this.options.clock.after(this.lastStart + this.gapMs() - this.options.clock.elapsed(), wake);
  }

  private reserve(priority: Priority): void {
    const { upstream, clock, deadlineMs } = this.options;
    this.reserved[priority]++;
    this.lastStart = Math.max(this.lastStart, clock.elapsed());
    // For people a turn is worth having as long as one of them still waits.
    const deadline = priority === "people" ? this.latestDeadline : clock.elapsed() + deadlineMs.background;
    const wanted = (): boolean => this.waiting.people.size + this.waiting.background.size > 0;
    upstream.reserve({ priority, deadline, wanted }).then(
      (slot) => this.depart(slot, priority),
      (error) => this.refused(error, priority),
    );
  }

  private refused(error: unknown, priority: Priority): void {
    this.reserved[priority]--;
    // Flights leave in the order in which they came, so the turn that is not to be had is that of the last.
    if (error !== UNWANTED) for (const flight of this.takeLast(priority)) flight.crash(error);
    this.consider();
  }

  private depart(slot: Slot, priority: Priority): void {
    this.reserved[priority]--;
    const flights = this.take();
    if (flights.length === 0) {
      slot.release();
      return;
    }
    this.underWay++;
    this.lastStart = this.options.clock.elapsed();
    const landed = (): void => {
      this.underWay--;
      slot.release();
      this.consider();
    };
    this.fly(flights, slot, priority).then(landed, landed);
  }

  private async fly(flights: readonly Flight<T>[], slot: Slot, priority: Priority): Promise<void> {
    const { clock, deadlineMs, fly } = this.options;
    const trace = { calls: 0, retries: 0, waitedMs: 0 };
    const askers = new Set(flights.flatMap((flight) => [...flight.askers]));
    const passage: Passage = { trace, askers };
    setOut(flights, passage);
    const latest = flights.reduce((until, flight) => Math.max(until, flight.latestDeadline), 0);
    const deadline = Math.max(clock.elapsed() + deadlineMs[priority], latest);
    try {
      await fly(flights, { priority, deadline, ending: endOfAll(flights), slot, trace });
    } catch (error) {
      for (const flight of flights) flight.crash(error);
    }
  }

  /** People first; those that have used up their calls not at all. */
  private take(): Flight<T>[] {
    const taken: Flight<T>[] = [];
    for (const waiting of [this.waiting.people, this.waiting.background])
      for (const flight of waiting) {
        if (taken.length === this.options.maxBatch) return taken;
        waiting.delete(flight);
        const most = flight.usedUp();
        if (most === null) taken.push(flight);
        else flight.crash(new CallLimitError(this.options.upstream.source, most));
      }
    return taken;
  }

  private takeLast(priority: Priority): Flight<T>[] {
    const waiting = this.waiting[priority];
    const taken = [...waiting].slice(-this.options.maxBatch);
    for (const flight of taken) waiting.delete(flight);
    return taken;
  }
}

/** Ends the upstream call once every flight in it has been given up by all its askers. */
function endOfAll<T>(flights: readonly Flight<T>[]): Ending {
  const ending = new OpenEnding();
  let left = flights.length;
  const leave = (): void => {
    left--;
    if (left === 0) ending.end(new DOMException("Every asker has gone away.", "AbortError"));
  };
  for (const flight of flights) flight.ending.whenEnded(leave);
  return ending;
}
