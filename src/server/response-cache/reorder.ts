import type { OrderedFields } from "./field-order.js";

const QUOTE = 0x22;
const COMMA = 0x2c;
const LIST = 0x5b;
const BACKSLASH = 0x5c;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

const DATA = '{"data":';

/**
 * The JSON of a whole answer with its fields in another order. It has the same bytes in other places, so they are copied:
 * to read the values and write them again would cost three times as much, and the texts in them are most of it.
 * @param json as `JSON.stringify` writes it, without white space; its data stands first
 * @param fields of all objects in its data, and no others
 */
export function reordered(json: Buffer, fields: OrderedFields): Buffer {
  const reader = new PieceReader(json);
  reader.at = DATA.length;
  const data = reader.value(fields);
  const bytes = Buffer.allocUnsafe(json.length);
  let length = 0;
  for (const { start, end } of [{ start: 0, end: DATA.length }, ...data, { start: reader.at, end: json.length }])
    length += json.copy(bytes, length, start, end);
  return bytes;
}

/** Bytes that stay together. */
interface Piece {
  start: number;
  end: number;
}

interface Member extends Piece {
  name: string;
  value: Piece[];
}

/** Finds in one pass of which pieces values consist when their fields are put into order. */
class PieceReader {
  /** Where the next value stands. */
  at = 0;

  constructor(private readonly json: Buffer) {}

  value(fields: OrderedFields | null): Piece[] {
    const start = this.at;
    if (fields !== null && this.json[start] === OBJECT) return this.#object(fields);
    if (fields !== null && this.json[start] === LIST) return this.#list(fields);
    this.at = endOf(this.json, start);
    return [{ start, end: this.at }];
  }

  #list(fields: OrderedFields): Piece[] {
    const pieces: Piece[] = [];
    // The brackets and commas between the values stay where they are.
    for (let start = this.at++; ; start = this.at++) {
      add(pieces, { start, end: this.at });
      if (this.json[start] === LIST_END) return pieces;
      if (this.json[this.at] === LIST_END) continue;
      for (const piece of this.value(fields)) add(pieces, piece);
    }
  }

  #object(fields: OrderedFields): Piece[] {
    const start = this.at;
    const members = this.#members(fields);
    const names = [...fields.keys()];
    if (members.every(({ name, value }, index) => name === names[index] && value.length === 1))
      return [{ start, end: this.at }];
    const byName = new Map(members.map((member) => [member.name, member]));
    const comma = (members[1]?.start ?? 0) - 1;
    const pieces: Piece[] = [];
    for (const name of names) {
      const separator = pieces.length === 0 ? start : comma;
      const member = byName.get(name);
      if (!member) throw new Error(`The answer has no field ${name}.`);
      pieces.push({ start: separator, end: separator + 1 }, { start: member.start, end: member.end }, ...member.value);
    }
    pieces.push({ start: this.at - 1, end: this.at });
    return pieces;
  }

  /** The members of the next object, each from its name to its value. */
  #members(fields: OrderedFields): Member[] {
    const { json } = this;
    const members: Member[] = [];
    do {
      const start = this.at + 1;
      const nameEnd = endOfText(json, start);
      const name = json.toString("latin1", start + 1, nameEnd - 1);
      this.at = nameEnd + 1;
      const value = this.value(fields.get(name) ?? null);
      members.push({ name, start, end: nameEnd + 1, value });
    } while (json[this.at] === COMMA);
    this.at++;
    return members;
  }
}

/** Adds a piece to what it may directly follow. */
function add(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (last?.end === piece.start) last.end = piece.end;
  else pieces.push(piece);
}

/** Where the value ends that begins at `at`. */
function endOf(json: Buffer, at: number): number {
  const first = json[at];
  if (first === QUOTE) return endOfText(json, at);
  if (first !== OBJECT && first !== LIST) return endOfPlain(json, at);
  let depth = 0;
  for (let place = at; ; place++) {
    const byte = json[place];
    if (byte === QUOTE) place = endOfText(json, place) - 1;
    else if (byte === OBJECT || byte === LIST) depth++;
    else if ((byte === OBJECT_END || byte === LIST_END) && --depth === 0) return place + 1;
  }
}

/** Most texts are short: only what is longer is worth a call out of JavaScript. */
const SHORT_BYTES = 40;

/** A quote ends a text unless an odd number of backslashes stands before it. */
function endOfText(json: Buffer, at: number): number {
  for (let place = at + 1; place < at + SHORT_BYTES; place++) {
    if (json[place] === BACKSLASH) place++;
    else if (json[place] === QUOTE) return place + 1;
  }
  for (let quote = json.indexOf(QUOTE, at + 1); ; quote = json.indexOf(QUOTE, quote + 1)) {
    let before = quote - 1;
    while (json[before] === BACKSLASH) before--;
    if ((quote - before) % 2 === 1) return quote + 1;
  }
}

/** A number, `true`, `false` or `null` ends where its list or object goes on or ends. */
function endOfPlain(json: Buffer, at: number): number {
  let place = at;
  for (let byte = json[place]; byte !== COMMA && byte !== OBJECT_END && byte !== LIST_END; byte = json[place]) place++;
  return place;
}
