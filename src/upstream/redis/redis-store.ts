import type { Log } from "../platform.js";
import type { Store, StoreEntry } from "../store.js";
import { RedisAwayError, type RedisLink } from "./link.js";

export interface RedisStoreOptions {
  link: RedisLink;
  /** Serves while Redis is away, and fills a Redis that lost what it had. */
  local: Store;
  /** Parts releases and upstreams from one another. */
  namespace: string;
  log: Log;
}

/** What is put back into Redis from the local store is kept there for this long. */
const PUT_BACK_MS = 24 * 3_600_000;

/**
 * The texts that all replicas share, with this replica's own file beside them.
 *
 * Not through Keyv and its Redis adapter: under Keyv 6 that adapter (5.1) stores every entry without an expiry, as the
 * argument for it has changed its meaning, and it has no limit for the time of one command.
 */
export class RedisStore implements Store {
  private complained = false;

  constructor(private readonly options: RedisStoreOptions) {}

  async getMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    const { link, local } = this.options;
    const shared = await this.tried(() =>
      Promise.all(keys.map((key) => link.send(this.keyOf(key), "GET", this.keyOf(key)))),
    );
    const missing = keys.filter((_, index) => typeof shared?.[index] !== "string");
    if (missing.length === 0) return shared as string[];
    const own = await local.getMany(missing);
    const found = new Map(missing.flatMap((key, index) => (own[index] === undefined ? [] : [[key, own[index]]])));
    if (shared && found.size > 0) this.putBack(found);
    return keys.map((key, index) => (typeof shared?.[index] === "string" ? shared[index] : found.get(key)));
  }

  /** Resolves when other replicas can read the entries. */
  async setMany(entries: readonly StoreEntry[]): Promise<void> {
    await Promise.all([this.options.local.setMany(entries), this.write(entries)]);
  }

  async deleteMany(keys: readonly string[]): Promise<void> {
    const { link, local } = this.options;
    const remove = (key: string): Promise<unknown> => link.send(this.keyOf(key), "UNLINK", this.keyOf(key));
    await Promise.all([local.deleteMany(keys), this.tried(() => Promise.all(keys.map(remove)))]);
  }

  /** Closes the local store; the way to Redis has an owner of its own. */
  close(): Promise<void> {
    return this.options.local.close();
  }

  private async write(entries: readonly StoreEntry[]): Promise<void> {
    const now = Date.now();
    const set = ({ key, value, expiresAt }: StoreEntry): Promise<unknown> =>
      this.options.link.send(this.keyOf(key), "SET", this.keyOf(key), value, "PX", Math.max(1, expiresAt - now));
    await this.tried(() => Promise.all(entries.map(set)));
  }

  /** Only where Redis has nothing: what another replica has stored meanwhile is newer. */
  private putBack(found: ReadonlyMap<string, string>): void {
    const { link } = this.options;
    const set = ([key, value]: [string, string]): Promise<unknown> =>
      link.send(this.keyOf(key), "SET", this.keyOf(key), value, "PX", PUT_BACK_MS, "NX");
    void this.tried(() => Promise.all([...found].map(set)));
  }

  private keyOf(key: string): string {
    return `${this.options.namespace}:${key}`;
  }

  private async tried<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RedisAwayError)) this.complain(error);
      return null;
    }
  }

  private complain(error: unknown): void {
    if (!this.complained) this.options.log.error({ reason: String(error) }, "the shared store refuses commands");
    this.complained = true;
  }
}
