import type { Clock } from "../../upstream/index.js";
import type { Client } from "../access/client.js";

/** What is left of a client's budget. */
export interface BudgetStatus {
  /** What may be spent in a minute. */
  limit: number;
  remaining: number;
  /** Seconds until all of it is there again. */
  resetSeconds: number;
}

/** The budgets of all clients: each fills up again evenly, to one minute's worth at most. */
export interface Budgets {
  /** Takes from a client's budget. @returns 0, or in how many seconds there is enough; then nothing is taken */
  take(client: Client, cost: number): number;
  giveBack(client: Client, cost: number): void;
  /** Null for a client without a limit. */
  status(client: Client): BudgetStatus | null;
}

interface Purse {
  amount: number;
  /** When that was the amount, on the clock's `elapsed` scale. */
  at: number;
}

const MINUTE_MS = 60_000;
/** Clients that are remembered. The longest unseen goes first; by then its purse is full again, or it is one of a flood. */
const MOST_CLIENTS = 10_000;

export function createBudgets(clock: Clock): Budgets {
  const purses = new Map<string, Purse>();

  const purseOf = (id: string, limit: number): Purse => {
    const now = clock.elapsed();
    const purse = purses.get(id) ?? { amount: limit, at: now };
    purse.amount = Math.min(limit, purse.amount + ((now - purse.at) / MINUTE_MS) * limit);
    purse.at = now;
    purses.delete(id);
    purses.set(id, purse);
    if (purses.size > MOST_CLIENTS) purses.delete(purses.keys().next().value ?? "");
    return purse;
  };

  return {
    take: ({ id, costPerMinute: limit }, cost) => {
      if (limit === null) return 0;
      const purse = purseOf(id, limit);
      // What costs more than a whole minute's worth is let through once the purse is full.
      const needed = Math.min(cost, limit);
      if (purse.amount < needed) return secondsUntil(needed - purse.amount, limit);
      purse.amount -= cost;
      return 0;
    },
    giveBack: ({ id, costPerMinute: limit }, cost) => {
      if (limit !== null) purseOf(id, limit).amount += cost;
    },
    status: ({ id, costPerMinute: limit }) => {
      if (limit === null) return null;
      const { amount } = purseOf(id, limit);
      const remaining = Math.min(limit, Math.max(0, Math.floor(amount)));
      return { limit, remaining, resetSeconds: amount >= limit ? 0 : secondsUntil(limit - amount, limit) };
    },
  };
}

function secondsUntil(missing: number, limit: number): number {
  return Math.max(1, Math.ceil((missing / limit) * (MINUTE_MS / 1_000)));
}
