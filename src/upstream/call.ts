import type { Clock } from "./clock.js";
import type { Rehearsal } from "./rehearsal.js";
import { Report } from "./report.js";

/** Who is waiting: a person now, or nobody in particular. People go first. */
export type Priority = "people" | "background";

/** One asker: everything that is fetched for one GraphQL request shares one. */
export interface Call {
  readonly priority: Priority;
  /** When the answer must be there, on the clock's `elapsed` scale (milliseconds). */
  readonly deadline: number;
  /** Aborted when the asker has gone away. It ends this asker's wait, not the work that others wait for. */
  readonly signal: AbortSignal;
  /** What happened for this asker, per source. */
  readonly report: Report;
  /** How many upstream calls may be made for it; not set where nobody counts. */
  readonly allowance?: CallAllowance;
  /** Set for a call that shall ask no upstream, but find out what it would ask. */
  readonly rehearsal?: Rehearsal;
  /** Set for a call that nobody asked for: it counts in no statistics of what is served. */
  readonly isPractice?: boolean;
}

/** Upstream calls that one asker may cause, those that it shares with others included, retries aside. */
export interface CallAllowance {
  readonly most: number;
  left: number;
}

export interface CallOptions {
  deadlineMs: number;
  priority?: Priority;
  /** Read when somebody waits for a source, and not before: a getter may make it only then. */
  signal?: AbortSignal;
  report?: Report;
  mostCalls?: number;
  rehearsal?: Rehearsal;
  isPractice?: boolean;
}

const NEVER = new AbortController().signal;

/** A call that must be answered within `deadlineMs` milliseconds from now. */
export function createCall(clock: Clock, options: CallOptions): Call {
  return {
    priority: options.priority ?? "people",
    deadline: clock.elapsed() + options.deadlineMs,
    get signal() {
      return options.signal ?? NEVER;
    },
    report: options.report ?? new Report(),
    ...(options.mostCalls !== undefined && { allowance: { most: options.mostCalls, left: options.mostCalls } }),
    ...(options.isPractice && { isPractice: true }),
    ...(options.rehearsal && { rehearsal: options.rehearsal }),
  };
}
