import type { ServerResponse } from "node:http";
import { type Refusal, refusalBody } from "./refusal.js";
import { API_HEADERS } from "./security-headers.js";

/** Answers with a refusal. @param api the headers that every answer of the API has */
export function sendRefusal(response: ServerResponse, refusal: Refusal, api = API_HEADERS): void {
  const body = refusalBody(refusal);
  response
    .writeHead(refusal.status, {
      ...api,
      ...refusal.headers,
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
      "cache-control": "no-store",
    })
    .end(body);
}
