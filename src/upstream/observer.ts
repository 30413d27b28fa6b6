import type { Call } from "./call.js";
import type { Flight, Passage } from "./flight.js";
import type { Platform } from "./platform.js";
import type { UpstreamTrace } from "./upstream.js";

/** A kind of record of a source: `pubmed`, `article`. */
export interface RecordKind {
  source: string;
  kind: string;
}

/** To be called when what was begun has ended, with the error if it failed. */
export type Ended = (error?: unknown) => void;

/** Follows single questions through the upstream layer. Nothing here is called when nobody observes. */
export interface Observer {
  /** An asker needs a record that memory does not have. */
  lookUp(kind: RecordKind, id: string, call: Call): Ended;
  /** A record that an asker waits for is there, or cannot be had. Without a passage it came from the store. */
  arrived(kind: RecordKind, id: string, passage: Passage | null, call: Call): void;
  /** Records leave together for the upstream. */
  depart(kind: RecordKind, ids: readonly string[], passage: Passage): Ended;
  /** One request goes over the wire, for the work that `trace` belongs to. */
  attempt(source: string, path: string, trace: UpstreamTrace): Ended;
}

/** Lets the observer, if there is one, see flights leave together. All of them have the same passage. */
export async function observed<T>(
  { observer }: Platform,
  kind: RecordKind,
  flights: readonly Flight<T>[],
  work: () => Promise<void>,
): Promise<void> {
  const passage = flights[0]?.passage;
  if (!observer || !passage) return work();
  const ended = observer.depart(
    kind,
    flights.map(({ id }) => id),
    passage,
  );
  try {
    await work();
    ended();
  } catch (error) {
    ended(error);
    throw error;
  }
}

/** Lets the observer see a look-up that has to wait. */
export function followed<T>(
  observer: Observer,
  kind: RecordKind,
  id: string,
  call: Call,
  load: Promise<T>,
): Promise<T> {
  const ended = observer.lookUp(kind, id, call);
  load.then(() => ended(), ended);
  return load;
}
