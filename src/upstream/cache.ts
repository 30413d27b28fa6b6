import DataLoader from "dataloader";
import type { Call } from "./call.js";
import { deadlineAt, endOf } from "./deadline.js";
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
import type { Fetched } from "./fetched.js";
import { type Flight, type Passage, reportPassage } from "./flight.js";
import { type Departures, Flights } from "./flights.js";
import type { Platform } from "./platform.js";
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
}

/** What one asker has under way, and which upstream calls its report has counted. */
interface Asking<T> {
  loader: DataLoader<string, T | null>;
  counted: Set<Passage>;
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
  private readonly askings = new WeakMap<Call, Asking<T>>();
  private readonly departures: Departures<T>;

  constructor(
    private readonly platform: Platform,
    private readonly upstream: Upstream,
    private readonly options: CacheOptions,
    departures: Departures<T>,
  ) {
    const prefix = `${upstream.source}:${options.kind}:${options.version}:`;
    this.tiers = new Tiers<T>(platform, prefix);
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

  load(id: string, call: Call): T | null | Promise<T | null> {
    const held = this.peek(id, call);
    return held === undefined ? this.asking(call).loader.load(id) : held;
  }

  async loadMany(ids: readonly string[], call: Call): Promise<(T | null | UpstreamError)[]> {
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

  private dataVersion(): string | null {
    return this.options.dataVersion?.() ?? null;
  }

  private newEntry(value: T | null, validator?: string): NewEntry<T> {
    const { lifetimes } = this.options;
    return { value, now: this.platform.clock.now(), lifetimes, validator, dataVersion: this.dataVersion() };
  }

  private serve(id: string, entry: Entry<T>, call: Call, now: number, fresh: boolean): T | null {
    const report = call.report.of(this.upstream.source);
    this.upstream.statistics.hits++;
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
    if (due && !isPaused(entry, now)) this.refresh(id, entry);
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

  private asking(call: Call): Asking<T> {
    let asking = this.askings.get(call);
    if (!asking) {
      const loader = new DataLoader<string, T | null>((ids) => this.loadBatch(ids, call), { maxBatchSize: 1_000 });
      asking = { loader, counted: new Set() };
      this.askings.set(call, asking);
    }
    return asking;
  }

  private async loadBatch(ids: readonly string[], call: Call): Promise<(T | null | UpstreamError)[]> {
    const { source } = this.upstream;
    const late = (): Error => new UpstreamError(source, "timeout", "no answer before the deadline");
    const until = deadlineAt(this.platform.clock, call.deadline, call.signal, late);
    const { flights, begun } = this.flights.board(ids, call);
    // New flights try the store first.
    if (begun.length > 0) this.tryStore(begun).catch((error) => begun.forEach((flight) => void flight.crash(error)));
    const end = endOf(until.signal);
    const { counted } = this.asking(call);
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
      if (!flight.passage) return this.serve(flight.id, entry, call, now, fresh);
      this.upstream.statistics.misses++;
      call.report.servedFetched(this.upstream.source, entry, now);
      return entry.value;
    } catch (error) {
      return this.fallBack(flight, this.reasonOf(error, flight), call);
    }
  }

  /** An asker whose time was up before its question could leave was held back by the quota, not by a slow upstream. */
  private reasonOf(error: unknown, flight: Flight<T>): UpstreamError {
    const { source, pacer } = this.upstream;
    const reason = asUpstreamError(source, error);
    const asked = flight.passage !== null && flight.passage.trace.calls > 0;
    const waitMs = reason.failure === "timeout" && !asked ? pacer.estimate() : 0;
    if (waitMs === 0) return reason;
    return new UpstreamError(source, "throttled", reason.message, { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
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
