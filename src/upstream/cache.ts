import { Askings } from "./asking.js";
import type { Call } from "./call.js";
import { Deadline, endOf } from "./deadline.js";
import { endingOf } from "./ending.js";
import {
  type CopyFacts,
  copyFacts,
  createEntry,
  type Entry,
  isFresh,
  isPaused,
  isShownStale,
  type Lifetimes,
  type NewEntry,
  renewEntry,
} from "./entry.js";
import { asUpstreamError, UpstreamError } from "./errors.js";
import type { Eventual } from "./eventual.js";
import type { Fetched } from "./fetched.js";
import { type Flight, reportPassage } from "./flight.js";
import { type Departures, Flights } from "./flights.js";
import { followed, type RecordKind } from "./observer.js";
import type { Platform } from "./platform.js";
import { reasonOf } from "./reason.js";
import { Tiers } from "./tiers.js";
import type { Upstream } from "./upstream.js";

export interface CacheOptions {
  /** What is kept: `article`, `search`. Part of every key. */
  kind: string;
  /** To be raised when the shape of what is kept changes, so that a new release never misreads old entries. */
  version: number;
  lifetimes: Lifetimes;
  /** The version of the source's whole data set, null while unknown; entries of another version are stale. */
  dataVersion?: () => string | null;
  /** How many of them one upstream call fetches. Default 1. */
  perCall?: number;
}

/** A record served often enough is fetched again in the last tenth of its lifetime, so nobody ever waits for it. */
const HOT_HITS = 3;
const EARLY_SHARE = 0.1;

/**
 * What an upstream said, by id, in two tiers (memory, then the store), with one flight per id for all askers.
 * Records and answers differ only in how a flight departs.
 */
export class Cache<T> {
  private readonly tiers: Tiers<T>;
  private readonly flights: Flights<T>;
  private readonly askings = new Askings<T>((ids, call) => this.loadBatch(ids, call));
  private readonly departures: Departures<T>;
  private readonly kind: RecordKind & { perCall: number };

  constructor(
    private readonly platform: Platform,
    private readonly upstream: Upstream,
    private readonly options: CacheOptions,
    departures: Departures<T>,
  ) {
    this.kind = { source: upstream.source, kind: options.kind, perCall: options.perCall ?? 1 };
    const prefix = `${upstream.source}:${options.kind}:${options.version}:`;
    this.tiers = new Tiers<T>(platform, prefix);
    platform.invalidations?.add(upstream.source, this.tiers);
    this.departures = platform.shared?.departures(prefix, this.tiers, departures) ?? departures;
    this.flights = new Flights<T>((flight) => this.departures.promote(flight));
  }

  /** What memory holds within its lifetime or staleness; undefined when it must be loaded. */
  peek(id: string, call: Call): T | null | undefined {
    const entry = this.tiers.get(id);
    if (!entry) return undefined;
    const now = this.platform.clock.now();
    const fresh = isFresh(entry, now, this.dataVersion());
    return fresh || isShownStale(entry, now) ? this.serve(id, entry, call, now, fresh) : undefined;
  }

  load(id: string, call: Call): Eventual<T | null> {
    const held = this.peek(id, call);
    if (held !== undefined) return held;
    if (call.rehearsal) return this.rehearse(id, call);
    const load = this.askings.of(call).loader.load(id);
    return this.platform.observer ? followed(this.platform.observer, this.kind, id, call, load) : load;
  }

  loadMany(ids: readonly string[], call: Call): Eventual<(T | null | UpstreamError)[]> {
    let waits = false;
    const loads = ids.map((id) => {
      const load = this.load(id, call);
      if (!(load instanceof Promise)) return load;
      waits = true;
      return load.catch((error: unknown) => asUpstreamError(this.upstream.source, error));
    });
    return waits ? Promise.all(loads) : (loads as (T | null)[]);
  }

  /** Remembers a value that came inside another answer. */
  put(id: string, value: T): void {
    this.tiers.keep([[id, createEntry(this.newEntry(value))]]);
  }

  /** Forgets ids everywhere, so that the next asker fetches them. */
  forget(ids: readonly string[]): Promise<void> {
    return this.tiers.forget(ids);
  }

  /** How the copy that is being shown stands to its source. */
  copyOf(value: object): CopyFacts {
    const now = this.platform.clock.now();
    const entry = this.tiers.entryOf(value);
    return entry ? copyFacts(entry, now, this.dataVersion()) : { storedAt: now, ageMs: 0, freshness: "FRESH" };
  }

  /** Files away what the upstream said of flights' ids, and tells everybody who waits. */
  land(flights: readonly Flight<T>[], fetchedOf: (id: string) => Fetched<T>): void {
    const landed: [string, Entry<T>][] = [];
    for (const flight of flights) {
      const fetched = fetchedOf(flight.id);
      if ("failed" in fetched) {
        flight.crash(fetched.failed);
        continue;
      }
      const facts = this.newEntry("value" in fetched ? fetched.value : null, fetched.validator);
      const entry = "unchanged" in fetched && flight.held ? renewEntry(flight.held, facts) : createEntry(facts);
      flight.land(entry);
      landed.push([flight.id, entry]);
    }
    this.tiers.keep(landed);
  }

