import type { IncomingMessage, ServerResponse } from "node:http";
import { API_HEADERS } from "../security-headers.js";
import type { Compression, StoredAnswer } from "./stored-answer.js";

/** How long a shared cache may show an answer when the gateway cannot be reached, in seconds. */
const STALE_IF_ERROR_S = 86_400;

/** Of the headers of the API those that matter to a body of JSON: every line costs each request a little. */
const FIXED_HEADERS: readonly string[] = [
  ...Object.entries(API_HEADERS)
    .filter(([name]) => !/^(x-frame-options|referrer-policy)$/.test(name))
    .flat(),
  "vary",
  "accept, accept-encoding",
];

interface Head {
  second: number;
  lines: string[];
}

/** Header lines are made once a second per form of an answer: building them for every request costs a tenth of it. */
const heads = new WeakMap<StoredAnswer, Partial<Record<Compression | "identity", Head>>>();

/** Who else may keep an answer: any cache on its way, or only the caller's own. */
export type Visibility = "public" | "private";

/** When an answer is sent, on the clock's `elapsed` scale, and how. */
export interface Sending {
  now: number;
  visibility: Visibility;
}

/** Sends a kept answer, or 304 to a caller that has it already. */
export function sendStored(
  message: IncomingMessage,
  response: ServerResponse,
  answer: StoredAnswer,
  sending: Sending,
): void {
  const known = message.headers["if-none-match"];
  if (known !== undefined && message.method === "GET" && isKnown(known, answer.etag)) {
    response.writeHead(304, [...FIXED_HEADERS, ...validityHeaders(answer, sending)]).end();
    return;
  }
  const compression = chooseCompression(message.headers["accept-encoding"], answer);
  const body = compression === null ? answer.body : (answer.compressed[compression] ?? answer.body);
  response.writeHead(200, headOf(answer, compression, body, sending));
  if (body.length > SMALL_BYTES) response.end(body);
  else response.end(textOf(body), "latin1");
}

/** A text goes out in one piece with its head; bytes make a second one, which is more work than copying a few of them. */
const SMALL_BYTES = 65_536;
const texts = new WeakMap<Buffer, string>();

/** The bytes as a text of one character each. */
function textOf(body: Buffer): string {
  let text = texts.get(body);
  if (text === undefined) {
    text = body.toString("latin1");
    texts.set(body, text);
  }
  return text;
}

function headOf(answer: StoredAnswer, compression: Compression | null, body: Buffer, sending: Sending): string[] {
  const form = compression ?? "identity";
  let forms = heads.get(answer);
  if (!forms) {
    forms = {};
    heads.set(answer, forms);
  }
  const second = Math.floor((sending.now - answer.storedAt) / 1000);
  const head = forms[form];
  if (head?.second === second) return head.lines;
  const lines = [
    "content-type",
    `${answer.type}; charset=utf-8`,
    "content-length",
    String(body.length),
    ...(compression === null ? [] : ["content-encoding", compression]),
    ...validityHeaders(answer, sending),
    ...FIXED_HEADERS,
  ];
  forms[form] = { second, lines };
  return lines;
}

function validityHeaders(
  { etag, storedAt, freshUntil, staleUntil }: StoredAnswer,
  { now, visibility }: Sending,
): string[] {
  const maxAge = Math.floor((freshUntil - storedAt) / 1000);
  const stale = Math.floor((staleUntil - freshUntil) / 1000);
  return [
    "etag",
    etag,
    "cache-control",
    `${visibility}, max-age=${maxAge}, stale-while-revalidate=${stale}, stale-if-error=${STALE_IF_ERROR_S}`,
    "age",
    String(Math.max(0, Math.floor((now - storedAt) / 1000))),
  ];
}

function isKnown(ifNoneMatch: string, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((tag) => bare(tag) === bare(etag));
}

/** The best form that is ready and that the caller takes. */
function chooseCompression(accept: string | undefined, { compressed }: StoredAnswer): Compression | null {
  if (accept === undefined) return null;
  if (compressed.br && takes(accept, "br")) return "br";
  return compressed.gzip && takes(accept, "gzip") ? "gzip" : null;
}

/** Whether an Accept-Encoding header allows a compression; one that is given the weight 0 is refused. */
export function takes(accept: string, compression: Compression): boolean {
  const start = accept.indexOf(compression);
  if (start < 0) return false;
  const parameter = accept.slice(start + compression.length).split(",", 1)[0] ?? "";
  return !/^\s*;\s*q=0(\.0*)?\s*$/.test(parameter);
}
