/** Bytes of one generation, texts and what they became together. */
const GENERATION_BYTES = 4_000_000;

/**
 * Long texts as JSON in UTF-8. Looking one up costs no more than a short one: a string of a record knows its hash, and is
 * found to be itself without being compared.
 *
 * Two generations bound what is kept: when the younger is full it takes the place of the older, and what is asked for
 * again in time moves to the next.
 */
export class KeptTexts {
  #younger = new Map<string, Buffer>();
  #older = new Map<string, Buffer>();
  #bytes = 0;

  constructor(private readonly generationBytes = GENERATION_BYTES) {}

  /** How many texts are kept. */
  get size(): number {
    return this.#younger.size + this.#older.size;
  }

  /** A text in quotes, as `JSON.stringify` gives it. Not to be written to. */
  quoted(text: string): Buffer {
    const kept = this.#younger.get(text);
    if (kept) return kept;
    const bytes = this.#older.get(text) ?? Buffer.from(JSON.stringify(text));
    const size = bytes.length + text.length;
    if (this.#bytes + size > this.generationBytes) {
      this.#older = this.#younger;
      this.#younger = new Map();
      this.#bytes = 0;
    }
    if (size <= this.generationBytes) this.#younger.set(text, bytes);
    this.#bytes += size;
    return bytes;
  }
}
