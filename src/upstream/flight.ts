import type { Call, Priority } from "./call.js";
import { untilAborted } from "./deadline.js";
import type { Entry } from "./entry.js";
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
  land!: (entry: Entry<T>) => void;
  crash!: (error: unknown) => void;
  private readonly controller = new AbortController();

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

  /** Aborted when every asker has gone away. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /**
   * Waits for the record on behalf of one asker, until `until` ends.
   * @throws the flight's error, or the reason why the wait ended
   */
  async join(call: Call, until: AbortSignal): Promise<Entry<T>> {
    this.askers.add(call);
    try {
      return await untilAborted(this.arrival, until);
    } finally {
      if (call.signal.aborted) this.leave(call);
    }
  }

  private leave(call: Call): void {
    this.askers.delete(call);
    if (this.askers.size === 0 && this.priority === "people") this.controller.abort(call.signal.reason);
  }
}
