import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "../refusal.js";

/**
 * Lets only those pass who send a key of the operator's as a bearer token.
 * @param whose whose key it is, as it is called in the refusal
 * @throws Refusal 401
 */
export function requireOperatorKey({ authorization = "" }: IncomingHttpHeaders, key: string, whose: string): void {
  // Compared by their hashes, so that the time it takes tells nothing.
  if (timingSafeEqual(hashOf(authorization.replace(/^Bearer\s+/i, "")), hashOf(key))) return;
  throw new Refusal(401, "UNAUTHENTICATED", `The ${whose} key is needed: send it as \`Authorization: Bearer <key>\`.`, {
    "www-authenticate": 'Bearer realm="galen"',
  });
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
