import type { Clock } from "../clock.js";
import type { RedisLink } from "./link.js";

/** The lease of a replica that was killed ends after this long. */
const LEASE_MS = 1_500;
const RENEW_MS = 400;

/** Removes a lease, unless it has passed to somebody else. */
const RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end";

/** The right to fetch a record, held by one replica at a time and renewed for as long as it fetches. */
export class Leases {
  private readonly held = new Set<string>();
  private renewing: Promise<void> | null = null;
  private readonly end = new AbortController();

  constructor(
    private readonly link: RedisLink,
    private readonly clock: Clock,
    private readonly namespace: string,
    private readonly me: string,
  ) {}

  /** Which of the keys this replica may fetch; all of them when Redis is away. */
  async take(keys: readonly string[]): Promise<boolean[]> {
    const taken = await Promise.all(keys.map((key) => this.takeOne(key)));
    if (this.held.size > 0) this.renewing ??= this.renew();
    return taken;
  }

  async release(keys: readonly string[]): Promise<void> {
    const release = async (key: string): Promise<void> => {
      const lease = this.leaseOf(key);
      if (this.held.delete(key)) await this.link.run(RELEASE, [lease], [this.me]).catch(() => undefined);
    };
    await Promise.all(keys.map(release));
  }

  async close(): Promise<void> {
    await this.release([...this.held]);
    this.end.abort();
    await this.renewing;
  }

  private async takeOne(key: string): Promise<boolean> {
    const lease = this.leaseOf(key);
    const take = async (): Promise<boolean> =>
      (await this.link.send(lease, "SET", lease, this.me, "NX", "PX", LEASE_MS)) === "OK";
    try {
      // What was sent before the connection broke may have been heard.
      const again = async (): Promise<boolean> =>
        (await take()) || (await this.link.send(lease, "GET", lease)) === this.me;
      const mine = await take().catch(async (error) =>
        (await this.link.overBlink()) ? again() : Promise.reject(error),
      );
      if (mine) this.held.add(key);
      return mine;
    } catch {
      return true;
    }
  }

  private async renew(): Promise<void> {
    while (this.held.size > 0 && !this.end.signal.aborted) {
      await this.clock.sleep(RENEW_MS, this.end.signal).catch(() => undefined);
      const leases = [...this.held].map((key) => this.leaseOf(key));
      await Promise.all(
        leases.map((lease) => this.link.send(lease, "PEXPIRE", lease, LEASE_MS).catch(() => undefined)),
      );
    }
    this.renewing = null;
  }

  private leaseOf(key: string): string {
    return `${this.namespace}:lease:${key}`;
  }
}
