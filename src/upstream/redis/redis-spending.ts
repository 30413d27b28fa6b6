import { createHash } from "node:crypto";
import type { Log } from "../platform.js";
import type { SharedSpending, Spending, Standing } from "../shared.js";
import { RedisAwayError, type RedisLink } from "./link.js";

export interface RedisSpendingOptions {
  link: RedisLink;
  /** What the keys begin with. */
  namespace: string;
  /** Names this process among all. */
  replica: string;
  /** How many processes there are. */
  processes: () => number;
  log: Log;
}

/** A process that has not spent for a client for this long needs no share of its budget. */
const LATELY_MS = 3_000;

/**
 * Takes what was spent from a client's purse, which fills up evenly on the clock of Redis, and says what is left.
 *
 * KEYS: the purse. ARGV: limit a minute, spent, own id, for how long a process counts after it has spent (milliseconds).
 * Replies {what is left, how many processes have spent lately}.
 */
const SPEND = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local purse, limit, spent, lately = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])
local amount = tonumber(redis.call('HGET', purse, 'amount') or limit)
local at = tonumber(redis.call('HGET', purse, 'at') or now)
amount = math.min(limit, amount + math.max(0, now - at) / 60000 * limit)
amount = math.min(limit, amount - spent)
redis.call('HSET', purse, 'amount', amount, 'at', now, 'by:' .. ARGV[3], now)
local processes = 0
local fields = redis.call('HGETALL', purse)
for i = 1, #fields, 2 do
  if string.sub(fields[i], 1, 3) == 'by:' then
    if now - fields[i + 1] > lately then redis.call('HDEL', purse, fields[i]) else processes = processes + 1 end
  end
end
redis.call('PEXPIRE', purse, math.ceil((limit - amount) / limit * 60000) + lately)
return {math.floor(amount), processes}
`;

/** One budget for each client of all processes, in Redis for as long as it is not full. */
export class RedisSpending implements SharedSpending {
  private complained = false;

  constructor(private readonly options: RedisSpendingOptions) {}

  processes(): number {
    return this.options.link.isUp() ? this.options.processes() : 1;
  }

  exchange(spending: readonly Spending[]): Promise<(Standing | null)[]> {
    return Promise.all(spending.map((spent) => this.spend(spent).catch((error) => this.complain(error))));
  }

  private async spend({ client, limit, spent }: Spending): Promise<Standing> {
    const { link, replica } = this.options;
    const reply = await link.run(SPEND, [this.keyOf(client)], [limit, spent, replica, LATELY_MS]);
    const [remaining, processes] = reply as [number, number];
    return { remaining, processes };
  }

  /** That Redis is away is said where it is noticed. */
  private complain(error: unknown): null {
    const isNew = !this.complained && !(error instanceof RedisAwayError);
    if (isNew) this.options.log.error({ reason: String(error) }, "budgets are counted by each gateway alone");
    this.complained ||= isNew;
    return null;
  }

  /** Who the clients are is nobody's business who can read Redis. */
  private keyOf(client: string): string {
    return `${this.options.namespace}:budget:${createHash("sha256").update(client).digest("hex").slice(0, 32)}`;
  }
}
