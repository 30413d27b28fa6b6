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

/** The longest pause and one probe that times out must fit into the 15 s within which a source shall be whole again. */
const DEFAULT_POLICY: BreakerPolicy = { consecutive: 5, share: 0.5, sample: 20, openMs: 1_000, longestOpenMs: 8_000 };

/**
 * Stops asking an upstream that is down, and finds out with one question at a time whether it is back.
 *
 * Only "unavailable" and "timeout" count: an answer that says no (429, 400, a maintenance page) comes from an upstream
 * that is up, and has its own treatment.
 */
export class Breaker {
  private failuresInRow = 0;
  private recent: boolean[] = [];
  private openUntil = 0;
  private openMs: number;
  private open = false;
  private openings = 0;
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

  /**
   * Runs a question, unless the upstream is known to be down, and learns from how it ends.
   * @param question is told whether it is the one that finds out if the upstream is back
   */
  async run<T>(question: (probe: boolean) => Promise<T>): Promise<T> {
    this.check();
    const probe = this.open;
    if (probe) this.probing = true;
    // What was asked before the breaker opened says nothing new, and must neither prolong the pause nor end it.
    const { openings } = this;
    const counts = (): boolean => probe || openings === this.openings;
    try {
      const answer = await question(probe);
      if (counts()) this.succeeded();
      return answer;
    } catch (error) {
      if (counts()) this.failed(error);
      throw error;
    } finally {
      if (probe) this.probing = false;
    }
  }

  private succeeded(): void {
    this.failuresInRow = 0;
    this.openMs = this.policy.openMs;
    this.open = false;
    this.remember(true);
  }

  private failed(error: unknown): void {
    if (!(error instanceof UpstreamError) || error.failure === "throttled") return;
    if (error.failure === "unavailable" || error.failure === "timeout") this.countFailure(error);
    else this.succeeded();
  }

  private countFailure(error: UpstreamError): void {
    this.lastFailure = error;
    this.failuresInRow++;
    this.remember(false);
    if (this.open) this.openMs = Math.min(this.openMs * 2, this.policy.longestOpenMs);
    if (this.open || this.failuresInRow >= this.policy.consecutive || this.tooManyFailed()) this.trip();
  }

  private trip(): void {
    this.open = true;
    this.openings++;
    this.openUntil = this.clock.elapsed() + this.openMs;
    this.recent = [];
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
      retryable: true,
    });
  }
}
