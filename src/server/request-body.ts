import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.js";

const bodies = new WeakMap<IncomingMessage, Promise<Buffer>>();

/**
 * The whole body of a request; the second reader of the same request gets the same bytes.
 * @throws Refusal with status 413 when it is longer than `limitBytes`, however it was framed
 */
export function readBody(message: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const known = bodies.get(message);
  if (known) return known;
  const body = collect(message, limitBytes);
  bodies.set(message, body);
  return body;
}

function collect(message: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // The rest is read and thrown away: a caller that is cut off while it sends would never see the refusal.
    const refuse = () => {
      chunks.length = 0;
      message.removeAllListeners("data").resume();
      reject(tooLarge(limitBytes));
    };
    if (Number(message.headers["content-length"] ?? 0) > limitBytes) return refuse();
    message.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) refuse();
      else chunks.push(chunk);
    });
    message.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    message.on("error", () => reject(new Refusal(400, "BAD_REQUEST", "The request body ended before it was whole.")));
  });
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
