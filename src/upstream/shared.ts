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

/** A file that one process has made for all. */
export interface SharedFile {
  /** Tells its contents from those before; later ones sort after earlier ones. */
  edition: string;
  chunks: number;
}

/** Files that are made once and used by all processes. */
export interface SharedFiles {
  /** Does some work when no other process does it. Without a way to the others it is done at once. */
  exclusively<T>(name: string, work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** The newest edition, or null when there is none or it cannot be had now. */
  find(name: string): Promise<SharedFile | null>;
  /** @throws when a part is not to be had */
  read(name: string, file: SharedFile): AsyncIterable<Buffer>;
  /** Makes an edition known to all once it is there as a whole. */
  write(
    name: string,
    edition: string,
    length: number,
    readAt: (offset: number, length: number) => Buffer,
  ): Promise<void>;
  /** Told when another process has written this file. One listener a name. */
  whenWritten(name: string, listener: () => void): void;
}

/** What processes that serve the same upstreams share beside the store. */
export interface Shared {
  /** How long a record in memory is believed before the store is looked at, milliseconds. */
  readonly memoryMs: number;
  readonly files: SharedFiles;
  /** @param baseUrl tells upstreams of the same name apart */
  ledger(source: string, baseUrl: string, quota: Quota): Ledger;
  /** Lets one process fetch what several miss. `tiers` is told what others have fetched. */
  departures<T>(prefix: string, tiers: Tiers<T>, departures: Departures<T>): Departures<T>;
}

/** What one client has spent in this process since the others were told last. */
export interface Spending {
  client: string;
  /** What it may spend in a minute. */
  limit: number;
  /** Negative when more was paid back than spent. */
  spent: number;
}

/** How a client stands with all processes together. */
export interface Standing {
  /** What is left of its budget; below zero when it owes. */
  remaining: number;
  /** In how many processes it has spent lately, this one included. */
  processes: number;
}

/** Makes one budget of those that a client has in several processes. */
export interface SharedSpending {
  /** How many processes there are, as far as is known; 1 while the others cannot be reached. */
  processes(): number;
  /**
   * Tells what clients have spent here and learns how they stand, in the same order. Never rejects.
   * @returns null in the place of each client for whom the others cannot be reached; whether they have heard is not known
   */
  exchange(spending: readonly Spending[]): Promise<(Standing | null)[]>;
}
