import type { ServerResponse } from "node:http";
import { type Refusal, refusalBody } from "./refusal.js";
import { API_HEADERS } from "./security-headers.js";

/** The headers of a refusal, whoever sends it. */
export function refusalHeaders({ headers }: Refusal): Record<string, string> {
  return {
    ...API_HEADERS,
    ...headers,
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  };
}

/** Answers with a refusal, on `node:http` itself. */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  const body = refusalBody(refusal);
  response
    .writeHead(refusal.status, { ...refusalHeaders(refusal), "content-length": Buffer.byteLength(body) })
    .end(body);
}
