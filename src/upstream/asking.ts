import DataLoader from "dataloader";
import type { Call } from "./call.js";
import type { Passage } from "./flight.js";

/** What one asker has under way, and which upstream calls its report has counted. */
export interface Asking<T> {
  loader: DataLoader<string, T | null>;
  counted: Set<Passage>;
}

const MOST_TOGETHER = 1_000;

/** The askers of one kind of record: what one of them needs at the same moment is loaded together, each id once. */
export class Askings<T> {
  private readonly byCall = new WeakMap<Call, Asking<T>>();

  constructor(private readonly loadTogether: (ids: readonly string[], call: Call) => Promise<(T | null | Error)[]>) {}

  of(call: Call): Asking<T> {
    let asking = this.byCall.get(call);
    if (!asking) {
      const options = { maxBatchSize: MOST_TOGETHER };
      const loader = new DataLoader<string, T | null>((ids) => this.loadTogether(ids, call), options);
      asking = { loader, counted: new Set() };
      this.byCall.set(call, asking);
    }
    return asking;
  }
}
