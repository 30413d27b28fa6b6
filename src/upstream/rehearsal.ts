import type { RecordKind } from "./observer.js";

/** A record or an answer that would be fetched. */
export interface MissedRecord extends RecordKind {
  id: string;
  /** How many of this kind one upstream call fetches. */
  perCall: number;
}

/** Notes what would be asked of upstreams, for a call that asks them nothing. */
export interface Rehearsal {
  /** Neither memory nor the store can show it. */
  missed(record: MissedRecord): void;
  /** A copy can be shown at once, and a newer one would be fetched behind. */
  refreshed(record: MissedRecord): void;
}
