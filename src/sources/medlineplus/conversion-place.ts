import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Converted, convertTopics, type FileOrigin, type Outlet } from "./conversion.js";
import { convertInThread } from "./conversion-thread.js";

/** A file up to this size is read in less time than a thread takes to start, and the heap hardly grows by it. */
export const SMALL_FILE_BYTES = 3_000_000;

/** TypeScript sources that are run as they are, in tests, have no built file that a thread could run. */
const ENTRY = new URL("./conversion-thread-entry.js", import.meta.url);
const canRunThreads = existsSync(fileURLToPath(ENTRY));

/** Converts a small file here, and a large one in a thread of its own. @throws as both do */
export async function convertInPlace(
  origin: FileOrigin,
  chunks: AsyncIterable<Uint8Array>,
  outlet: Outlet,
  signal: AbortSignal,
): Promise<Converted & { inThread: boolean }> {
  const rest = chunks[Symbol.asyncIterator]();
  const start = canRunThreads ? await takeStart(rest) : [];
  const inThread = sizeOf(start) > SMALL_FILE_BYTES;
  const all = joined(start, rest);
  const converted = inThread
    ? await convertInThread(origin, all, outlet, { entry: ENTRY, signal })
    : await convertTopics(origin, all, outlet);
  return { ...converted, inThread };
}

/** The first chunks: all of a small file, or just more than a small file has. */
async function takeStart(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
  const start: Uint8Array[] = [];
  while (sizeOf(start) <= SMALL_FILE_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    start.push(next.value);
  }
  return start;
}

async function* joined(start: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    // Taken out one by one, so that each can be collected once it is used.
    for (let chunk = start.shift(); chunk; chunk = start.shift()) yield chunk;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((bytes, chunk) => bytes + chunk.length, 0);
}
