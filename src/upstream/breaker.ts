import type { Clock } from "./clock.js";
import { UpstreamError } from "./errors.js";

export type BreakerState = "CLOSED" | "OPEN" | "HALF_OPEN";

export interface BreakerPolicy {
  /** Failures in a row that open it. */
  consecutive: number;
  /** Share of the last `sample` questions that opens it when it failed. */
  share: number;
  sample: number;
  /** How long it stays open at first, milliseconds; doubled at every failed probe up to `longestOpenMs`. */
  openMs: number;
  longestOpenMs: number;
}

const DEFAULT_POLICY: BreakerPolicy = { consecutive: 5, share: 0.5, sample: 20, openMs: 1_000, longestOpenMs: 10_000 };

/**
 * Stops asking an upstream that is down, and finds out with one question at a time whether it is back.
 *
 * Only "unavailable" and "timeout" count: an answer that says no (429, 400, a maintenance page) comes from an upstream
 * that is up, and has its own treatment.
 */
export class Breaker {
  private failuresInRow = 0;
  private readonly recent: boolean[] = [];
  private openUntil = 0;
  private openMs: number;
  private open = false;
  private probing = false;
  private lastFailure: UpstreamError | null = null;

  constructor(
    private readonly source: string,
    private readonly clock: Clock,
    private readonly policy: BreakerPolicy = DEFAULT_POLICY,
  ) {
    this.openMs = policy.openMs;
  }

  state(): BreakerState {
    if (!this.open) return "CLOSED";
    return this.clock.elapsed() < this.openUntil ? "OPEN" : "HALF_OPEN";
  }

  /**
   * Refuses at once while the upstream is known to be down.
   * @throws UpstreamError of the kind that opened it
   */
  check(): void {
    if (this.open && (this.probing || this.clock.elapsed() < this.openUntil)) throw this.refusal();
  }

  /** Runs a question, unless the upstream is known to be down, and learns from how it ends. */
  async run<T>(question: () => Promise<T>): Promise<T> {
    this.check();
    this.probing = this.open;
    try {
      const answer = await question();
      this.succeeded();
      return answer;
    } catch (error) {
      this.failed(error);
      throw error;
    } finally {
      this.probing = false;
    }
  }

  private succeeded(): void {
    this.failuresInRow = 0;
    this.openMs = this.policy.openMs;
    if (this.open) this.recent.length = 0;
    this.open = false;
    this.remember(true);
  }

  private failed(error: unknown): void {
    if (!(error instanceof UpstreamError)) return;
    if (error.failure !== "unavailable" && error.failure !== "timeout") {
      if (error.failure !== "throttled") this.succeeded();
      return;
    }
    this.lastFailure = error;
    this.failuresInRow++;
    this.remember(false);
    if (this.open) this.openMs = Math.min(this.openMs * 2, this.policy.longestOpenMs);
    if (this.open || this.failuresInRow >= this.policy.consecutive || this.tooManyFailed()) this.trip();
  }

  private trip(): void {
    this.open = true;
    this.openUntil = this.clock.elapsed() + this.openMs;
  }

  private remember(success: boolean): void {
    this.recent.push(success);
    if (this.recent.length > this.policy.sample) this.recent.shift();
  }

  private tooManyFailed(): boolean {
    const failed = this.recent.filter((success) => !success).length;
    return this.recent.length >= this.policy.sample && failed >= this.policy.sample * this.policy.share;
  }

  private refusal(): UpstreamError {
    const failure = this.lastFailure?.failure ?? "unavailable";
    const wait = Math.max(1, Math.ceil((this.openUntil - this.clock.elapsed()) / 1000));
    return new UpstreamError(this.source, failure, `not asked: it has been failing (${this.lastFailure?.message})`, {
      retryAfterSeconds: wait,
      retryable: false,
    });
  }
}
