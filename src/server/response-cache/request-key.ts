import type { IncomingMessage } from "node:http";
import { type DocumentNode, stripIgnoredCharacters } from "graphql";
import type { AnswerType } from "../answer-type.js";
import type { GraphqlRequest } from "../graphql-request.js";
import { digestOf, type FieldOrder, fieldOrderOf } from "./field-order.js";

/** Content types of bodies that can be looked up as they are; anything else takes the long way with its checks. */
const PLAIN_TYPES = new Set([
  "application/json",
  "application/json; charset=utf-8",
  "application/json;charset=utf-8",
  "application/json; charset=UTF-8",
  "application/json;charset=UTF-8",
]);

/** Whether a request may be answered from memory at all: its answer must depend on its address, body and Accept alone. */
export function mayUseMemory({ method, url, headers }: IncomingMessage): boolean {
  if (
    headers.authorization !== undefined ||
    headers.cookie !== undefined ||
    headers["x-galen-report"] !== undefined ||
    headers["x-galen-explain"] !== undefined ||
    headers["x-api-key"] !== undefined
  )
    return false;
  const wish = headers["cache-control"];
  if (wish !== undefined && /no-cache|no-store/.test(wish)) return false;
  if (method === "GET") return url?.startsWith("/graphql?") ?? false;
  return (
    method === "POST" &&
    url === "/graphql" &&
    PLAIN_TYPES.has(headers["content-type"] ?? "") &&
    headers["content-encoding"] === undefined
  );
}

/** The key of a request as it came over the wire. The body itself is the key: hashing it would cost more. */
export function bytesKey(message: IncomingMessage, type: AnswerType, body: Buffer | null): string {
  const what = body === null ? `GET ${message.url}` : body.toString("latin1");
  return type === "application/json" ? what : `r ${what}`;
}

/** What is asked, whatever the request's bytes are. */
export class Question {
  /** The same for every spelling that has its fields in the same order. */
  readonly key: string;
  /** What stands in the key behind the document. */
  readonly #rest: string;

  constructor(
    readonly request: GraphqlRequest,
    type: AnswerType,
    private readonly document: DocumentNode,
  ) {
    const { query = "", operationName, variables } = request;
    this.#rest = JSON.stringify([operationName ?? null, sorted(variables ?? {}), type]);
    this.key = `q ${bareDigest(query)} ${this.#rest}`;
  }

  /** The order of its fields, and a key that is the same for every order; null where that cannot be said. */
  get order(): (FieldOrder & { key: string }) | null {
    const order = fieldOrderOf(this.document);
    return order && { ...order, key: `o ${order.digest} ${this.#rest}` };
  }
}

const digests = new Map<string, string>();
const REMEMBERED = 500;

/**
 * Stands for a document without what does not matter in it: white space, commas, comments. It has been parsed before.
 * A digest, as the text of a whole document would be put together, hashed and compared for every question.
 */
function bareDigest(query: string): string {
  let digest = digests.get(query);
  if (digest === undefined) {
    digest = digestOf(stripIgnoredCharacters(query));
    if (digests.size >= REMEMBERED) digests.clear();
    digests.set(query, digest);
  }
  return digest;
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}
