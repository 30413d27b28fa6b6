import DataLoader from "dataloader";
import { LRUCache } from "lru-cache";
import { asUpstreamError, reportPassage } from "./batcher.js";
import type { Call, Priority } from "./call.js";
import { deadlineAt } from "./deadline.js";
import {
  type CopyFacts,
  copyFacts,
  createEntry,
  type Entry,
  isFresh,
  type Lifetimes,
  type NewEntry,
  readEntry,
  renewEntry,
  writeEntry,
} from "./entry.js";
import { UpstreamError } from "./errors.js";
import { Flight, type Passage } from "./flight.js";
import type { Platform } from "./platform.js";
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

/** What the upstream said of one id. */
export type Fetched<T> =
  | { value: T | null; validator?: string }
  | { unchanged: true; validator?: string }
  | { failed: UpstreamError };

/** A copy at hand while a newer one is fetched: what a conditional request needs. */
export interface Held<T> {
  value: T | null;
  validator: string | null;
}

/** Sends flights that no tier of the cache could serve on their way to the upstream. */
export interface Departures<T> {
  depart(flights: readonly Flight<T>[]): void;
  promote(flight: Flight<T>): void;
}

/** A record served often enough is fetched again in the last tenth of its lifetime, so nobody ever waits for it. */
const HOT_HITS = 3;
const EARLY_SHARE = 0.1;
/** After a refresh failed, the next background attempt waits this long. */
const REFRESH_PAUSE_MS = 5_000;

/**
 * What an upstream said, by id, in two tiers (memory, then the store), with one flight per id for all askers.
 * Records and answers differ only in how a flight departs.
 */
export class Cache<T> {
  private readonly memory: LRUCache<string, Entry<T>>;
  private readonly flights = new Map<string, Flight<T>>();
  private readonly entries = new WeakMap<object, Entry<T>>();
  private readonly loaders = new WeakMap<Call, DataLoader<string, T | null>>();
  private readonly prefix: string;

  constructor(
    private readonly platform: Platform,
    private readonly upstream: Upstream,
    private readonly options: CacheOptions,
    private readonly departures: Departures<T>,
  ) {
    this.prefix = `${upstream.source}:${options.kind}:${options.version}:`;
    this.memory = new LRUCache({
      max: 50_000,
      maxSize: platform.memoryBytes,
      maxEntrySize: Math.ceil(platform.memoryBytes / 4),
      sizeCalculation: (entry) => Math.max(1, entry.bytes),
    });
  }

  /** What memory holds within its lifetime or staleness; undefined when it must be loaded. */
  peek(id: string, call: Call): T | null | undefined {
    const entry = this.memory.get(id);
    return entry && this.usable(entry) ? this.serve(id, entry, call) : undefined;
  }

  load(id: string, call: Call): T | null | Promise<T | null> {
    const held = this.peek(id, call);
    return held === undefined ? this.loader(call).load(id) : held;
  }

  loadMany(ids: readonly string[], call: Call): Promise<(T | null | UpstreamError)[]> {
    const loads = ids.map(async (id) => this.load(id, call));
    return Promise.all(
      loads.map((load) => load.catch((error: unknown) => asUpstreamError(this.upstream.source, error))),
    );
  }

  /** Remembers a value that came inside another answer. */
  put(id: string, value: T): void {
    this.keep([[id, createEntry(this.newEntry(value))]]);
  }

