import type { Clock, SharedSpending } from "../../upstream/index.js";
import type { Client } from "../access/client.js";
import { type Purse, refill, secondsUntil } from "./purse.js";
import { SpendingTeller } from "./spending-teller.js";

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

/** Clients that are remembered. The longest unseen goes first; by then its purse is full again, or it is one of a flood. */
const MOST_CLIENTS = 10_000;

/**
 * Budgets that are counted in this process, at once and without waiting for anything.
 *
 * Where several processes share clients, a `SpendingTeller` makes one budget of theirs: see there for the bound.
 * @param shared null where there is one process
 */
export function createBudgets(clock: Clock, shared: SharedSpending | null): Budgets {
  const purses = new Map<string, Purse>();
  const teller = shared && new SpendingTeller(clock, shared);

  const purseOf = (id: string, limit: number): Purse => {
    const now = clock.elapsed();
    const purse = purses.get(id) ?? { limit, amount: limit, at: now };
    // The operator may have given the client another limit.
    purse.limit = limit;
    refill(purse, now);
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
      if (teller && !teller.allows(id, purse)) return 1;
      purse.amount -= cost;
      teller?.spent(id, purse, cost);
      return 0;
    },
    giveBack: ({ id, costPerMinute: limit }, cost) => {
      if (limit === null) return;
      const purse = purseOf(id, limit);
      purse.amount += cost;
      teller?.spent(id, purse, -cost);
    },
    status: ({ id, costPerMinute: limit }) => {
      if (limit === null) return null;
      const { amount } = purseOf(id, limit);
      const remaining = Math.min(limit, Math.max(0, Math.floor(amount)));
      return { limit, remaining, resetSeconds: amount >= limit ? 0 : secondsUntil(limit - amount, limit) };
    },
  };
}
