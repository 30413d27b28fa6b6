import { bytesOf, type StoredAnswer } from "./stored-answer.js";

/** More spellings of one question than this are not remembered. */
const MOST_KEYS = 32;

/** Answers by key, within a bound of bytes. */
export class AnswerMemory {
  readonly #byKey = new Map<string, StoredAnswer>();
  /** In the order in which the evictor comes by. */
  readonly #sizes = new Map<StoredAnswer, number>();
  #bytes = 0;
  /** Told of every answer that is let go. */
  onDelete: ((answer: StoredAnswer) => void) | null = null;

  constructor(private readonly maxBytes: number) {}

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#sizes.size;
  }

  /** The answer at a key that may still be sent at `now`. */
  get(key: string, now: number): StoredAnswer | undefined {
    const answer = this.#byKey.get(key);
    if (answer === undefined || now < answer.staleUntil) return answer;
    this.delete(answer);
    return undefined;
  }

  /** Keeps an answer under keys, in the place of what was there. An answer that would fill half of the memory is not kept. */
  put(answer: StoredAnswer, keys: readonly string[]): void {
    if (bytesOf(answer) > this.maxBytes / 2) return;
    for (const key of keys) {
      const before = this.#byKey.get(key);
      if (before && before !== answer) this.delete(before);
      this.#addKey(answer, key);
    }
    this.measure(answer);
    this.#evict();
  }

  /** Lets an answer that is kept already be found under one more key. */
  alias(answer: StoredAnswer, key: string): void {
    if (!this.#sizes.has(answer) || answer.keys.length >= MOST_KEYS || this.#byKey.has(key)) return;
    this.#addKey(answer, key);
    this.measure(answer);
  }

  /** Counts an answer's bytes again after it has grown. */
  measure(answer: StoredAnswer): void {
    const size = bytesOf(answer);
    this.#bytes += size - (this.#sizes.get(answer) ?? 0);
    this.#sizes.set(answer, size);
  }

  /** Whether an answer is still kept. */
  has(answer: StoredAnswer): boolean {
    return this.#sizes.has(answer);
  }

  /** All answers that are kept. */
  answers(): Iterable<StoredAnswer> {
    return this.#sizes.keys();
  }

  delete(answer: StoredAnswer): void {
    if (this.#sizes.has(answer)) this.onDelete?.(answer);
    this.#bytes -= this.#sizes.get(answer) ?? 0;
    this.#sizes.delete(answer);
    for (const key of answer.keys) this.#byKey.delete(key);
  }

  #addKey(answer: StoredAnswer, key: string): void {
    if (this.#byKey.get(key) === answer) return;
    this.#byKey.set(key, answer);
    answer.keys.push(key);
  }

  /** Second chance: what was sent since the last visit stays once more. Reordering at every hit would cost each hit. */
  #evict(): void {
    while (this.#bytes > this.maxBytes) {
      const [oldest] = this.#sizes.keys();
      if (!oldest) return;
      if (!oldest.touched) {
        this.delete(oldest);
        continue;
      }
      oldest.touched = false;
      const size = this.#sizes.get(oldest) ?? 0;
      this.#sizes.delete(oldest);
      this.#sizes.set(oldest, size);
    }
  }
}
