import type { Clock } from "./clock.js";
import type { Log } from "./platform.js";

const AGAIN_AFTER_MS = 60_000;
const MOST_KINDS = 100;

interface Complaint {
  saidAt: number;
  /** Times that it happened and was not said. */
  unsaid: number;
}

/**
 * Tells the operator of every kind of trouble when it first happens, and then once a minute at most with how often it
 * has happened: an ailing upstream must not flood the log.
 */
export class Complaints {
  private readonly complaints = new Map<string, Complaint>();

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Two complaints with the same facts and message are of one kind. */
  say(facts: object, message: string): void {
    const kind = `${message} ${JSON.stringify(facts)}`;
    const now = this.clock.elapsed();
    const before = this.complaints.get(kind);
    if (before && now < before.saidAt + AGAIN_AFTER_MS) {
      before.unsaid++;
      return;
    }
    this.complaints.delete(kind);
    this.complaints.set(kind, { saidAt: now, unsaid: 0 });
    const [oldest] = this.complaints.keys();
    if (this.complaints.size > MOST_KINDS && oldest !== undefined) this.complaints.delete(oldest);
    this.log.warn(before && before.unsaid > 0 ? { ...facts, timesBefore: before.unsaid } : facts, message);
  }
}
