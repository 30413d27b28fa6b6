import type { IncomingMessage } from "node:http";
import { readJson, readText } from "./json-text.js";
import { Refusal } from "./refusal.js";

/** What a caller may send to the GraphQL endpoint, whichever way it came. */
export interface GraphqlRequest {
  query?: string;
  operationName?: string;
  variables?: Record<string, unknown>;
  extensions?: Record<string, unknown>;
  /** Names a document that the server knows instead of sending it. */
  documentId?: string;
}

const LONGEST_URL = 8192;

/**
 * Refuses what is not GraphQL over HTTP, before anything of its body is read.
 * @throws Refusal
 */
export function requireReadable({ method, headers }: IncomingMessage): void {
  if (isAddressed(method)) return;
  if (method !== "POST") {
    throw new Refusal(405, "METHOD_NOT_ALLOWED", "GraphQL is answered to GET and POST.", { allow: "GET, POST" });
  }
  requireJson(headers["content-type"]);
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "Request bodies are read without compression only.");
  }
}

/** Whether a request of this method has its question in its address. */
export function isAddressed(method: string | undefined): boolean {
  return method === "GET" || method === "HEAD";
}

/**
 * Reads a GraphQL request: POST with `application/json`, or GET with a query string.
 * @throws Refusal for what cannot be read
 */
export function readGraphqlRequest({ method, url = "" }: IncomingMessage, body: Buffer | null): GraphqlRequest {
  if (isAddressed(method) || body === null) return fromQuery(url);
  return toRequest(readJson(readText(body), "The request body"));
}

function fromQuery(url: string): GraphqlRequest {
  if (url.length > LONGEST_URL) {
    throw new Refusal(414, "URI_TOO_LONG", `The address is longer than ${LONGEST_URL} characters; use POST.`);
  }
  const parameters = new URLSearchParams(url.split("?")[1] ?? "");
  const once = (name: string): string | undefined => {
    const values = parameters.getAll(name);
    if (values.length > 1) throw new Refusal(400, "BAD_REQUEST", `The parameter "${name}" is given more than once.`);
    return values[0] || undefined;
  };
  const json = (name: string): unknown => {
    const text = once(name);
    return text === undefined ? undefined : readJson(text, `The parameter "${name}"`);
  };
  return toRequest({
    query: once("query"),
    documentId: once("documentId"),
    operationName: once("operationName"),
    variables: json("variables"),
    extensions: json("extensions"),
  });
}

/** Forms, text and multipart are refused: a page of another site could send them without asking the browser. */
function requireJson(contentType: string | undefined): void {
  if (contentType === "application/json") return;
  const [type = "", ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (type !== "application/json") {
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "Send the request body as application/json.");
  }
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset)) {
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "Send the request body in UTF-8.");
  }
}

function toRequest(value: unknown): GraphqlRequest {
  if (Array.isArray(value)) {
    throw new Refusal(400, "BAD_REQUEST", "Batches are not answered: send one operation per request.");
  }
  if (!isMap(value)) throw new Refusal(400, "BAD_REQUEST", 'The request body must be an object with a "query".');
  const request: GraphqlRequest = {};
  for (const name of ["query", "operationName", "documentId"] as const) {
    const member = value[name] ?? undefined;
    if (member === undefined) continue;
    if (typeof member !== "string") throw new Refusal(400, "BAD_REQUEST", `"${name}" must be a string.`);
    request[name] = member;
  }
  for (const name of ["variables", "extensions"] as const) {
    const member = value[name] ?? undefined;
    if (member === undefined) continue;
    if (!isMap(member)) throw new Refusal(400, "BAD_REQUEST", `"${name}" must be an object.`);
    request[name] = member;
  }
  return request;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
