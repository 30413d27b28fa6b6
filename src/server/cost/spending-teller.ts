import type { Clock, SharedSpending, Spending, Standing } from "../../upstream/index.js";
import { type Purse, refill } from "./purse.js";

/** What a client may spend here before the others are heard, and what they have not been told. */
interface Account {
  readonly purse: Purse;
  /** Spent here and not told yet; negative when more was paid back. */
  untold: number;
  /** What is left of this process's share. Infinite when nobody else spends. */
  share: number;
  /** So much untold is worth a message of its own. */
  tellAt: number;
  /** When the others were heard last, on the clock's `elapsed` scale. */
  heardAt: number;
}

/** The others are told this often what clients spend here. */
const INTERVAL_MS = 1_000;
/** When a share runs low, they are told at once; yet not more often than this. */
const LEAST_INTERVAL_MS = 50;
/** What was heard longer ago says nothing any more. */
const STALE_MS = 2 * INTERVAL_MS;
const MOST_AT_ONCE = 500;
const WORTH_TELLING = 1 / 8;

/**
 * Makes one budget of those that a client has in several processes, behind everybody's back: requests are let through or
 * refused by what is known here, at once.
 *
 * Each process spends from its share of what was left to the client when the processes last told each other: all of it
 * when the client has spent in no other lately, else an even part. A client that has not been seen for two seconds has a
 * share of one in as many as there are processes, until they have been heard, a few milliseconds after its first request.
 *
 * The bound: shares together are no more than what is left. Beyond it can go one operation in each process, for a share
 * is never too small for a first one, and what one process lets through before it hears that another has begun to: at
 * most what was left, for one second. What was too much is owed by all, and has to fill up first. So a client never has
 * as much as two budgets at once, but for those operations, and over time it has one.
 *
 * When the others cannot be reached, each process counts for itself: the client then has a budget in each of them. What
 * it still owes here when they are back, a minute's worth at most, is told then.
 */
export class SpendingTeller {
  // Kept as long as the purse is.
  readonly #accounts = new WeakMap<Purse, Account>();
  readonly #changed = new Map<string, Account>();
  #alarm: AbortController | null = null;
  #isTelling = false;
  #isUrgent = false;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly shared: SharedSpending,
  ) {}

  /** Whether a client has something left of its share; if not, the others are asked. */
  allows(client: string, purse: Purse): boolean {
    const account = this.#accountOf(purse);
    if (account.share > 0) return true;
    this.#tellOf(client, account, true);
    return false;
  }

  /** @param cost negative for what is paid back */
  spent(client: string, purse: Purse, cost: number): void {
    const account = this.#accountOf(purse);
    account.share -= cost;
    account.untold += cost;
    this.#tellOf(client, account, account.untold > account.tellAt);
  }

  #accountOf(purse: Purse): Account {
    let account = this.#accounts.get(purse);
    if (!account) {
      account = { purse, untold: 0, share: 0, tellAt: 0, heardAt: Number.NEGATIVE_INFINITY };
      this.#accounts.set(purse, account);
    }
    const now = this.clock.elapsed();
    if (account.heardAt < now - STALE_MS) {
      this.#share(account, purse.amount, this.shared.processes());
      // Until the others are heard everything is worth telling.
      account.tellAt = 0;
    }
    return account;
  }

  #share(account: Account, remaining: number, processes: number): void {
    const share = processes > 1 ? remaining / processes : Number.POSITIVE_INFINITY;
    account.heardAt = this.clock.elapsed();
    account.share = share - account.untold;
    account.tellAt = Math.min(account.purse.limit * WORTH_TELLING, share / 2);
  }

  #tellOf(client: string, account: Account, isUrgent: boolean): void {
    this.#changed.set(client, account);
    if (isUrgent && !this.#isUrgent) {
      this.#isUrgent = true;
      this.#alarm?.abort();
    }
    if (!this.#isTelling) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#isTelling = true;
    while (this.#changed.size > 0) {
      await this.#pause();
      await this.#exchange();
    }
    this.#isTelling = false;
  }

  /** Until it is time to tell again. */
  async #pause(): Promise<void> {
    for (;;) {
      const due = this.#toldAt + (this.#isUrgent ? LEAST_INTERVAL_MS : INTERVAL_MS);
      const ms = due - this.clock.elapsed();
      if (ms <= 0) return;
      this.#alarm = new AbortController();
      await this.clock.sleep(ms, this.#alarm.signal).catch(() => undefined);
    }
  }

  async #exchange(): Promise<void> {
    const batch = [...this.#changed].slice(0, MOST_AT_ONCE);
    const spending = batch.map(([client, account]): Spending => {
      const spent = account.untold;
      account.untold = 0;
      this.#changed.delete(client);
      return { client, limit: account.purse.limit, spent };
    });
    this.#isUrgent &&= this.#changed.size > 0;
    this.#toldAt = this.clock.elapsed();
    const standings = await this.shared.exchange(spending);
    for (const [index, [client, account]] of batch.entries()) {
      const standing = standings[index];
      if (standing) this.#learn(account, standing);
      else this.#goAlone(client, account, spending[index]?.spent ?? 0);
    }
  }

  #learn(account: Account, { remaining, processes }: Standing): void {
    const { purse } = account;
    purse.amount = remaining - account.untold;
    purse.at = this.clock.elapsed();
    this.#share(account, remaining, processes);
  }

  #goAlone(client: string, account: Account, spent: number): void {
    const { purse } = account;
    refill(purse, this.clock.elapsed());
    // What has filled up again meanwhile is no debt.
    account.untold = Math.min(account.untold + spent, purse.limit - purse.amount);
    this.#share(account, purse.amount, 1);
    if (account.untold > 0) this.#changed.set(client, account);
  }
}
