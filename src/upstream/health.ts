import type { BreakerState } from "./breaker.js";
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
}

const SAMPLE = 200;
/** An upstream whose last failure is younger than this, and younger than its last success, is degraded. */
const RECENT_MS = 60_000;

/** Counts what happens at one source. */
export class SourceStatistics {
  hits = 0;
  misses = 0;
  calls = 0;
  retries = 0;
  lastError: { failure: UpstreamFailure; at: number } | null = null;
  dataVersion: string | null = null;
  private lastSuccessAt = 0;
  private readonly latencies: number[] = [];

  succeeded(latencyMs: number, now: number): void {
    this.calls++;
    this.lastSuccessAt = now;
    if (this.latencies.push(latencyMs) > SAMPLE) this.latencies.shift();
  }

  failed(error: UpstreamError, now: number): void {
    this.calls++;
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
    const sorted = this.latencies.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  }
}
