import type { Clock } from "./clock.js";
import type { Invalidations } from "./invalidations.js";
import type { Observer } from "./observer.js";
import type { Shared } from "./shared.js";
import type { Store } from "./store.js";

/** Where notes for the operator go: each kind of trouble once, not once a request. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** What every upstream and cache of this process shares. */
export interface Platform {
  clock: Clock;
  log: Log;
  store: Store;
  /** Names the operator to the upstreams, as their terms ask. */
  userAgent: string;
  /** Most bytes (approximate) that the parsed records of one kind may take in memory. */
  memoryBytes: number;
  /** What the operator has declared outdated. */
  invalidations?: Invalidations;
  /** What is shared with other processes that serve the same upstreams, where there are any. */
  shared?: Shared;
  /** Set where the upstreams are inside this process, to be practised on: their quotas are not kept. */
  isPractice?: boolean;
  /** Who wants to follow single questions; by default nobody. */
  observer?: Observer | undefined;
}
