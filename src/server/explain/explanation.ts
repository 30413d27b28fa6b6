import type { FieldPrice } from "../cost/price.js";

/** Records of one kind. */
export interface KindCount {
  kind: string;
  records: number;
  /** Calls that fetch them. */
  calls: number;
}

/** What an operation needs of one source, with the caches as they are now. */
export interface SourceForecast {
  source: string;
  /** Records and answers that can be shown without a call. */
  atHand: number;
  /** What has to be fetched, as far as it is known before anything is fetched. */
  toFetch: KindCount[];
  /** What can be shown at once and is fetched anew behind. */
  toRefresh: KindCount[];
  /** Calls that are known to be needed; what they bring can lead to more. */
  callsAtLeast: number;
  /** Calls with nothing in a cache; null where the price of the operation does not part its sources. */
  callsAtMost: number | null;
  /** Until a call could start, milliseconds. */
  waitMs: number;
}

/** What one source did. */
export interface SourceOutcome {
  source: string;
  atHand: number;
  stale: number;
  fetched: number;
  absent: number;
  ownCalls: number;
  sharedCalls: number;
  retries: number;
  waitedMs: number;
  failures: string[];
}

export interface Forecast {
  callsAtLeast: number;
  callsAtMost: number;
  waitMs: number;
  sources: SourceForecast[];
}

export interface Outcome {
  durationMs: number;
  calls: number;
  sources: SourceOutcome[];
}

/** Why an operation costs what it costs: what it would do, and what it did. */
export interface Explanation {
  operation: string | null;
  price: number;
  /** The fields that cost most. */
  dearest: FieldPrice[];
  before: Forecast;
  /** Null when it was not executed. */
  after: Outcome | null;
}
