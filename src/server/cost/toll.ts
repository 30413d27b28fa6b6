import type { GraphQLSchema } from "graphql";
import type { Clock, Report, SharedSpending } from "../../upstream/index.js";
import type { Client } from "../access/client.js";
import { Refusal } from "../refusal.js";
import { type BudgetStatus, type Budgets, createBudgets } from "./budgets.js";
import { dearestOf, type Price } from "./price.js";
import { createPricer, type PricedOperation, type PriceLimits, type Pricer } from "./pricer.js";
import { CALL_COST } from "./prices.js";

/** What one request was charged. */
export interface Charge {
  /** What it can cost at most. */
  readonly price: Price;
  /** Its client's budget now; null where there is no limit. */
  budget(): BudgetStatus | null;
  /** The name of the API key that it was charged to; null for a caller without one. */
  readonly key: string | null;
  /** Pays back what was estimated and not used, when the answer is there; once. */
  settle(report: Report, executed: boolean): void;
}

/** Charges operations before they are executed. */
export interface Toll {
  /**
   * @throws GraphQLError OPERATION_TOO_COMPLEX for an operation above the limits, Refusal 429 for a client that has
   * nothing left
   */
  charge(client: Client, asked: PricedOperation): Charge;
}

/**
 * Creates the toll of a schema. Every operation that is executed costs at least 1.
 * @param shared makes one budget of those that a client has in several processes; null where there is one process
 */
export function createToll(
  schema: GraphQLSchema,
  limits: PriceLimits,
  clock: Clock,
  shared: SharedSpending | null,
): Toll {
  const pricer = createPricer(schema, limits);
  const budgets = createBudgets(clock, shared);
  return {
    charge: (client, asked) => {
      const price = pricer.price(asked);
      const cost = Math.max(1, price.cost);
      const waitSeconds = budgets.take(client, cost);
      if (waitSeconds > 0) throw exhausted(waitSeconds, client, { price, asked, pricer, budgets });
      let isSettled = false;
      return {
        price,
        key: client.key,
        budget: () => budgets.status(client),
        settle: (report, executed) => {
          if (isSettled) return;
          isSettled = true;
          const unused = executed ? CALL_COST * Math.max(0, price.upstreamCalls - callsIn(report)) : cost - 1;
          budgets.giveBack(client, Math.min(unused, cost - 1));
        },
      };
    },
  };
}

/** Calls that were made for this request alone or for others too. */
function callsIn({ sources }: Report): number {
  let calls = 0;
  for (const { ownCalls, sharedCalls } of sources.values()) calls += ownCalls + sharedCalls;
  return calls;
}

interface Circumstances {
  price: Price;
  asked: PricedOperation;
  pricer: Pricer;
  budgets: Budgets;
}

/** The refusal of a client that has too little left. */
export class BudgetRefusal extends Refusal {
  constructor(
    readonly waitSeconds: number,
    message: string,
    headers: Record<string, string>,
    facts: Record<string, unknown>,
  ) {
    const extensions = { retryable: true, retryAfter: waitSeconds, ...facts };
    super(429, "RATE_LIMITED", message, { "retry-after": String(waitSeconds), ...headers }, extensions);
  }
}

function exhausted(
  waitSeconds: number,
  client: Client,
  { price, asked, pricer, budgets }: Circumstances,
): BudgetRefusal {
  const status = budgets.status(client);
  const message =
    `This operation can cost ${price.cost}, and ${status?.remaining ?? 0} of your ${status?.limit ?? 0} a minute is left. ` +
    `Try again in ${waitSeconds} s, or ask for less.`;
  const facts = { ...price, limit: status?.limit, remaining: status?.remaining };
  return new BudgetRefusal(waitSeconds, message, budgetHeaders(status), {
    ...facts,
    dearest: dearestOf(pricer.itemize(asked)),
  });
}

/** A budget as response headers; none where there is no limit. */
export function budgetHeaders(status: BudgetStatus | null): Record<string, string> {
  if (!status) return {};
  return {
    "ratelimit-limit": String(status.limit),
    "ratelimit-remaining": String(status.remaining),
    "ratelimit-reset": String(status.resetSeconds),
  };
}
