import { hash } from "node:crypto";
import type { AnswerType } from "../answer-type.js";
import type { GraphqlRequest } from "../graphql-request.js";
import type { OrderedFields } from "./field-order.js";
import { reordered } from "./reorder.js";

/** How bytes can be sent besides as they are. */
export type Compression = "br" | "gzip";

/** An answer as it goes out within one second: its age stands in it. */
export interface SentForm {
  /** The second of its life. */
  readonly second: number;
  readonly lines: string[];
  /** The head that was made of the lines; null before it was. */
  head: string | null;
  readonly body: Buffer;
  /** The body as one character for each byte, where that is the better way to send it. */
  readonly text: string | null;
}

/** A finished answer that can be sent again as it is. Times are on the clock's `elapsed` scale, in milliseconds. */
export interface StoredAnswer {
  readonly type: AnswerType;
  readonly body: Buffer;
  /** Weak: the same for every compression of the body. */
  readonly etag: string;
  readonly storedAt: number;
  readonly freshUntil: number;
  /** After this the answer is gone; between `freshUntil` and this it is sent while a newer one is made. */
  readonly staleUntil: number;
  /** The question, to be asked again. */
  readonly request: GraphqlRequest;
  /** Every key under which it is found. */
  readonly keys: string[];
  readonly compressed: Partial<Record<Compression, Buffer>>;
  /** The compressed forms that are there or being made. */
  readonly compressing: Set<Compression>;
  /** As they are sent at the moment. */
  readonly forms: Partial<Record<Compression | "identity", SentForm>>;
  hits: number;
  /** Times it was sent to a request that was not even parsed. */
  repeats: number;
  /** Sent since the evictor last came by. */
  touched: boolean;
  refreshing: boolean;
}

/** An answer is never sent unasked for longer than this, whatever its records allow. */
const LONGEST_FRESH_MS = 3_600_000;
const LONGEST_STALE_MS = 60_000;
/** Answers that tell ages in seconds would tell wrong ones. */
const FRESH_MS_WITH_AGES = 1_000;

/** Makes an answer ready to be kept, if its records stay fresh at all. */
export function storeAnswer(
  type: AnswerType,
  body: string | Buffer,
  request: GraphqlRequest,
  freshForMs: number,
  now: number,
): StoredAnswer | null {
  const freshMs = Math.min(freshForMs, tellsAges(request) ? FRESH_MS_WITH_AGES : LONGEST_FRESH_MS);
  if (!(freshMs >= 1)) return null;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const staleUntil = now + freshMs + Math.min(freshMs, LONGEST_STALE_MS);
  return unsent({ type, body: bytes, storedAt: now, freshUntil: now + freshMs, staleUntil, request });
}

/** The answer to the same question with its fields in another order; it lives as long. */
export function inOrder(answer: StoredAnswer, fields: OrderedFields, request: GraphqlRequest): StoredAnswer {
  const { type, body, storedAt, freshUntil, staleUntil } = answer;
  return unsent({ type, body: reordered(body, fields), storedAt, freshUntil, staleUntil, request });
}

type Essence = Pick<StoredAnswer, "type" | "body" | "storedAt" | "freshUntil" | "staleUntil" | "request">;

function unsent(essence: Essence): StoredAnswer {
  return {
    ...essence,
    etag: `W/"${hash("sha1", essence.body, "base64url")}"`,
    keys: [],
    compressed: {},
    compressing: new Set(),
    forms: {},
    hits: 0,
    repeats: 0,
    touched: true,
    refreshing: false,
  };
}

function tellsAges({ query }: GraphqlRequest): boolean {
  return query?.includes("ageSeconds") ?? false;
}

/** Of an answer without its bytes: its fields, the head in each form, the key's entry. */
const OVERHEAD_BYTES = 2_000;

/** What an answer takes in memory, about. */
export function bytesOf({ body, keys, compressed }: StoredAnswer): number {
  const keyBytes = keys.reduce((sum, key) => sum + key.length, 0);
  return OVERHEAD_BYTES + body.length + keyBytes + (compressed.br?.length ?? 0) + (compressed.gzip?.length ?? 0);
}
