import type { Clock } from "../clock.js";
import type { RedisLink } from "./link.js";
import { BEAT } from "./quota-scripts.js";

export interface ReplicasOptions {
  link: RedisLink;
  clock: Clock;
  /** Names this replica among all. The same after a restart, so that its place in the turns is the same. */
  id: string;
  /** Where Redis keeps who is there. */
  key: string;
}

const BEAT_MS = 250;
/** A replica that has not been heard of for this long is missing. */
export const MISSING_AFTER_MS = 1_000;
/** For this long a missing replica's turns are left alone: it may be alive without Redis. */
const FORGET_MS = 15 * 60_000;
/** Of how many replicas one that has never reached Redis takes itself to be one. */
const UNKNOWN_REPLICAS = 10;

/** Who else is there, and what time it is for all of us. */
export class Replicas {
  private others: string[] = [];
  private clockOffset: number;
  private lastContact: number;
  private inTouch = false;
  private hasMet = false;
  private readonly outside: { key: string; at: number }[] = [];
  private readonly end = new AbortController();
  private beating: Promise<void> | null = null;

  constructor(private readonly options: ReplicasOptions) {
    const { link, clock } = options;
    this.clockOffset = clock.now() - clock.elapsed();
    this.lastContact = clock.elapsed();
    // Before this replica claims anything from a Redis that has come back, that must know what happened without it.
    link.whenUp(() => this.beat());
  }

  get id(): string {
    return this.options.id;
  }

  start(): void {
    this.beating ??= this.repeat();
  }

  /** Whether Redis has heard of this replica since it is reachable. */
  areInTouch(): boolean {
    return this.inTouch && this.options.link.isUp();
  }

  /** How many replicas share what there is, this one included. */
  count(): number {
    return this.hasMet ? Math.max(1, this.others.length + 1) : 1;
  }

  /** All names, as they were last known. */
  names(): string[] {
    if (this.hasMet) return [...this.others, this.id];
    return [this.id, ...Array.from({ length: UNKNOWN_REPLICAS - 1 }, (_, index) => `unknown-${index}`)];
  }

  /** When Redis surely knew of this replica last, on the clock's `elapsed` scale. */
  heardAt(): number {
    return this.lastContact;
  }

  /** The time on the clock of Redis, milliseconds. */
  now(): number {
    return this.options.clock.elapsed() + this.clockOffset;
  }

  /** Remembers a start that Redis was not asked for, until it can be told. */
  startedOutside(key: string): void {
    this.outside.push({ key, at: this.options.clock.elapsed() });
    if (this.outside.length > 100) this.outside.shift();
  }

  /** Takes its leave, so that the others need not keep its share for it. */
  async close(): Promise<void> {
    this.end.abort();
    await this.beating;
    await this.options.link.send(this.options.key, "HDEL", this.options.key, this.id).catch(() => undefined);
  }

  private async repeat(): Promise<void> {
    while (!this.end.signal.aborted) {
      await this.beat().catch(() => undefined);
      await this.options.clock.sleep(BEAT_MS, this.end.signal).catch(() => undefined);
    }
  }

  private async beat(): Promise<void> {
    const { link, clock, key } = this.options;
    const sent = clock.elapsed();
    const told = this.outside.slice();
    const args = [
      this.id,
      FORGET_MS,
      this.others.length,
      ...this.others,
      ...told.map(({ at }) => Math.round(sent - at)),
    ];
    try {
      const reply = (await link.run(BEAT, [key, ...told.map((start) => start.key)], args)) as [number, ...string[]];
      this.outside.splice(0, told.length);
      this.learn(reply, sent);
    } catch (error) {
      this.inTouch = false;
      throw error;
    }
  }

  private learn([now, ...ids]: [number, ...string[]], sent: number): void {
    const received = this.options.clock.elapsed();
    this.others = ids.filter((id) => id !== this.id);
    this.clockOffset = now - (sent + received) / 2;
    this.lastContact = sent;
    this.inTouch = true;
    this.hasMet = true;
  }
}
