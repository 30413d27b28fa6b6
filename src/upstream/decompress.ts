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
const CODINGS: Readonly<Record<string, typeof GZIP | typeof DEFLATE | typeof BROTLI>> = {
  gzip: GZIP,
  "x-gzip": GZIP,
  deflate: DEFLATE,
  br: BROTLI,
};

/** Bytes that take less time to decompress than it takes to hand them to another thread and back. */
const SMALL_BYTES = 100_000;

type Headers = Readonly<Record<string, string>>;

function codingOf(headers: Headers) {
  return CODINGS[headers["content-encoding"]?.trim().toLowerCase() ?? ""];
}

/** A body decompressed as it comes. */
export function decompressed(body: Readable, headers: Headers): Readable {
  const coding = codingOf(headers);
  if (!coding) return body;
  const decoder = coding.stream();
  body.on("error", (error) => decoder.destroy(error));
  decoder.on("close", () => body.destroy());
  return body.pipe(decoder);
}

/**
 * A body that has come whole, decompressed: a stream costs several times as much as that of one page.
 * @throws Error with code ERR_BUFFER_TOO_LARGE when it would be larger than `maxBytes`, another when it is broken
 */
export function decompress(bytes: Buffer, headers: Headers, maxBytes: number): Buffer | Promise<Buffer> {
  const coding = codingOf(headers);
  // What is cut off within the head of a stream has nothing in it to complain of.
  if (!coding || bytes.length === 0) return bytes;
  const options = { maxOutputLength: maxBytes };
  return bytes.length <= SMALL_BYTES ? coding.atOnce(bytes, options) : coding.whole(bytes, options);
}
