import { badRequest } from "./refusal.js";

// All tokens of the service begin alike, so only whole tokens may be compared; ours keep that trap.
const HEAD = "ZVNj7o2Elu8o3lpoUNW4rf2unpSWJZts_";
const BYTES = 10;
const MASK = 0x5bd1e995;

/** An opaque, URL-safe token of 48 characters. It knows a position and nothing of the query that led there. */
export function writePageToken(position: number): string {
  const bytes = Buffer.alloc(BYTES);
  bytes.writeUInt32BE((position ^ MASK) >>> 0, 0);
  bytes.writeUInt32BE(checksum(position), 4);
  return HEAD + bytes.toString("base64url");
}

/** The position of a token; the start when there is none. */
export function readPageToken(params: URLSearchParams): number {
  const token = params.get("pageToken") ?? "";
  if (token === "") return 0;
  const bytes = Buffer.from(token.slice(HEAD.length), "base64url");
  if (!token.startsWith(HEAD) || bytes.length !== BYTES) throw wrongToken();
  const position = (bytes.readUInt32BE(0) ^ MASK) >>> 0;
  if (writePageToken(position) !== token) throw wrongToken();
  return position;
}

const wrongToken = () => badRequest("Parameter `pageToken` has incorrect format");
const checksum = (position: number): number => Math.imul(position + 1, 0x9e3779b1) >>> 0;
