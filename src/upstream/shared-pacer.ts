import type { Priority } from "./call.js";
import type { Clock } from "./clock.js";
import { UpstreamError } from "./errors.js";
import { Pacer, type Quota, type Slot, type Turn } from "./pacer.js";
import type { Ledger } from "./shared.js";

/** So that a process can have its next request wait for its start while one is under way. */
const LEAST_CONCURRENCY = 2;

/** A pacer whose places are also claimed from all processes' common ledger: first in the own queue, then in the common one. */
export class SharedPacer extends Pacer {
  private claiming = 0;

  constructor(
    private readonly name: string,
    whole: Quota,
    private readonly time: Clock,
    private readonly ledger: Ledger,
    answerMs?: () => number,
  ) {
    super(name, shareOf(whole, ledger), time, answerMs);
  }

  override async acquire(turn: Turn): Promise<Slot> {
    const slot = await super.acquire(turn);
    const since = this.time.elapsed();
    this.claiming++;
    try {
      if (!(await this.ledger.claim(turn.deadline, turn.ending?.signal))) throw this.outOfTurn();
    } catch (error) {
      slot.release();
      throw error;
    } finally {
      this.claiming--;
    }
    slot.waitedMs += this.time.elapsed() - since;
    return slot;
  }

  /** While a claim waits, others hold the starts of this window. */
  override estimate(priority?: Priority): number {
    return Math.max(super.estimate(priority), this.claiming > 0 ? this.quota.windowMs : 0);
  }

  override hold(ms: number): void {
    super.hold(ms);
    void this.ledger.hold(ms);
  }

  private outOfTurn(): UpstreamError {
    const retryAfterSeconds = Math.ceil(this.quota.windowMs / 1_000);
    const message = "no turn before the deadline: other processes share the quota";
    return new UpstreamError(this.name, "throttled", message, { retryAfterSeconds, retryable: false });
  }
}

/** The number of starts is kept to by the ledger; connections, which it does not count, are divided. */
function shareOf(whole: Quota, ledger: Ledger): Quota {
  return {
    ...whole,
    get concurrency() {
      const share = Math.ceil(whole.concurrency / ledger.replicas());
      return Math.min(whole.concurrency, Math.max(LEAST_CONCURRENCY, share));
    },
  };
}
