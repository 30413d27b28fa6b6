import { Refusal } from "./refusal.js";

/** No honest request nests deeper; far below what would exhaust the stack of anything that walks the value. */
const DEEPEST_NESTING = 64;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads UTF-8 text.
 * @throws Refusal with status 400 for bytes that are not UTF-8
 */
export function readText(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refusal(400, "BAD_REQUEST", "The request body is not valid UTF-8.");
  }
}

/**
 * Reads JSON from a stranger.
 * @param what what the text is, for the message: `The request body`
 * @throws Refusal with status 400 when it is not JSON, nests too deeply, or sets a prototype
 */
export function readJson(text: string, what: string): unknown {
  if (nestsTooDeeply(text)) {
    throw new Refusal(400, "BAD_REQUEST", `${what} nests deeper than ${DEEPEST_NESTING} levels.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, "BAD_REQUEST", `${what} is not valid JSON.`);
  }
  // Only looked for where the text can hold such a key at all, in the clear or escaped.
  if (/__proto__|\\u00/i.test(text) && setsPrototype(value)) {
    throw new Refusal(400, "BAD_REQUEST", `${what} has a key that is not allowed: __proto__.`);
  }
  return value;
}

/** Counts brackets outside of strings: reading the value first would already build the nesting. */
function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      if (++depth > DEEPEST_NESTING) return true;
    } else if (character === "}" || character === "]") depth--;
  }
  return false;
}

function setsPrototype(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "__proto__") || Object.values(value).some(setsPrototype);
}
