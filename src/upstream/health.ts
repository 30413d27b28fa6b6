import type { BreakerState } from "./breaker.js";
import { Distribution } from "./distribution.js";
import type { UpstreamError, UpstreamFailure } from "./errors.js";

/** How a source is doing, as it looks from this process. */
export interface SourceHealth {
  source: string;
  status: "OK" | "DEGRADED" | "DOWN";
  breaker: BreakerState;
  quota: { requests: number; windowMs: number; remaining: number };
  queued: number;
  inFlight: number;
  /** Share of the records and answers asked for that needed no upstream call; null before the first. */
  hitRatio: number | null;
  calls: number;
  retries: number;
  /** Of the last 200 calls, milliseconds; null before the first. */
  p50Ms: number | null;
  p95Ms: number | null;
  lastError: { failure: UpstreamFailure; at: number } | null;
  dataVersion: string | null;
  /** Milliseconds until a call asked for now could start, as far as the quota decides it. */
  waitMs: number;
  /** What was counted since the start. */
  counts: SourceCounts;
}

/** What a source's upstream has been asked and how it went, since the start of the process. */
export interface SourceCounts {
  /** Records and answers that memory or the store could show. */
  readonly hits: number;
  /** Those of them that came from the store. */
  readonly storeHits: number;
  readonly misses: number;
  readonly failures: Readonly<Record<UpstreamFailure, number>>;
  /** How long calls took that succeeded, seconds. */
  readonly latency: Distribution;
  /** How long calls waited for their turn, seconds. */
  readonly waits: Distribution;
  /** Records per departure. */
  readonly batches: Distribution;
}

const LATENCY_BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const WAIT_BOUNDS = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const BATCH_BOUNDS = [1, 2, 5, 10, 20, 50, 100, 200];
const SAMPLE = 200;
/** An upstream whose last failure is younger than this, and younger than its last success, is degraded. */
const RECENT_MS = 60_000;

/** Counts what happens at one source. */
export class SourceStatistics implements SourceCounts {
  hits = 0;
  storeHits = 0;
  misses = 0;
  calls = 0;
  retries = 0;
  readonly failures: Record<UpstreamFailure, number> = {
    timeout: 0,
    throttled: 0,
    unavailable: 0,
    rejected: 0,
    malformed: 0,
  };
  readonly latency = new Distribution(LATENCY_BOUNDS);
  readonly waits = new Distribution(WAIT_BOUNDS);
  readonly batches = new Distribution(BATCH_BOUNDS);
  lastError: { failure: UpstreamFailure; at: number } | null = null;
  dataVersion: string | null = null;
  private lastSuccessAt = 0;
  private readonly latencies: number[] = [];
  /** The same, the shortest first: every call asks how long calls take. */
  private readonly sorted: number[] = [];

  succeeded(latencyMs: number, now: number): void {
    this.calls++;
    this.lastSuccessAt = now;
    this.latency.add(latencyMs / 1_000);
    this.latencies.push(latencyMs);
    this.sorted.splice(placeIn(this.sorted, latencyMs), 0, latencyMs);
    if (this.latencies.length <= SAMPLE) return;
    this.sorted.splice(placeIn(this.sorted, this.latencies.shift() ?? 0), 1);
  }

  failed(error: UpstreamError, now: number): void {
    this.calls++;
    this.failures[error.failure]++;
    this.lastError = { failure: error.failure, at: now };
  }

  degraded(now: number): boolean {
    const at = this.lastError?.at ?? 0;
    return at > this.lastSuccessAt && now - at < RECENT_MS;
  }

  hitRatio(): number | null {
    const asked = this.hits + this.misses;
    return asked === 0 ? null : this.hits / asked;
  }

  /** The latency that this share of the last calls stayed within, milliseconds. */
  percentile(share: number): number | null {
    const { sorted } = this;
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  }
}

/** Where a number stands in an ascending list, or would stand. */
function placeIn(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
