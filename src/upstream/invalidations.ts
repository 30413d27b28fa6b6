import type { Store } from "./store.js";

/** What an operator declares outdated: everything, one source, or some of its records. */
export interface Outdated {
  /** Null means all sources. */
  source: string | null;
  /** Null means all records. */
  ids: readonly string[] | null;
}

/** Something that keeps copies. */
export interface Outdatable {
  /** Forgets these ids, and has everybody who shares the store forget them. */
  forget(ids: readonly string[]): Promise<void>;
  /** Looks into the store before these ids are served from memory again. */
  expire(ids: readonly string[]): void;
  /** Uses nothing any more that was stored until this moment (milliseconds since the epoch). */
  outdate(until: number): void;
}

/** Long after the last copy that a mark could be about has gone. */
const MARK_MS = 90 * 24 * 3_600_000;

/**
 * What was declared outdated, for every cache of this process. A whole source is not deleted but marked: the mark is in
 * the store, so that a process which was cut off or not yet started learns of it too.
 */
export class Invalidations {
  private readonly targets = new Map<string, Outdatable[]>();
  private readonly listeners: ((what: Outdated) => void)[] = [];
  /** Tells other processes; they answer with `learn`. */
  tell: (what: Outdated) => void = () => undefined;

  constructor(
    private readonly store: Store,
    private readonly now: () => number,
  ) {}

  add(source: string, target: Outdatable): void {
    const targets = this.targets.get(source) ?? [];
    targets.push(target);
    this.targets.set(source, targets);
  }

  sources(): string[] {
    return [...this.targets.keys()];
  }

  /** Told of everything that is declared outdated, wherever. */
  listen(listener: (what: Outdated) => void): void {
    this.listeners.push(listener);
  }

  /** Declares something outdated. Resolves when no question to this process is answered with it any more. */
  async invalidate(what: Outdated): Promise<void> {
    const { ids } = what;
    const sources = this.sources().filter((source) => what.source === null || source === what.source);
    if (ids) await Promise.all(sources.flatMap((source) => this.of(source).map((target) => target.forget(ids))));
    else await this.mark(sources);
    this.tell(what);
    for (const listener of this.listeners) listener(what);
  }

  /** What another process has declared outdated. */
  async learn(what: Outdated): Promise<void> {
    const { ids, source } = what;
    if (ids && source) for (const target of this.of(source)) target.expire(ids);
    await this.readMarks();
    for (const listener of this.listeners) listener(what);
  }

  /** Heeds the marks in the store. */
  async readMarks(): Promise<void> {
    const sources = this.sources();
    const marks = await this.store.getMany(sources.map(markOf));
    for (const [index, source] of sources.entries())
      for (const target of this.of(source)) target.outdate(Number(marks[index] ?? 0));
  }

  private async mark(sources: readonly string[]): Promise<void> {
    const at = this.now();
    for (const source of sources) for (const target of this.of(source)) target.outdate(at);
    await this.store.setMany(
      sources.map((source) => ({ key: markOf(source), value: String(at), expiresAt: at + MARK_MS })),
    );
  }

  private of(source: string): readonly Outdatable[] {
    return this.targets.get(source) ?? [];
  }
}

const markOf = (source: string): string => `outdated:${source}`;
