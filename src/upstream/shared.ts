import type { Departures } from "./flights.js";
import type { Quota } from "./pacer.js";
import type { Tiers } from "./tiers.js";

/** The starts at one upstream that several processes share. */
export interface Ledger {
  /** How many processes share them, as far as is known. */
  replicas(): number;
  /**
   * Waits for a start of this process's own. It is to be used at once.
   * @param deadline on the clock's `elapsed` scale
   * @returns false when none would come in time
   */
  claim(deadline: number, signal?: AbortSignal): Promise<boolean>;
  /** Lets nobody start for this long. */
  hold(ms: number): Promise<void>;
}

/** What processes that serve the same upstreams share beside the store. */
export interface Shared {
  /** How long a record in memory is believed before the store is looked at, milliseconds. */
  readonly memoryMs: number;
  /** @param baseUrl tells upstreams of the same name apart */
  ledger(source: string, baseUrl: string, quota: Quota): Ledger;
  /** Lets one process fetch what several miss. `tiers` is told what others have fetched. */
  departures<T>(prefix: string, tiers: Tiers<T>, departures: Departures<T>): Departures<T>;
}
