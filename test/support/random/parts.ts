import type { Answered } from "./contract.js";

type Json = Record<string, unknown>;

/** What came in one part: the first has the data itself, the later ones what was deferred. */
interface Part extends Answered {
  incremental?: { path?: readonly (string | number)[]; data: Json | null; errors?: Answered["errors"] }[];
  hasNext: boolean;
}

/** Puts a `multipart/mixed` answer together; null when a deferred part could not be had, which leaves names out. */
export function joinParts(text: string): Answered | null {
  const parts = text
    .split(/\r\n---(?:--)?(?:\r\n)?/)
    .map((part) => part.slice(part.indexOf("\r\n\r\n") + 4))
    .filter((part) => part.startsWith("{"))
    .map((part) => JSON.parse(part) as Part);
  const [first] = parts;
  if (!first || parts.at(-1)?.hasNext) throw new Error(`An answer that does not end: ${text}`);
  const deferred = parts.flatMap(({ incremental = [] }) => incremental);
  for (const { path = [], data } of deferred) {
    if (data === null) return null;
    merge(
      path.reduce((value, key) => (value as Json)[key], first.data as unknown),
      data,
    );
  }
  const errors = [first, ...deferred].flatMap((part) => part.errors ?? []);
  return { data: first.data, ...(errors.length > 0 && { errors }), isInParts: true };
}

function merge(into: unknown, from: Json): void {
  const target = into as Json;
  for (const [key, value] of Object.entries(from)) {
    const known = target[key];
    if (typeof known !== "object" || known === null || typeof value !== "object" || value === null) target[key] = value;
    else merge(known, value as Json);
  }
}
