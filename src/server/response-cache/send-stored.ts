import type { IncomingMessage, ServerResponse } from "node:http";
import { API_HEADERS } from "../security-headers.js";
import { compressionsIn } from "./accepted.js";
import type { Compression, SentForm, StoredAnswer } from "./stored-answer.js";

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
  const form = formOf(answer, compression, sending);
  writeHead(response as Replaying, form);
  if (form.text === null) response.end(form.body);
  else response.end(form.text, "latin1");
}

/**
 * Where Node keeps the head that it has made of header lines. It checks and copies every line for every answer; for
 * answers to the same question within a second they are the same, so what it made of the first is given to the others.
 * Nothing but speed rests on it: a Node that keeps it elsewhere gets the lines each time.
 */
type Replaying = ServerResponse & { _header?: string | null };

function writeHead(response: Replaying, form: SentForm): void {
  const isUsual = response.shouldKeepAlive && response.getHeaderNames().length === 0;
  if (isUsual && form.head !== null) {
    response._header = form.head;
    return;
  }
  response.writeHead(200, form.lines);
  if (isUsual) form.head = response._header ?? null;
}

/** A short text goes out in one piece with its head; bytes make a second piece, which is less work than copying many. */
const SMALL_BYTES = 4_096;

/** An answer in one compression, ready to be sent within one second of its life. */
function formOf(answer: StoredAnswer, compression: Compression | null, sending: Sending): SentForm {
  const name = compression ?? "identity";
  const second = Math.floor((sending.now - answer.storedAt) / 1000);
  const known = answer.forms[name];
  if (known?.second === second) return known;
  const body = compression === null ? answer.body : (answer.compressed[compression] ?? answer.body);
  const lines = [
    "content-type",
    `${answer.type}; charset=utf-8`,
    "content-length",
    String(body.length),
    ...(compression === null ? [] : ["content-encoding", compression]),
    ...validityHeaders(answer, sending),
    ...FIXED_HEADERS,
  ];
  const text = known?.text ?? (body.length <= SMALL_BYTES ? body.toString("latin1") : null);
  const form = { second, lines, head: null, body, text };
  answer.forms[name] = form;
  return form;
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
  return compressionsIn(accept).find((compression) => compressed[compression]) ?? null;
}