  /** Forgets ids everywhere, so that the next asker fetches them. */
  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.memory.delete(id);
    await this.platform.store.deleteMany(ids.map((id) => this.prefix + id));
  }

  /** How the copy that is being shown stands to its source. */
  copyOf(value: object): CopyFacts {
    const now = this.platform.clock.now();
    const entry = this.entries.get(value);
    return entry ? copyFacts(entry, now, this.dataVersion()) : { storedAt: now, ageMs: 0, freshness: "FRESH" };
  }

  /** Files away what the upstream said of a flight's id, and tells everybody who waits. */
  land(flight: Flight<T>, fetched: Fetched<T>): [string, Entry<T>] | null {
    if ("failed" in fetched) {
      flight.crash(fetched.failed);
      return null;
    }
    const facts = this.newEntry("value" in fetched ? fetched.value : null, fetched.validator);
    const entry = "unchanged" in fetched && flight.held ? renewEntry(flight.held, facts) : createEntry(facts);
    flight.land(entry);
    return [flight.id, entry];
  }

  /** Keeps entries in both tiers. */
  keep(landed: readonly [string, Entry<T>][]): void {
    const stored = landed.map(([id, entry]) => {
      const { text, expiresAt } = writeEntry(entry);
      this.remember(id, entry);
      return { key: this.prefix + id, value: text, expiresAt };
    });
    this.platform.store.setMany(stored).catch(() => undefined);
  }

  private dataVersion(): string | null {
    return this.options.dataVersion?.() ?? null;
  }

  private newEntry(value: T | null, validator?: string): NewEntry<T> {
    const { lifetimes } = this.options;
    return { value, now: this.platform.clock.now(), lifetimes, validator, dataVersion: this.dataVersion() };
  }

  private remember(id: string, entry: Entry<T>): void {
    this.memory.set(id, entry);
    if (entry.value !== null && typeof entry.value === "object") this.entries.set(entry.value, entry);
  }

  private usable(entry: Entry<T>): boolean {
    const now = this.platform.clock.now();
    return isFresh(entry, now, this.dataVersion()) || (now < entry.staleUntil && entry.value !== null);
  }

  private serve(id: string, entry: Entry<T>, call: Call): T | null {
    const now = this.platform.clock.now();
    const fresh = isFresh(entry, now, this.dataVersion());
    const report = call.report.of(this.upstream.source);
    this.upstream.statistics.hits++;
    entry.hits++;
    if (fresh) this.noteFresh(entry, now, call);
    else {
      if (entry.failedAt === null) report.stale++;
      else report.staleAfterError++;
      report.oldestStaleMs = Math.max(report.oldestStaleMs, now - entry.storedAt);
      call.report.lives(0);
    }
    const early = entry.freshUntil - EARLY_SHARE * (entry.freshUntil - entry.storedAt);
    const due = !fresh || (entry.hits >= HOT_HITS && now >= early);
    if (due && now >= (entry.failedAt ?? 0) + REFRESH_PAUSE_MS) this.refresh(id, entry);
    return entry.value;
  }

  private noteFresh(entry: Entry<T>, now: number, call: Call): void {
    const report = call.report.of(this.upstream.source);
    if (entry.value === null) report.absent++;
    else report.fresh++;
    call.report.lives(entry.freshUntil - now);
  }

  private refresh(id: string, entry: Entry<T>): void {
    if (this.flights.has(id)) return;
    const flight = this.takeOff(id, "background");
    flight.held = entry;
    this.departures.depart([flight]);
    flight.arrival.catch(() => this.refreshFailed(entry));
  }

  private refreshFailed(entry: Entry<T>): void {
    entry.failedAt = this.platform.clock.now();
  }

  private loader(call: Call): DataLoader<string, T | null> {
    let loader = this.loaders.get(call);
    if (!loader) {
      loader = new DataLoader<string, T | null>((ids) => this.loadBatch(ids, call), { maxBatchSize: 1_000 });
      this.loaders.set(call, loader);
    }
    return loader;
  }

  private async loadBatch(ids: readonly string[], call: Call): Promise<(T | null | UpstreamError)[]> {
    const { source } = this.upstream;
    const late = (): Error => new UpstreamError(source, "timeout", "no answer before the deadline");
    const until = deadlineAt(this.platform.clock, call.deadline, call.signal, late);
    const passages = new Set<Passage>();
    try {
      const flights = this.board(ids, call.priority);
      return await Promise.all(flights.map((flight) => this.arrive(flight, call, until.signal, passages)));
    } finally {
      until.done();
      reportPassage(source, call, passages);
    }
  }

  /** The flights for these ids: those under way, and new ones, which try the store first. */
  private board(ids: readonly string[], priority: Priority): Flight<T>[] {
    const started: Flight<T>[] = [];
    const flights = ids.map((id) => {
      const underWay = this.flights.get(id);
      if (underWay) return this.joinable(underWay, priority);
      const flight = this.takeOff(id, priority);
      started.push(flight);
      return flight;
    });
    if (started.length > 0)
      this.tryStore(started).catch((error) => started.forEach((flight) => void flight.crash(error)));
    return flights;
  }

  private joinable(flight: Flight<T>, priority: Priority): Flight<T> {
    if (priority === "people" && flight.priority === "background") {
      flight.priority = "people";
      this.departures.promote(flight);
    }
    return flight;
  }

  private takeOff(id: string, priority: Priority): Flight<T> {
    const flight = new Flight<T>(id, priority);
    this.flights.set(id, flight);
    const landed = (): void => void (this.flights.get(id) === flight && this.flights.delete(id));
    flight.arrival.then(landed, landed);
    return flight;
  }

  private async tryStore(flights: readonly Flight<T>[]): Promise<void> {
    const texts = await this.platform.store.getMany(flights.map(({ id }) => this.prefix + id));
    const departing = flights.filter((flight, index) => {
      const text = texts[index];
      const stored = text === undefined ? null : readEntry<T>(text);
      const held = stored ?? this.memory.peek(flight.id);
      if (stored) this.remember(flight.id, stored);
      if (!held) return true;
      flight.held = held;
      if (!this.usable(held)) return true;
      flight.land(held);
      return false;
    });
    if (departing.length > 0) this.departures.depart(departing);
  }

  private async arrive(
    flight: Flight<T>,
    call: Call,
    until: AbortSignal,
    passages: Set<Passage>,
  ): Promise<T | null | UpstreamError> {
    try {
      const entry = await flight.join(call, until);
      if (!flight.passage) return this.serve(flight.id, entry, call);
      passages.add(flight.passage);
      return this.serveFetched(entry, call);
    } catch (error) {
      if (flight.passage) passages.add(flight.passage);
      return this.fallBack(flight, asUpstreamError(this.upstream.source, error), call);
    }
  }

  private serveFetched(entry: Entry<T>, call: Call): T | null {
    const report = call.report.of(this.upstream.source);
    this.upstream.statistics.misses++;
    if (entry.value === null) report.absent++;
    else report.fetched++;
    call.report.lives(entry.freshUntil - this.platform.clock.now());
    return entry.value;
  }

  /** An old copy is better than none, and says that it is old. */
  private fallBack(flight: Flight<T>, error: UpstreamError, call: Call): T | null | UpstreamError {
    const report = call.report.of(this.upstream.source);
    const { held } = flight;
    call.report.lives(0);
    if (!held || held.value === null) {
      report.failures.push(error.failure);
      return error;
    }
    this.refreshFailed(held);
    report.staleAfterError++;
    report.oldestStaleMs = Math.max(report.oldestStaleMs, this.platform.clock.now() - held.storedAt);
    return held.value;
  }
}
