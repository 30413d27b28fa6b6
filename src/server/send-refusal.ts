import type { ServerResponse } from "node:http";
import { type Refusal, refusalBody } from "./refusal.js";
import { API_HEADERS } from "./security-headers.js";

/** Answers with a refusal, on `node:http` itself. */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  const body = refusalBody(refusal);
  response
    .writeHead(refusal.status, {
      ...API_HEADERS,
      ...refusal.headers,
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
      "cache-control": "no-store",
    })
    .end(body);
}
