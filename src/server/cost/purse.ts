/** What one client has, as this process believes. */
export interface Purse {
  /** What may be spent in a minute, and the most that a purse holds. */
  limit: number;
  /** Below zero when the client owes. */
  amount: number;
  /** When that was the amount, on the clock's `elapsed` scale. */
  at: number;
}

const MINUTE_MS = 60_000;

/** Brings a purse up to `now`: it fills up evenly. */
export function refill(purse: Purse, now: number): void {
  purse.amount = Math.min(purse.limit, purse.amount + ((now - purse.at) / MINUTE_MS) * purse.limit);
  purse.at = now;
}

/** In how many seconds this much more is there; at least 1. */
export function secondsUntil(missing: number, limit: number): number {
  return Math.max(1, Math.ceil((missing / limit) * (MINUTE_MS / 1_000)));
}
