import type { Call, Priority } from "./call.js";
import { type Ending, OpenEnding } from "./ending.js";
import type { Entry } from "./entry.js";
import type { SourceReport } from "./report.js";
import type { UpstreamTrace } from "./upstream.js";

/** How an asker came to share a flight's upstream calls. */
export interface Passage {
  trace: UpstreamTrace;
  /** Askers served by the same upstream calls. */
  askers: Set<Call>;
}

/**
 * One record on its way, whoever asked for it. The second asker joins the first; one that goes away ends only its own
 * wait; when all have gone, the work is aborted.
 */
export class Flight<T> {
  readonly askers = new Set<Call>();
  readonly arrival: Promise<Entry<T>>;
  /** What the upstream calls behind this flight cost; set when they are made. */
  passage: Passage | null = null;
  /** The copy to fall back on. */
  held: Entry<T> | undefined;
  /** Until when the most patient of its askers waits, on the clock's `elapsed` scale. */
  latestDeadline = Number.NEGATIVE_INFINITY;
  land!: (entry: Entry<T>) => void;
  crash!: (error: unknown) => void;
  private readonly abandonment = new OpenEnding();

  constructor(
    readonly id: string,
    public priority: Priority,
  ) {
    this.arrival = new Promise((resolve, reject) => {
      this.land = resolve;
      this.crash = reject;
    });
    // A flight that nobody waits for any more may still crash; that is no unhandled rejection.
    this.arrival.catch(() => undefined);
  }

  /** Ended when every asker has gone away. */
  get ending(): Ending {
    return this.abandonment;
  }

  join(call: Call): void {
    this.askers.add(call);
    if (this.passage && !this.passage.askers.has(call)) {
      this.passage.askers.add(call);
      count(call);
    }
    this.latestDeadline = Math.max(this.latestDeadline, call.deadline);
  }

  /**
   * How many calls each of its askers may make, when none may make another; else null. What is fetched for nobody in
   * particular is bounded by its own means.
   */
  usedUp(): number | null {
    let most: number | null = null;
    for (const { allowance } of this.askers) {
      if (!allowance || allowance.left > 0) return null;
      most = allowance.most;
    }
    return most;
  }

  /** For an asker that has gone away; one whose time is up stays, so that what it asked for is there for the next. */
  leave(call: Call): void {
    this.askers.delete(call);
    if (this.askers.size === 0 && this.priority === "people") this.abandonment.end(call.signal.reason);
  }
}

/** Upstream calls are made for flights now: each of those that they serve has one less to make. */
export function setOut(flights: readonly { passage: Passage | null }[], passage: Passage): void {
  for (const flight of flights) flight.passage = passage;
  for (const call of passage.askers) count(call);
}

function count({ allowance }: Call): void {
  if (allowance) allowance.left--;
}

/** Writes what upstream calls have cost into the report of one of those who were served by them. */
export function reportPassage(report: SourceReport, { trace, askers }: Passage): void {
  if (askers.size > 1) report.sharedCalls += trace.calls;
  else report.ownCalls += trace.calls;
  report.retries += trace.retries;
  report.waitedMs = Math.max(report.waitedMs, Math.round(trace.waitedMs));
}
