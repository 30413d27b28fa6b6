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
  /** Set for a call that shall ask no upstream, but find out what it would ask. */
  readonly rehearsal?: Rehearsal;
}

export interface CallOptions {
  deadlineMs: number;
  priority?: Priority;
  signal?: AbortSignal;
  report?: Report;
  rehearsal?: Rehearsal;
}

const NEVER = new AbortController().signal;

/** A call that must be answered within `deadlineMs` milliseconds from now. */
export function createCall(clock: Clock, options: CallOptions): Call {
  return {
    priority: options.priority ?? "people",
    deadline: clock.elapsed() + options.deadlineMs,
    signal: options.signal ?? NEVER,
    report: options.report ?? new Report(),
    ...(options.rehearsal && { rehearsal: options.rehearsal }),
  };
}
