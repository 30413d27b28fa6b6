import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.js";

/**
 * The whole body of a request that nobody has read yet.
 * @throws Refusal with status 413 when it is longer than `limitBytes`, however it was framed
 */
export function readBody(message: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    message.once("error", () => reject(new Refusal(400, "BAD_REQUEST", "The request body ended before it was whole.")));
    collectBody(message, limitBytes, resolve, reject);
  });
}

/**
 * Collects the body of a request that nobody has read yet. By callbacks: a promise for each request would be felt in the
 * time in which a kept answer is sent. Neither is called for a caller who leaves before the end.
 */
export function collectBody(
  message: IncomingMessage,
  limitBytes: number,
  read: (body: Buffer) => void,
  refuse: (refusal: Refusal) => void,
): void {
  let first: Buffer | null = null;
  let more: Buffer[] | null = null;
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
    else if (first === null) first = chunk;
    else {
      more ??= [first];
      more.push(chunk);
    }
  });
  message.on("end", () => read(more ? Buffer.concat(more) : (first ?? NOTHING)));
}

const NOTHING = Buffer.alloc(0);

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
