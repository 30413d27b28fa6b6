export type Json = string | number | boolean | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** Every value at a path of keys; lists on the way are walked through, and a list at the end gives its items. */
export function valuesAt(from: Json, keys: readonly string[]): Json[] {
  let found: Json[] = [from];
  for (const key of keys) found = found.flatMap((value) => memberOf(value, key));
  return found;
}

function memberOf(value: Json, key: string): Json[] {
  if (typeof value !== "object" || Array.isArray(value)) return [];
  const member = value[key];
  if (member === undefined) return [];
  return Array.isArray(member) ? member : [member];
}

/** The first text at a path, or undefined. */
export function textAt(from: Json, ...keys: string[]): string | undefined {
  const value = valuesAt(from, keys)[0];
  return typeof value === "string" ? value : undefined;
}
