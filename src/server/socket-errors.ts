import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type RefusalCode, refusalBody } from "./refusal.js";

const KNOWN: Record<string, { status: number; code: RefusalCode; message: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: "HEADERS_TOO_LARGE", message: "The request headers are too large." },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: "REQUEST_TIMEOUT", message: "The request took too long to arrive." },
};
const BROKEN = { status: 400, code: "BAD_REQUEST" as const, message: "This is not an HTTP request." };

/** Answers bytes that never became a request, and lets go of the connection. */
export function answerSocketError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, code, message } = KNOWN[error.code ?? ""] ?? BROKEN;
  const body = refusalBody({ code, message, extensions: {} });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
