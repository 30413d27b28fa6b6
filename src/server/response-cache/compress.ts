import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { StoredAnswer } from "./stored-answer.js";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Below this a compressed answer saves no packet. */
const WORTH_BYTES = 1400;
const BROTLI_QUALITY = 5;

/** Makes an answer's compressed forms, outside of the main thread. Nobody waits for it. */
export async function compressAnswer(answer: StoredAnswer): Promise<void> {
  if (answer.body.length < WORTH_BYTES) return;
  const [br, gz] = await Promise.all([
    brotli(answer.body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
    zip(answer.body),
  ]);
  answer.compressed.br = br;
  answer.compressed.gzip = gz;
}
