import { isPartialDate } from "../../../content/index.js";
import { UNRECOGNISED } from "../types.js";

/**
 * An object in an answer, read with suspicion: a member that is missing, null or of another type is simply not there.
 * So a change of the wire format costs the field that changed, and nothing else.
 */
export class JsonPart {
  constructor(private readonly members: Readonly<Record<string, unknown>>) {}

  /** The text without surrounding space, or null when there is none. */
  text(name: string): string | null {
    return toText(this.members[name]);
  }

  texts(name: string): string[] {
    return this.list(name, toText);
  }

  /** Whether there is anything with this name. */
  has(name: string): boolean {
    return this.members[name] !== undefined && this.members[name] !== null;
  }

  /** Whether there is a list with this name, if an empty one. */
  hasList(name: string): boolean {
    return Array.isArray(this.members[name]);
  }

  /** The number of items in a list, whatever they are. */
  lengthOf(name: string): number {
    const value = this.members[name];
    return Array.isArray(value) ? value.length : 0;
  }

  flag(name: string): boolean | null {
    const value = this.members[name];
    return typeof value === "boolean" ? value : null;
  }

  number(name: string): number | null {
    const value = this.members[name];
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  }

  /** A count that fits GraphQL's Int. */
  count(name: string): number | null {
    const value = this.number(name);
    return value !== null && Number.isInteger(value) && value >= 0 && value <= 2_147_483_647 ? value : null;
  }

  date(name: string): string | null {
    const value = this.text(name);
    return isPartialDate(value) ? value : null;
  }

  /** A value of an enumeration; one that the enumeration lacks becomes UNRECOGNISED. */
  oneOf<T extends Record<string, string>>(values: T, name: string): T[keyof T] | null {
    return toOneOf(values, this.members[name]);
  }

  manyOf<T extends Record<string, string>>(values: T, name: string): T[keyof T][] {
    return [...new Set(this.list(name, (value) => toOneOf(values, value)))];
  }

  /** The object at the end of a path of names; an empty one when it is not there. */
  part(...path: string[]): JsonPart {
    let members: Readonly<Record<string, unknown>> = this.members;
    for (const name of path) members = toMembers(members[name]) ?? {};
    return new JsonPart(members);
  }

  /** What `read` makes of the object with this name, or null when there is none or it is empty. */
  maybe<T>(name: string, read: (part: JsonPart) => T): T | null {
    const members = toMembers(this.members[name]);
    return members && Object.keys(members).length > 0 ? read(new JsonPart(members)) : null;
  }

  /** What `read` makes of the objects in a list; items that are no objects, or of which it makes null, are left out. */
  parts<T>(name: string, read: (part: JsonPart) => T | null): T[] {
    return this.list(name, (value) => {
      const members = toMembers(value);
      return members && read(new JsonPart(members));
    });
  }

  private list<T>(name: string, read: (value: unknown) => T | null): T[] {
    const value = this.members[name];
    if (!Array.isArray(value)) return [];
    return value.map(read).filter((item): item is T & {} => item !== null);
  }
}

/** The object that a JSON text holds, or null when it holds anything else. */
export function toPart(value: unknown): JsonPart | null {
  const members = toMembers(value);
  return members && new JsonPart(members);
}

function toMembers(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

function toText(value: unknown): string | null {
  return typeof value === "string" ? value.toWellFormed().trim() || null : null;
}

function toOneOf<T extends Record<string, string>>(values: T, value: unknown): T[keyof T] | null {
  const code = toText(value);
  if (code === null) return null;
  const known = Object.values(values).includes(code);
  return (known ? code : UNRECOGNISED) as T[keyof T];
}
