import { readFileSync } from "node:fs";
import { stripIgnoredCharacters } from "graphql";
import { Refusal } from "../refusal.js";

/** Documents by the id that clients ask for them with. */
export type Manifest = ReadonlyMap<string, string>;

/** The manifest of trusted documents cannot be used. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
}

/**
 * Reads a manifest of documents in either of two forms: Apollo's
 * `{ "format": "apollo-persisted-query-manifest", "operations": [{ "id", "body" }] }`, or what Relay and others write,
 * `{ "<hash>": "<document>" }`.
 * @throws ManifestError that says what is wrong
 */
export function readManifest(file: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ManifestError(error instanceof SyntaxError ? "it is not JSON" : "it cannot be read");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ManifestError("it is no object");
  const { operations } = value as { operations?: unknown };
  const entries = Array.isArray(operations)
    ? operations.map((operation) => [operation?.id, operation?.body])
    : Object.entries(value);
  const documents = new Map<string, string>();
  for (const [id, text] of entries) {
    if (typeof id !== "string" || typeof text !== "string")
      throw new ManifestError("an operation has no id or no text");
    documents.set(id.replace(/^sha256:/, ""), text);
  }
  return documents;
}

/** Refuses documents that nobody has approved. */
export type TrustCheck = (query: string) => void;

/** How many spellings of trusted documents are remembered. */
const REMEMBERED = 1000;

/**
 * Creates the check that only these documents are answered, however they are spaced and commented.
 * The returned function throws a Refusal with status 403 for any other.
 */
export function createTrustCheck(documents: Iterable<string>): TrustCheck {
  const trusted = new Set([...documents].map((text) => stripIgnoredCharacters(text)));
  const longest = Math.max(0, ...[...trusted].map((text) => text.length));
  const known = new Set<string>();
  return (query) => {
    if (known.has(query)) return;
    const text = bare(query, longest);
    if (text === null || !trusted.has(text)) {
      throw new Refusal(
        403,
        "OPERATION_NOT_TRUSTED",
        "This server answers only operations that are registered with it.",
      );
    }
    if (known.size < REMEMBERED) known.add(query);
  };
}

/** White space can make a document longer, but what is many times as long is no spelling of a trusted one. */
function bare(query: string, longest: number): string | null {
  if (query.length > longest * 10 + 1000) return null;
  try {
    return stripIgnoredCharacters(query);
  } catch {
    return null;
  }
}
