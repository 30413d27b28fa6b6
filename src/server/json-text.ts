import { isAscii } from "node:buffer";
import { Refusal } from "./refusal.js";

/** No honest request nests deeper; far below what would exhaust the stack of anything that walks the value. */
const DEEPEST_NESTING = 64;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads UTF-8 text.
 * @throws Refusal with status 400 for bytes that are not UTF-8
 */
export function readText(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString("latin1");
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refusal(400, "BAD_REQUEST", "The request body is not valid UTF-8.");
  }
}

/**
 * Reads JSON from a stranger. V8's parser keeps what it has open in a list of its own, so deep nesting costs it no stack;
 * whoever walks the value afterwards would pay, which is why depth is bounded here.
 * @param what what the text is, for the message: `The request body`
 * @throws Refusal with status 400 when it is not JSON, nests too deeply, or sets a prototype
 */
export function readJson(text: string, what: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, "BAD_REQUEST", `${what} is not valid JSON.`);
  }
  requireHarmless(value, what, 0);
  return value;
}

function requireHarmless(value: unknown, what: string, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  if (depth === DEEPEST_NESTING) {
    throw new Refusal(400, "BAD_REQUEST", `${what} nests deeper than ${DEEPEST_NESTING} levels.`);
  }
  if (Array.isArray(value)) {
    for (const item of value) requireHarmless(item, what, depth + 1);
    return;
  }
  const members = value as Record<string, unknown>;
  for (const name in members) {
    if (name === "__proto__") {
      throw new Refusal(400, "BAD_REQUEST", `${what} has a key that is not allowed: __proto__.`);
    }
    requireHarmless(members[name], what, depth + 1);
  }
}
