/** One list's opinion: what it found, best first. */
export interface RankedList<T> {
  source: string;
  items: readonly T[];
}

/** A thing that at least one list found. */
export interface Fused<T> {
  item: T;
  score: number;
  /** The lists that found it. */
  sources: string[];
}

/**
 * The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009): large enough that one list's first place
 * does not beat two lists' second places.
 */
const DAMPING = 60;

/**
 * Fuses ranked lists whose scores cannot be compared into one, by reciprocal rank; equal things are merged by identity.
 * Ties keep the order of the lists.
 */
export function fuse<T>(lists: readonly RankedList<T>[], identityOf: (item: T) => string): Fused<T>[] {
  const byIdentity = new Map<string, Fused<T>>();
  for (const { source, items } of lists)
    items.forEach((item, index) => {
      const identity = identityOf(item);
      const fused = byIdentity.get(identity) ?? { item, score: 0, sources: [] };
      fused.score += 1 / (DAMPING + index + 1);
      if (!fused.sources.includes(source)) fused.sources.push(source);
      byIdentity.set(identity, fused);
    });
  return [...byIdentity.values()].sort((a, b) => b.score - a.score);
}
