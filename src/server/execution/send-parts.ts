import type { ServerResponse } from "node:http";
import { API_HEADERS } from "../security-headers.js";
import { MULTIPART } from "./incremental.js";

/** Sends the parts of an answer as they come. What the caller does not take in time is waited for, not piled up. */
export async function sendParts(
  response: ServerResponse,
  parts: AsyncIterable<string>,
  left: AbortSignal,
): Promise<void> {
  response.writeHead(200, {
    ...API_HEADERS,
    "content-type": `multipart/mixed; boundary="-"; ${MULTIPART.split("; ")[1]}`,
    "cache-control": "no-store",
    // Proxies that collect an answer before they hand it on would undo what parts are for.
    "x-accel-buffering": "no",
    vary: "accept",
  });
  for await (const part of parts) {
    if (left.aborted) break;
    if (!response.write(part)) await drained(response, left);
  }
  response.end();
}

function drained(response: ServerResponse, left: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off("drain", go);
      left.removeEventListener("abort", go);
      resolve();
    };
    response.on("drain", go);
    left.addEventListener("abort", go, { once: true });
    if (left.aborted) go();
  });
}
