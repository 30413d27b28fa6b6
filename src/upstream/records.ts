import { Batcher } from "./batcher.js";
import { Cache, type CacheOptions } from "./cache.js";
import type { Call, Priority } from "./call.js";
import { type CopyFacts, recordLifetimes } from "./entry.js";
import type { UpstreamError } from "./errors.js";
import type { Eventual } from "./eventual.js";
import type { Fetched, Held } from "./fetched.js";
import type { Flight } from "./flight.js";
import { observed } from "./observer.js";
import type { Platform } from "./platform.js";
import type { Upstream, UpstreamCall } from "./upstream.js";

export interface RecordsOptions<T> extends CacheOptions {
  /** Most ids in one upstream call. */
  maxBatch: number;
  /**
   * Asks the upstream for records. Ids that are not in the map do not exist there.
   * @param held gives the copy at hand, for a conditional request
   */
  fetchMany(
    ids: readonly string[],
    call: UpstreamCall,
    held: (id: string) => Held<T> | undefined,
  ): Promise<ReadonlyMap<string, Fetched<T>>>;
}

/** Records known by id: cached one by one, fetched together. */
export interface Records<T> {
  /** What memory holds; undefined when it must be loaded. */
  peek(id: string, call: Call): T | null | undefined;
  /** The record, or null when the source has none; at once when memory holds it. */
  load(id: string, call: Call): Eventual<T | null>;
  /** Records in the order of their ids; what could not be had is its error, in its place. At once when memory holds all. */
  loadMany(ids: readonly string[], call: Call): Eventual<(T | null | UpstreamError)[]>;
  /** Remembers a record that came inside another answer. */
  put(id: string, value: T): void;
  /** Forgets records everywhere. */
  forget(ids: readonly string[]): Promise<void>;
  /** How the copy that is being shown stands to its source. */
  copyOf(record: object): CopyFacts;
}

/** Longest that the fetching of one batch may take, milliseconds. */
export const FLIGHT_MS: Record<Priority, number> = { people: 5_000, background: 30_000 };

export function createRecords<T>(platform: Platform, upstream: Upstream, options: RecordsOptions<T>): Records<T> {
  const fly = async (flights: readonly Flight<T>[], call: UpstreamCall): Promise<void> => {
    const byId = new Map(flights.map((flight) => [flight.id, flight]));
    upstream.statistics.batches.add(flights.length);
    await observed(platform, { source: upstream.source, kind: options.kind }, flights, async () => {
      const fetched = await options.fetchMany([...byId.keys()], call, (id) => heldBy(byId.get(id)));
      cache.land(flights, (id) => fetched.get(id) ?? { value: null });
    });
  };
  const { clock } = platform;
  const batcher = new Batcher<T>({ upstream, clock, maxBatch: options.maxBatch, deadlineMs: FLIGHT_MS, fly });
  const lifetimes = recordLifetimes(options.lifetimes, upstream.lifetimes);
  const cache = new Cache<T>(
    platform,
    upstream,
    { ...options, lifetimes, perCall: options.maxBatch },
    {
      depart: (flights) => {
        for (const flight of flights) batcher.add(flight);
      },
      promote: (flight) => batcher.promote(flight),
    },
  );
  return cache;
}

function heldBy<T>(flight: Flight<T> | undefined): Held<T> | undefined {
  return flight?.held && { value: flight.held.value, validator: flight.held.validator };
}