  /** What the store can show; what is in no tier is noted and fails, as no upstream shall be asked. */
  private async rehearse(id: string, call: Call): Promise<T | null> {
    const [entry] = await this.tiers.find([id]);
    const now = this.platform.clock.now();
    const fresh = entry !== undefined && isFresh(entry, now, this.dataVersion());
    if (entry && (fresh || isShownStale(entry, now))) return this.serve(id, entry, call, now, fresh);
    call.rehearsal?.missed({ ...this.kind, id });
    throw new UpstreamError(this.upstream.source, "unavailable", "not asked: a rehearsal", { retryable: false });
  }

  private dataVersion(): string | null {
    return this.options.dataVersion?.() ?? null;
  }

  private newEntry(value: T | null, validator?: string): NewEntry<T> {
    const { lifetimes } = this.options;
    return { value, now: this.platform.clock.now(), lifetimes, validator, dataVersion: this.dataVersion() };
  }

  private serve(id: string, entry: Entry<T>, call: Call, now: number, fresh: boolean): T | null {
    const report = call.report.of(this.upstream.source);
    if (!call.rehearsal) this.upstream.statistics.hits++;
    entry.hits++;
    if (fresh) {
      if (entry.value === null) report.absent++;
      else report.fresh++;
      call.report.lives(entry.freshUntil - now);
    } else {
      call.report.servedStale(this.upstream.source, entry, now);
    }
    const early = entry.freshUntil - EARLY_SHARE * (entry.freshUntil - entry.storedAt);
    const due = !fresh || (entry.hits >= HOT_HITS && now >= early);
    if (due && !isPaused(entry, now)) {
      if (call.rehearsal) call.rehearsal.refreshed({ ...this.kind, id });
      else this.refresh(id, entry);
    }
    return entry.value;
  }

  private refresh(id: string, entry: Entry<T>): void {
    if (this.flights.has(id)) return;
    const flight = this.flights.takeOff(id, "background");
    flight.held = entry;
    this.departures.depart([flight]);
    flight.arrival.catch(() => this.refreshFailed(entry));
  }

  private refreshFailed(entry: Entry<T>): void {
    entry.failedAt = this.platform.clock.now();
  }

  private async loadBatch(ids: readonly string[], call: Call): Promise<(T | null | UpstreamError)[]> {
    const { source } = this.upstream;
    const late = (): Error => new UpstreamError(source, "timeout", "no answer before the deadline");
    const until = new Deadline(this.platform.clock, call.deadline, endingOf(call.signal), late);
    const { flights, begun } = this.flights.board(ids, call);
    // New flights try the store first.
    if (begun.length > 0) this.tryStore(begun).catch((error) => begun.forEach((flight) => void flight.crash(error)));
    const end = endOf(until);
    const { counted } = this.askings.of(call);
    try {
      return await Promise.all(flights.map((flight) => this.arrive(flight, call, end)));
    } finally {
      until.done();
      if (call.signal.aborted) for (const flight of flights) flight.leave(call);
      for (const { passage } of flights)
        if (passage && !counted.has(passage)) {
          counted.add(passage);
          reportPassage(call.report.of(source), passage);
        }
    }
  }

  private async tryStore(flights: readonly Flight<T>[]): Promise<void> {
    const found = await this.tiers.find(flights.map(({ id }) => id));
    const now = this.platform.clock.now();
    const version = this.dataVersion();
    const departing = flights.filter((flight, index) => {
      const held = found[index];
      flight.held = held;
      if (!held || !(isFresh(held, now, version) || isShownStale(held, now))) return true;
      flight.land(held);
      return false;
    });
    if (departing.length > 0) this.departures.depart(departing);
  }

  private async arrive(flight: Flight<T>, call: Call, end: Promise<never>): Promise<T | null | UpstreamError> {
    try {
      const entry = await Promise.race([flight.arrival, end]);
      const now = this.platform.clock.now();
      const fresh = isFresh(entry, now, this.dataVersion());
      this.platform.observer?.arrived(this.kind, flight.id, flight.passage, call);
      if (!flight.passage) {
        this.upstream.statistics.storeHits++;
        return this.serve(flight.id, entry, call, now, fresh);
      }
      this.upstream.statistics.misses++;
      call.report.servedFetched(this.upstream.source, entry, now);
      return entry.value;
    } catch (error) {
      this.platform.observer?.arrived(this.kind, flight.id, flight.passage, call);
      return this.fallBack(flight, reasonOf(this.upstream, flight, error), call);
    }
  }

  /** An old copy is better than none, and says that it is old. */
  private fallBack({ held }: Flight<T>, error: UpstreamError, call: Call): T | null | UpstreamError {
    this.upstream.statistics.misses++;
    call.report.lives(0);
    if (!held || held.value === null) {
      call.report.of(this.upstream.source).failures.push(error.failure);
      return error;
    }
    if (!call.signal.aborted) this.refreshFailed(held);
    call.report.servedStale(this.upstream.source, held, this.platform.clock.now());
    return held.value;
  }
}
