import { describe, expect, it } from "@jest/globals";
import { type Budgets, createBudgets } from "../../../src/server/cost/budgets.js";
import type { SharedSpending, Spending } from "../../../src/upstream/index.js";
import { FakeClock } from "../../support/fake-clock.js";

const LIMIT = 600;
const client = { id: "address:192.0.2.7", key: null, costPerMinute: LIMIT };

/** What stands between the processes: one purse, on the same clock, that a test can take away. */
class Between {
  remaining = LIMIT;
  isAway = false;
  told: Spending[] = [];
  readonly #seen = new Map<number, number>();
  #at = 0;

  constructor(
    private readonly clock: FakeClock,
    private readonly processes: number,
  ) {}

  from(process: number): SharedSpending {
    return {
      processes: () => (this.isAway ? 1 : this.processes),
      exchange: async (spending) => {
        if (this.isAway) return spending.map(() => null);
        this.told.push(...spending);
        return spending.map(({ limit, spent }) => {
          const now = this.clock.elapsed();
          this.remaining = Math.min(limit, this.remaining + ((now - this.#at) / 60_000) * limit) - spent;
          this.#at = now;
          this.#seen.set(process, now);
          const lately = [...this.#seen.values()].filter((at) => at >= now - 3_000).length;
          return { remaining: Math.floor(this.remaining), processes: lately };
        });
      },
    };
  }
}

function open(processes: number): { clock: FakeClock; between: Between; budgets: Budgets[] } {
  const clock = new FakeClock();
  const between = new Between(clock, processes);
  const budgets = Array.from({ length: processes }, (_, index) => createBudgets(clock, between.from(index)));
  return { clock, between, budgets };
}

/** Asks at each process as long as it lets something through. @returns what was spent */
function drain(budgets: readonly Budgets[], cost: number): number {
  let spent = 0;
  for (const one of budgets) while (one.take(client, cost) === 0) spent += cost;
  return spent;
}

describe("A budget that several processes share", () => {
  it("is one budget, even when all of them are asked for everything in the same moment", () => {
    const { budgets } = open(4);

    // An even share of 150 each, and the operation that a share is never too small for.
    expect(drain(budgets, 40)).toBe(4 * 160);
  });

  it("fills up once for all: over minutes a client that asks all of them for all they give gets one budget a minute", async () => {
    const { budgets, clock } = open(4);
    let spent = 0;

    for (let second = 0; second < 300; second++) {
      spent += drain(budgets, 10);
      await clock.advance(1_000);
    }

    expect(spent).toBeGreaterThan(5.5 * LIMIT);
    // One to begin with, five that fill up; and at most one operation of each process at the end of each.
    expect(spent).toBeLessThanOrEqual(6 * LIMIT + 4 * 10);
  });

  it("is all there for a client that only one of them sees", async () => {
    const { budgets, clock } = open(4);
    const [one] = budgets as [Budgets];

    expect(one.take(client, 100)).toBe(0);
    await clock.advance(1);

    expect(100 + drain([one], 100)).toBe(LIMIT);
  });

  it("is spent in another process too, which knows of it before the client is there a second time", async () => {
    const { budgets, clock } = open(2);
    const [one, other] = budgets as [Budgets, Budgets];
    one.take(client, 100);
    await clock.advance(1);
    drain([one], 100);
    await clock.advance(1_000);

    // It has not heard of this client: half of what it takes to be there, and one operation.
    const late = drain([other], 100);
    await clock.advance(100);

    expect(late).toBeLessThanOrEqual(300);
    expect(drain([one, other], 100)).toBe(0);
    expect(other.status(client)?.remaining).toBe(0);
  });

  it("tells nothing while nobody spends, and not more than once a second of one who spends little", async () => {
    const { budgets, clock, between } = open(2);
    const [one] = budgets as [Budgets];

    for (let step = 0; step < 40; step++) {
      one.take(client, 1);
      await clock.advance(100);
    }
    const told = between.told.length;
    await clock.advance(60_000);

    expect(told).toBeGreaterThanOrEqual(4);
    expect(told).toBeLessThanOrEqual(6);
    expect(between.told.length).toBeLessThanOrEqual(told + 1);
    expect(clock.sleeping).toBe(0);
  });

  it("gets back in all of them what one pays back", async () => {
    const { budgets, clock, between } = open(2);
    const [one, other] = budgets as [Budgets, Budgets];
    one.take(client, 300);
    await clock.advance(1);
    expect(between.remaining).toBe(300);

    one.giveBack(client, 250);
    await clock.advance(1_000);
    other.take(client, 1);
    await clock.advance(1_000);

    expect(other.status(client)?.remaining).toBeGreaterThan(540);
  });

  it("is counted by each process alone while the others cannot be reached, which keeps nobody waiting", async () => {
    const { budgets, clock, between } = open(2);
    between.isAway = true;

    expect(drain(budgets, 100)).toBe(2 * LIMIT);

    await clock.advance(6_000);
    expect(drain(budgets, 60)).toBe(2 * 60);
  });

  it("is owed what was spent alone, but not more than has yet to fill up", async () => {
    const { budgets, clock, between } = open(2);
    const [one, other] = budgets as [Budgets, Budgets];
    between.isAway = true;
    for (let minute = 0; minute < 5; minute++) {
      drain([one], 100);
      await clock.advance(60_000);
    }
    drain([one], 300);
    await clock.advance(2_000);
    between.isAway = false;
    await clock.advance(1_000);

    other.take(client, 1);
    await clock.advance(1_000);

    expect(other.status(client)?.remaining).toBeLessThan(60);
    expect(other.status(client)?.remaining).toBeGreaterThan(20);
  });
});
