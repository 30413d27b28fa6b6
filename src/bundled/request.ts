import type { IncomingMessage } from "node:http";
import type { BundledRequest } from "./http.js";

/** Reads the request whole: target, headers and, for a posted form, its fields. Other bodies are read and dropped. */
export async function readRequest(message: IncomingMessage): Promise<BundledRequest> {
  const rawUrl = message.url ?? "/";
  const [rawPath = "/", ...rest] = rawUrl.split("?");
  const params = new URLSearchParams(rest.join("?"));
  const body = await readBody(message);
  if (message.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    for (const [name, value] of new URLSearchParams(body)) params.append(name, value);
  }
  return { method: message.method ?? "GET", path: decodePath(rawPath), params, headers: message.headers, rawUrl };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function decodePath(rawPath: string): string {
  try {
    return decodeURIComponent(rawPath);
  } catch {
    // A stray percent sign is a path like any other: it names nothing, so the handler answers 404.
    return rawPath;
  }
}
