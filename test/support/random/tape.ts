import fc from "fast-check";

const SHORTEST = 10;
const LONGEST = 250;
const NUMBERS = 0x1_0000;

/**
 * The numbers that a random thing is made of. After the last one comes nothing but zero, which stands for the smallest
 * choice everywhere: so that a failing case becomes smaller as its tape does.
 */
export class Tape {
  #at = 0;

  constructor(private readonly numbers: readonly number[]) {}

  below(limit: number): number {
    return (this.numbers[this.#at++] ?? 0) % limit;
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === times - 1;
  }

  one<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("There is nothing to choose from");
    return item;
  }
}

/** Random tapes, without a liking for small numbers. */
export const tapes: fc.Arbitrary<number[]> = fc.noBias(
  fc.array(fc.nat({ max: NUMBERS - 1 }), { minLength: SHORTEST, maxLength: LONGEST, size: "max" }),
);

/** A tape of fixed content (mulberry32). */
export function tapeOf(seed: number, length = LONGEST / 2): number[] {
  let state = seed >>> 0;
  return Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % NUMBERS;
  });
}
