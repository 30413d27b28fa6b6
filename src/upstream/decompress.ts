import type { Readable } from "node:stream";
import { promisify } from "node:util";
import {
  brotliDecompress,
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzip,
  gunzipSync,
  inflate,
  inflateSync,
} from "node:zlib";

const GZIP = { stream: createGunzip, whole: promisify(gunzip), atOnce: gunzipSync };
const DEFLATE = { stream: createInflate, whole: promisify(inflate), atOnce: inflateSync };
const BROTLI = { stream: createBrotliDecompress, whole: promisify(brotliDecompress), atOnce: brotliDecompressSync };
const CODINGS = { gzip: GZIP, "x-gzip": GZIP, deflate: DEFLATE, br: BROTLI };

/** A content coding (RFC 9110, section 8.4.1) that is known here. */
export type Coding = keyof typeof CODINGS;

/** Bytes that take less time to decompress than it takes to hand them to another thread and back. */
const SMALL_BYTES = 100_000;

/** How an answer's body is compressed, if in a way that is known here. */
export function codingOf(headers: Readonly<Record<string, string>>): Coding | null {
  const name = headers["content-encoding"]?.trim().toLowerCase() ?? "";
  return Object.hasOwn(CODINGS, name) ? (name as Coding) : null;
}

/** A body decompressed as it comes. */
export function decompressed(body: Readable, coding: Coding | null): Readable {
  if (coding === null) return body;
  const decoder = CODINGS[coding].stream();
  body.on("error", (error) => decoder.destroy(error));
  decoder.on("close", () => body.destroy());
  return body.pipe(decoder);
}

/**
 * A body that has come whole, decompressed: a stream costs several times as much as that of one page.
 * @throws Error with code ERR_BUFFER_TOO_LARGE when it would be larger than `maxBytes`, another when it is broken
 */
export function decompress(bytes: Buffer, coding: Coding | null, maxBytes: number): Buffer | Promise<Buffer> {
  // What is cut off within the head of a stream has nothing in it to complain of.
  if (coding === null || bytes.length === 0) return bytes;
  if (bytes.length <= SMALL_BYTES) return decompressAtOnce(bytes, coding, maxBytes);
  return CODINGS[coding].whole(bytes, { maxOutputLength: maxBytes });
}

/** @throws as `decompress` does */
export function decompressAtOnce(bytes: Buffer, coding: Coding, maxBytes = LARGEST_BYTES): Buffer {
  const options = { maxOutputLength: maxBytes, chunkSize: pieceFor(bytes, coding) };
  return CODINGS[coding].atOnce(bytes, options);
}

const LARGEST_BYTES = 100_000_000;
/** As zlib has it where nothing is said. */
const USUAL_PIECE = 16_384;
const LEAST_PIECE = 1_024;
const LARGEST_PIECE = 262_144;

/**
 * How large the pieces are that come out: one piece need not be put together. A gzip file ends with the size of what is in
 * it (RFC 1952, section 2.3.1), which a stranger may have got wrong.
 */
function pieceFor(bytes: Buffer, coding: Coding): number {
  if (CODINGS[coding] !== GZIP || bytes.length < 4) return USUAL_PIECE;
  const size = bytes.readUInt32LE(bytes.length - 4);
  return size < LARGEST_PIECE ? Math.max(LEAST_PIECE, size + 1) : USUAL_PIECE;
}
