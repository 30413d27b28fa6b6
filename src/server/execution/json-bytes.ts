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

class JsonWriter {
  readonly #parts: Buffer[] = [];

  /** @param text since the last part */
  constructor(private text: string) {}

  write(value: unknown): void {
    if (typeof value === "string") this.#writeText(value);
    else if (typeof value !== "object" || value === null) this.text += plain(value);
    else if (Array.isArray(value)) this.#writeList(value);
    else if ("toJSON" in value) this.text += JSON.stringify(value);
    else this.#writeMembers(value as Record<string, unknown>);
  }

  finish(after: string): Buffer {
    this.#parts.push(Buffer.from(this.text + after));
    return this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
  }

  #writeText(value: string): void {
    if (value.length < LONG_CHARACTERS) {
      this.text += NEEDS_ESCAPES.test(value) ? JSON.stringify(value) : `"${value}"`;
      return;
    }
    this.#parts.push(Buffer.from(this.text), longTexts.quoted(value));
    this.text = "";
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
