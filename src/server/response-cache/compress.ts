import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Compression, StoredAnswer } from "./stored-answer.js";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Below this a compressed answer saves no packet. */
const WORTH_BYTES = 1400;
const BROTLI_QUALITY = 5;

/** Whether a compressed form of an answer would be worth having. */
export function isWorthCompressing({ body }: StoredAnswer): boolean {
  return body.length >= WORTH_BYTES;
}

/** Makes a compressed form of an answer, outside of the main thread. Nobody waits for it. */
export async function compressAnswer(answer: StoredAnswer, compression: Compression): Promise<void> {
  answer.compressed[compression] =
    compression === "br"
      ? await brotli(answer.body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
      : await zip(answer.body);
}
