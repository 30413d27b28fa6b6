import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.js";

/** Bodies that somebody has read and somebody else may want. */
const bodies = new WeakMap<IncomingMessage, Buffer | Refusal>();

/**
 * The whole body of a request; the second reader of the same request gets the same bytes.
 * @throws Refusal with status 413 when it is longer than `limitBytes`, however it was framed
 */
export function readBody(message: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const known = bodies.get(message);
  if (known instanceof Refusal) return Promise.reject(known);
  if (known) return Promise.resolve(known);
  return new Promise((resolve, reject) => {
    const read = (body: Buffer): void => {
      bodies.set(message, body);
      resolve(body);
    };
    collectBody(message, limitBytes, read, reject);
  });
}

/** Lets the next reader of the request have what was collected, or why it could not be. */
export function keepBody(message: IncomingMessage, body: Buffer | Refusal): void {
  bodies.set(message, body);
}

/**
 * Collects the body of a request that nobody has read yet. By callbacks, and without remembering it: a promise and an
 * entry in a weak map for each request would be a tenth of the time in which a kept answer is sent.
 */
export function collectBody(
  message: IncomingMessage,
  limitBytes: number,
  read: (body: Buffer) => void,
  refuse: (refusal: Refusal) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  // The rest is read and thrown away: a caller that is cut off while it sends would never see the refusal.
  const tooMuch = (): void => {
    message.removeAllListeners("data").removeAllListeners("end").resume();
    refuse(tooLarge(limitBytes));
  };
  if (Number(message.headers["content-length"] ?? 0) > limitBytes) {
    tooMuch();
    return;
  }
  message.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > limitBytes) tooMuch();
    else chunks.push(chunk);
  });
  message.on("end", () => read(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
  message.on("error", () => refuse(new Refusal(400, "BAD_REQUEST", "The request body ended before it was whole.")));
}

function tooLarge(limitBytes: number): Refusal {
  return new Refusal(
    413,
    "PAYLOAD_TOO_LARGE",
    `The request body is larger than ${limitBytes} bytes.`,
    {},
    {
      limit: "bodyBytes",
      allowed: limitBytes,
    },
  );
}
