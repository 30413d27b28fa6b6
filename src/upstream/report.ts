import type { Entry } from "./entry.js";
import type { UpstreamFailure } from "./errors.js";

/** What happened at one source for one asker. Counts are of records, but for the calls. */
export interface SourceReport {
  fresh: number;
  stale: number;
  staleAfterError: number;
  /** Records or answers that the source does not have. */
  absent: number;
  fetched: number;
  /** Upstream calls made for this asker alone. */
  ownCalls: number;
  /** Upstream calls that served other askers too. */
  sharedCalls: number;
  retries: number;
  /** Longest wait for a place in the source's queue, milliseconds. */
  waitedMs: number;
  /** Age of the oldest record that was served past its lifetime, milliseconds. */
  oldestStaleMs: number;
  failures: UpstreamFailure[];
}

/** What happened for one asker, per source, and for how long all of it together stays fresh. */
export class Report {
  readonly sources = new Map<string, SourceReport>();
  /** Milliseconds for which everything served so far stays within its lifetime; Infinity when nothing was served. */
  freshForMs = Number.POSITIVE_INFINITY;

  of(source: string): SourceReport {
    let found = this.sources.get(source);
    if (!found) {
      found = {
        fresh: 0,
        stale: 0,
        staleAfterError: 0,
        absent: 0,
        fetched: 0,
        ownCalls: 0,
        sharedCalls: 0,
        retries: 0,
        waitedMs: 0,
        oldestStaleMs: 0,
        failures: [],
      };
      this.sources.set(source, found);
    }
    return found;
  }

  /** Notes that something was served that stays within its lifetime for `ms`. */
  lives(ms: number): void {
    if (ms < this.freshForMs) this.freshForMs = Math.max(0, ms);
  }

  /** Notes that a copy was served at `now` that is past its lifetime. */
  servedStale(source: string, { failedAt, storedAt }: Entry<unknown>, now: number): void {
    const report = this.of(source);
    if (failedAt === null) report.stale++;
    else report.staleAfterError++;
    report.oldestStaleMs = Math.max(report.oldestStaleMs, now - storedAt);
    this.lives(0);
  }

  /** Notes that something was served at `now` that has just come from its source. */
  servedFetched(source: string, { value, freshUntil }: Entry<unknown>, now: number): void {
    const report = this.of(source);
    if (value === null) report.absent++;
    else report.fetched++;
    this.lives(freshUntil - now);
  }
}
