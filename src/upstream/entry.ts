/** How long what an upstream said may be used, milliseconds. */
export interface Lifetimes {
  /** For this long it is shown without a thought. */
  freshMs: number;
  /** For this long after that it is shown at once while a newer copy is fetched. After it, only when fetching fails. */
  staleMs: number;
  /** For this long "there is no such record" is believed. */
  absentMs: number;
}

/** What an operator may set of them, milliseconds; null leaves it as the source has it. */
export interface LifetimeSettings {
  freshMs: number | null;
  staleMs: number | null;
}

/** Records are kept as the operator says. */
export function recordLifetimes(own: Lifetimes, set: LifetimeSettings): Lifetimes {
  const freshMs = set.freshMs ?? own.freshMs;
  return { freshMs, staleMs: set.staleMs ?? own.staleMs, absentMs: Math.min(own.absentMs, freshMs) };
}

/** What is found by a question changes more often than records do, so for it the operator's times only shorten. */
export function answerLifetimes(own: Lifetimes, set: LifetimeSettings): Lifetimes {
  const freshMs = Math.min(own.freshMs, set.freshMs ?? own.freshMs);
  return {
    freshMs,
    staleMs: Math.min(own.staleMs, set.staleMs ?? own.staleMs),
    absentMs: Math.min(own.absentMs, freshMs),
  };
}

/** A record, or the knowledge that there is none, with its times (milliseconds since the epoch). */
export interface Entry<T> {
  value: T | null;
  storedAt: number;
  freshUntil: number;
  staleUntil: number;
  /** ETag or Last-Modified, to ask whether it has changed. */
  validator: string | null;
  /** The version of the source's whole data set that it came from, where the source has one. */
  dataVersion: string | null;
  /** Approximate size in memory. */
  bytes: number;
  /** When a newer copy could not be fetched, until one can. */
  failedAt: number | null;
  /** Times served since it was stored. */
  hits: number;
}

export type Freshness = "FRESH" | "STALE" | "STALE_AFTER_ERROR";

/** What is known of the copy of a record that is being shown. */
export interface CopyFacts {
  /** Milliseconds since the epoch. */
  storedAt: number;
  ageMs: number;
  freshness: Freshness;
}

/** A copy kept for the day when the upstream is down is dropped after this long. */
const KEPT_FOR_ERRORS_MS = 30 * 24 * 3_600_000;

/** JSON text costs about this many bytes a character once it is parsed into objects. */
const BYTES_PER_CHARACTER = 2;
/** What an entry costs beside its value. */
const ENTRY_BYTES = 400;

export interface NewEntry<T> {
  value: T | null;
  now: number;
  lifetimes: Lifetimes;
  validator?: string | undefined;
  dataVersion: string | null;
}

export function createEntry<T>({ value, now, lifetimes, validator, dataVersion }: NewEntry<T>): Entry<T> {
  const freshUntil = now + (value === null ? lifetimes.absentMs : lifetimes.freshMs);
  return {
    value,
    storedAt: now,
    freshUntil,
    staleUntil: value === null ? freshUntil : freshUntil + lifetimes.staleMs,
    validator: validator ?? null,
    dataVersion,
    bytes: ENTRY_BYTES,
    failedAt: null,
    hits: 0,
  };
}

/** Takes the place of a copy that must not be used any more: newer than it, and never good for an answer. */
export function createTombstone<T>(now: number): Entry<T> {
  const lifetimes = { freshMs: 0, staleMs: 0, absentMs: 0 };
  return createEntry<T>({ value: null, now, lifetimes, dataVersion: null });
}

/** The same value, confirmed by the upstream just now. */
export function renewEntry<T>(entry: Entry<T>, renewed: NewEntry<T>): Entry<T> {
  return {
    ...createEntry(renewed),
    value: entry.value,
    validator: renewed.validator ?? entry.validator,
    bytes: entry.bytes,
  };
}

export function isFresh<T>(entry: Entry<T>, now: number, dataVersion: string | null): boolean {
  // A clock that was set back would make every entry young for ever: one from the future is not trusted to be fresh.
  const sane = entry.storedAt <= now + 60_000;
  return sane && now < entry.freshUntil && (dataVersion === null || entry.dataVersion === dataVersion);
}

/** After a newer copy could not be had, the old one is shown for this long before the next attempt. */
const PAUSE_AFTER_FAILURE_MS = 5_000;

export function isPaused<T>(entry: Entry<T>, now: number): boolean {
  return entry.failedAt !== null && now < entry.failedAt + PAUSE_AFTER_FAILURE_MS;
}

/** Whether a copy past its lifetime is shown without waiting for a newer one. */
export function isShownStale<T>(entry: Entry<T>, now: number): boolean {
  return entry.value !== null && (now < entry.staleUntil || isPaused(entry, now));
}

/** What to say of a copy that is being shown. */
export function copyFacts<T>(entry: Entry<T>, now: number, dataVersion: string | null): CopyFacts {
  const freshness = isFresh(entry, now, dataVersion)
    ? "FRESH"
    : entry.failedAt === null
      ? "STALE"
      : "STALE_AFTER_ERROR";
  return { storedAt: entry.storedAt, ageMs: Math.max(0, now - entry.storedAt), freshness };
}

/** The text that a store keeps; sets the entry's size as a by-product. */
export function writeEntry<T>(entry: Entry<T>): { text: string; expiresAt: number } {
  const { value, storedAt, freshUntil, staleUntil, validator, dataVersion } = entry;
  const text = JSON.stringify([storedAt, freshUntil, staleUntil, validator, dataVersion, value]);
  entry.bytes = ENTRY_BYTES + text.length * BYTES_PER_CHARACTER;
  return { text, expiresAt: staleUntil + KEPT_FOR_ERRORS_MS };
}

/** The entry in a store's text, or null when it cannot be read. */
export function readEntry<T>(text: string): Entry<T> | null {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 6 || !parts.slice(0, 3).every(Number.isFinite)) return null;
  const [storedAt, freshUntil, staleUntil, validator, dataVersion, value] = parts;
  const bytes = ENTRY_BYTES + text.length * BYTES_PER_CHARACTER;
  return { value, storedAt, freshUntil, staleUntil, validator, dataVersion, bytes, failedAt: null, hits: 0 };
}
