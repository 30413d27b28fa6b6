import { LRUCache } from "lru-cache";
import type { Clock } from "../clock.js";
import { CallLimitError, UpstreamError, type UpstreamFailure } from "../errors.js";
import type { Flight } from "../flight.js";
import type { Departures } from "../flights.js";
import type { Tiers } from "../tiers.js";
import type { Bulletin, News, ToldFailure } from "./bulletin.js";
import type { Leases } from "./leases.js";

export interface SharedDeparturesOptions<T> {
  /** What the keys of this kind of record begin with. */
  prefix: string;
  tiers: Tiers<T>;
  departures: Departures<T>;
  leases: Leases;
  bulletin: Bulletin;
  clock: Clock;
}

/** How often those who wait for another replica look for themselves: it may be dead, or its message lost. */
const LOOK_MS = 250;

/**
 * Lets one replica fetch what several miss. The others wait for its word, read the store and are served; when it dies,
 * its lease ends and another takes over. Without Redis every replica fetches for itself.
 */
export class SharedDepartures<T> implements Departures<T> {
  private readonly waiting = new Map<string, Flight<T>>();
  private readonly failures = new LRUCache<string, { told: ToldFailure; at: number }>({ max: 5_000 });
  private readonly settled: { landed: string[]; failures: ToldFailure[]; released: string[] };
  private telling = false;
  private looking = false;

  constructor(private readonly options: SharedDeparturesOptions<T>) {
    this.settled = { landed: [], failures: [], released: [] };
    options.tiers.whenKept = (ids) => this.settle(() => this.settled.landed.push(...ids));
    options.bulletin.listen((news) => this.hear(news));
  }

  depart(flights: readonly Flight<T>[]): void {
    this.divide(flights).catch((error) => {
      for (const flight of flights) flight.crash(error);
    });
  }

  promote(flight: Flight<T>): void {
    if (this.waiting.get(flight.id) !== flight) this.options.departures.promote(flight);
  }

  private async divide(flights: readonly Flight<T>[]): Promise<void> {
    const { leases, departures, prefix, clock } = this.options;
    const since = clock.elapsed();
    const taken = await leases.take(flights.map(({ id }) => prefix + id));
    const own = flights.filter((_, index) => taken[index]);
    for (const flight of flights.filter((_, index) => !taken[index])) this.wait(flight, since);
    // Between the look into the store and the lease, another replica may have come and gone.
    const departing = await this.unserved(own);
    const served = own.filter((flight) => !departing.includes(flight));
    if (served.length > 0) this.settle(() => this.settled.released.push(...served.map(({ id }) => id)));
    for (const flight of departing) {
      flight.arrival.catch((error) => this.failed(flight, error));
      if (flight.ending.ended) flight.crash(flight.ending.ended.reason);
    }
    const present = departing.filter(({ ending }) => !ending.ended);
    if (present.length > 0) departures.depart(present);
  }

  /** Serves flights for which the store has something newer than they set out with; gives those that are left. */
  private async unserved(flights: readonly Flight<T>[]): Promise<Flight<T>[]> {
    const found = await this.options.tiers.find(flights.map(({ id }) => id));
    return flights.filter((flight, index) => {
      const entry = found[index];
      const isNewer = entry && entry.storedAt > (flight.held?.storedAt ?? 0);
      if (!entry || !isNewer || entry.staleUntil <= this.options.clock.now()) return true;
      flight.land(entry);
      return false;
    });
  }

  /** Looks again for flights that have waited. */
  private async retry(flights: readonly Flight<T>[]): Promise<void> {
    const left = await this.unserved(flights);
    if (left.length > 0) await this.divide(left);
  }

  /** @param since when the lease was asked for: who has it may have failed before it was known here that he has it */
  private wait(flight: Flight<T>, since: number): void {
    this.waiting.set(flight.id, flight);
    const failure = this.failures.get(flight.id);
    if (failure && failure.at >= since) {
      this.crash(failure.told);
      return;
    }
    const leave = (): void => {
      if (this.waiting.get(flight.id) === flight) this.waiting.delete(flight.id);
      flight.crash(flight.ending.ended?.reason);
    };
    flight.ending.whenEnded(leave);
    if (flight.ending.ended) leave();
    if (!this.looking) void this.look();
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiting.size > 0) {
      await this.options.clock.sleep(LOOK_MS);
      await this.again([...this.waiting.keys()]);
    }
    this.looking = false;
  }

  private hear(news: News): void {
    if (!("prefix" in news) || news.prefix !== this.options.prefix) return;
    if (news.news === "failed") {
      const at = this.options.clock.elapsed();
      for (const told of news.failures) {
        this.failures.set(told.id, { told, at });
        this.crash(told);
      }
      return;
    }
    if (news.news === "landed") this.options.tiers.expire(news.ids);
    void this.again(news.ids);
  }

  private async again(ids: readonly string[]): Promise<void> {
    const flights = this.taken(ids);
    if (flights.length === 0) return;
    await this.retry(flights).catch((error) => flights.forEach((flight) => void flight.crash(error)));
  }

  private crash({ id, failure, message, retryAfterSeconds, retryable }: ToldFailure): void {
    const [source = ""] = this.options.prefix.split(":");
    const facts = { retryable, ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }) };
    for (const flight of this.taken([id]))
      flight.crash(new UpstreamError(source, failure as UpstreamFailure, message, facts));
  }

  private taken(ids: readonly string[]): Flight<T>[] {
    return ids.flatMap((id) => {
      const flight = this.waiting.get(id);
      this.waiting.delete(id);
      return flight ?? [];
    });
  }

  private failed({ id }: Flight<T>, error: unknown): void {
    this.settle(() => {
      // One whose own time was too short, or who may make no more calls, says nothing to those who have more.
      const isTooShort = error instanceof UpstreamError && error.failure === "throttled" && !error.retryable;
      const isOwn = !(error instanceof UpstreamError) || isTooShort || error instanceof CallLimitError;
      if (isOwn) return this.settled.released.push(id);
      const { failure, message, retryAfterSeconds, retryable } = error;
      return this.settled.failures.push({ id, failure, message, retryAfterSeconds, retryable });
    });
  }

  /** Collects what happens in one turn of the event loop into one message. */
  private settle(note: () => unknown): void {
    note();
    if (this.telling) return;
    this.telling = true;
    setImmediate(() => {
      this.telling = false;
      void this.tell();
    });
  }

  private async tell(): Promise<void> {
    const { prefix, leases, bulletin } = this.options;
    const landed = this.settled.landed.splice(0);
    const failures = this.settled.failures.splice(0);
    const released = this.settled.released.splice(0);
    await leases.release([...landed, ...failures.map(({ id }) => id), ...released].map((id) => prefix + id));
    if (landed.length > 0) await bulletin.tell({ news: "landed", prefix, ids: landed });
    if (failures.length > 0) await bulletin.tell({ news: "failed", prefix, failures });
    if (released.length > 0) await bulletin.tell({ news: "released", prefix, ids: released });
  }
}
