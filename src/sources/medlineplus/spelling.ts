import { wordsOf } from "./search-words.js";

interface Known {
  /** As it is written, accents included. */
  written: string;
  /** How often it occurs; a word of a title counts many times. */
  weight: number;
}

const SHORTEST_CORRECTED = 4;

/** The words of all topics of a language, to set misspelt ones right. */
export class Spelling {
  private readonly known = new Map<string, Known>();

  /** Adds the words of a text. */
  add(text: string, weight: number): void {
    for (const written of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
      const [word] = wordsOf(written);
      if (word === undefined) continue;
      const known = this.known.get(word);
      if (known) known.weight += weight;
      else this.known.set(word, { written, weight });
    }
  }

  /**
   * The query with the words set right that no topic has, or null when there is nothing to set right.
   * @param isFound whether a word, as `wordsOf` gives it, finds something as it is
   * @param most how many words may need to be set right; a query with more of them is none that was misspelt
   */
  correct(query: string, isFound: (word: string) => boolean, most: number): string | null {
    const words = wordsOf(query);
    const lost = new Set(words.filter((word) => !isFound(word)));
    if (lost.size === 0 || lost.size > most) return null;
    const near = new Map([...lost].map((word) => [word, this.nearest(word)]));
    if (![...near.values()].some((written) => written !== undefined)) return null;
    return words.map((word) => (lost.has(word) ? near.get(word) : this.known.get(word)?.written) ?? word).join(" ");
  }

  private nearest(word: string): string | undefined {
    if (word.length < SHORTEST_CORRECTED) return undefined;
    const most = word.length < 6 ? 1 : 2;
    let best: { written: string; rank: number } | undefined;
    for (const [candidate, { written, weight }] of this.known) {
      if (Math.abs(candidate.length - word.length) > most || !beginsAlike(word, candidate)) continue;
      const distance = editDistance(word, candidate, most);
      if (distance > most) continue;
      // People rarely get the first letter wrong; of equally near words the one that is used more is meant.
      const rank = distance + (candidate[0] === word[0] ? 0 : 0.6) - Math.min(0.5, Math.log10(weight + 1) / 8);
      if (!best || rank < best.rank) best = { written, rank };
    }
    return best?.written;
  }
}

/** Of two letters at the start at least one is right, if in the wrong place: spares comparing with most words. */
function beginsAlike(word: string, candidate: string): boolean {
  return word[0] === candidate[0] || word[1] === candidate[1] || word[0] === candidate[1] || word[1] === candidate[0];
}

/** Letters put in, left out, exchanged or swapped with their neighbour; counting stops above `most`. */
export function editDistance(one: string, other: string, most: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwap) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    if (Math.min(...current) > most) return most + 1;
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? 0;
}
