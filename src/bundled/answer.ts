import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, gzipSync } from "node:zlib";
import type { BundledAnswer, BundledRequest } from "./http.js";

/** Bodies below this size, in bytes, are not worth compressing. */
const SMALLEST_GZIP = 1024;

/** Sends an answer, gzip-encoded when the client takes it. A cut answer announces its whole length and ends half way. */
export async function sendAnswer(
  request: BundledRequest,
  response: ServerResponse,
  answer: BundledAnswer,
  cutShort: boolean,
): Promise<void> {
  const gzip = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  if (answer.body instanceof Readable) return sendStream(response, answer, answer.body, gzip, cutShort);
  const whole = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body, "utf8");
  const encode = gzip && whole.length >= SMALLEST_GZIP && answer.headers["content-encoding"] === undefined;
  const body = encode ? gzipSync(whole, { level: 1 }) : whole;
  const headers = { ...answer.headers, ...(encode && { "content-encoding": "gzip", vary: "Accept-Encoding" }) };
  const bodiless = answer.status === 304 || answer.status === 204;
  response.writeHead(answer.status, bodiless ? headers : { ...headers, "content-length": body.length });
  if (cutShort) {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
    return;
  }
  response.end(request.method === "HEAD" || bodiless ? undefined : body);
}

async function sendStream(
  response: ServerResponse,
  answer: BundledAnswer,
  body: Readable,
  gzip: boolean,
  cutShort: boolean,
): Promise<void> {
  response.writeHead(answer.status, gzip ? { ...answer.headers, "content-encoding": "gzip" } : answer.headers);
  if (cutShort) {
    body.destroy();
    response.write("<", () => response.destroy());
    return;
  }
  await (gzip ? pipeline(body, createGzip({ level: 1 }), response) : pipeline(body, response));
}
