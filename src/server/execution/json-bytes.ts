import { KeptTexts } from "./kept-texts.js";

/** What a text has that does not stand in JSON as it is: quotes, backslashes, control characters and, alone, surrogates. */
const NEEDS_ESCAPES = /["\\\p{Cc}\p{Cs}]/u;
/** A text of this length is worth being looked up instead of being written again. */
const LONG_CHARACTERS = 200;
/** Names of fields are few, but callers choose aliases. */
const MOST_NAMES = 1_000;

const longTexts = new KeptTexts();
const names = new Map<string, string>();

/**
 * The JSON of a value in UTF-8: what `JSON.stringify` gives of it, as bytes.
 *
 * Most of an answer are long texts of records, the same in every answer that shows them. Their bytes are kept, so that
 * they are escaped and encoded once and copied from then on.
 * @param before text that stands in front of the value
 * @param after text that stands behind it
 */
export function toJsonBytes(value: unknown, before = "", after = ""): Buffer {
  const writer = new JsonWriter(before);
  writer.write(value);
  return writer.finish(after);
}

/** What is written, until it is copied out: whoever writes does so in one go, so all can use the same. */
let scratch = Buffer.allocUnsafeSlow(65_536);
/** Answers beyond this are rare, and each has memory of its own. */
const MOST_SCRATCH_BYTES = 1_000_000;
/** A character of a JavaScript string takes at most as many bytes in UTF-8. */
const BYTES_PER_CHARACTER = 3;

class JsonWriter {
  #bytes = scratch;
  #length = 0;

  /** @param text that is not among the bytes yet */
  constructor(private text: string) {}

  write(value: unknown): void {
    if (typeof value === "string") this.#writeText(value);
    else if (typeof value !== "object" || value === null) this.text += plain(value);
    else if (Array.isArray(value)) this.#writeList(value);
    else if ("toJSON" in value) this.text += JSON.stringify(value);
    else this.#writeMembers(value as Record<string, unknown>);
  }

  finish(after: string): Buffer {
    this.text += after;
    this.#flush();
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  #writeText(value: string): void {
    if (value.length < LONG_CHARACTERS) {
      this.text += NEEDS_ESCAPES.test(value) ? JSON.stringify(value) : `"${value}"`;
      return;
    }
    this.#flush();
    const quoted = longTexts.quoted(value);
    this.#makeRoom(quoted.length);
    this.#bytes.set(quoted, this.#length);
    this.#length += quoted.length;
  }

  #flush(): void {
    this.#makeRoom(this.text.length * BYTES_PER_CHARACTER);
    this.#length += this.#bytes.write(this.text, this.#length);
    this.text = "";
  }

  #makeRoom(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    if (larger.length <= MOST_SCRATCH_BYTES) scratch = larger;
  }

  #writeList(items: readonly unknown[]): void {
    let separator = "[";
    for (const item of items) {
      this.text += separator;
      this.write(item);
      separator = ",";
    }
    this.text += separator === "[" ? "[]" : "]";
  }

  #writeMembers(members: Record<string, unknown>): void {
    let separator = "{";
    for (const name in members) {
      const value = members[name];
      if (value === undefined) continue;
      this.text += separator + quotedName(name);
      this.write(value);
      separator = ",";
    }
    this.text += separator === "{" ? "{}" : "}";
  }
}

function plain(value: unknown): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
  return JSON.stringify(value) ?? "null";
}

function quotedName(name: string): string {
  let quoted = names.get(name);
  if (quoted === undefined) {
    quoted = `${JSON.stringify(name)}:`;
    if (names.size >= MOST_NAMES) names.clear();
    names.set(name, quoted);
  }
  return quoted;
}
