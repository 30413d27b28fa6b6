import type { Clock } from "./clock.js";
import type { Ending } from "./ending.js";
import { UpstreamError } from "./errors.js";

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  attempts: number;
  /** The first wait is at most this long (full jitter), then twice that, and so on. */
  baseMs: number;
  longestMs: number;
  /** Retries that may be spent per question asked, over time: what bounds the load on an ailing upstream. */
  budgetShare: number;
}

const DEFAULT_POLICY: RetryPolicy = { attempts: 3, baseMs: 150, longestMs: 1_500, budgetShare: 0.4 };
const LARGEST_BUDGET = 10;

export interface Bounds {
  /** On the clock's `elapsed` scale, milliseconds. */
  deadline: number;
  ending: Ending;
  /** Asks once and takes the answer as it is. */
  once?: boolean;
  onRetry(): void;
}

/** Tries again after a failure that may pass, within the question's deadline and the source's budget of retries. */
export class Retry {
  private budget = LARGEST_BUDGET;

  constructor(
    private readonly clock: Clock,
    private readonly policy: RetryPolicy = DEFAULT_POLICY,
    private readonly random: () => number = Math.random,
  ) {}

  async run<T>(bounds: Bounds, attempt: () => Promise<T>): Promise<T> {
    this.budget = Math.min(LARGEST_BUDGET, this.budget + this.policy.budgetShare);
    let before: UpstreamError | null = null;
    for (let number = 1; ; number++) {
      try {
        return await attempt();
      } catch (error) {
        // That a retry gets no turn in time is not why the question failed.
        if (before && before.failure !== "throttled" && isOverdueTurn(error)) throw before;
        const wait = bounds.once ? null : this.waitBefore(number + 1, error, bounds);
        if (wait === null) throw error;
        before = error as UpstreamError;
        this.budget -= 1;
        bounds.onRetry();
        await this.clock.sleep(wait, bounds.ending.signal);
      }
    }
  }

  /** Milliseconds to wait before the next attempt, or null when there shall be none. */
  private waitBefore(next: number, error: unknown, bounds: Bounds): number | null {
    if (!(error instanceof UpstreamError) || !error.retryable || bounds.ending.ended) return null;
    if (next > this.policy.attempts || this.budget < 1) return null;
    // A throttled source is held back by its pacer for as long as it asked; a wait of our own on top would be lost time.
    const jitter = this.random() * Math.min(this.policy.longestMs, this.policy.baseMs * 2 ** (next - 2));
    const wait = error.failure === "throttled" ? 0 : jitter;
    const earliest = error.failure === "throttled" ? (error.retryAfterSeconds ?? 0) * 1000 : wait;
    return this.clock.elapsed() + earliest < bounds.deadline ? wait : null;
  }
}

/** Refused by this process's own pacer, not by the upstream. */
function isOverdueTurn(error: unknown): boolean {
  return error instanceof UpstreamError && error.failure === "throttled" && !error.retryable;
}
