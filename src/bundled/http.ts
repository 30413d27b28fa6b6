import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { sendAnswer } from "./answer.js";
import { createFaults } from "./faults.js";
import { createQuota } from "./quota.js";
import { readRequest } from "./request.js";

/** One request as a handler sees it. */
export interface BundledRequest {
  method: string;
  /** The pathname, percent-decoded. */
  path: string;
  /** The query, followed by the fields of a posted form. */
  params: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The request target as it came over the wire. */
  rawUrl: string;
}

/** What a handler answers. A stream is for bodies that should never be whole in memory. */
export interface BundledAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer | Readable;
}

export type BundledHandler = (request: BundledRequest) => BundledAnswer | Promise<BundledAnswer>;

/** How badly a bundled server behaves. Every field may be changed while the server runs. */
export interface BundledControls {
  /** Waiting time before every answer, in milliseconds. */
  latencyMs: number;
  /** Share of requests, 0 to 1, that get a 503, a reset, a cut body or an HTML page with status 200, in turn. */
  faultRate: number;
  /** Requests allowed in any second; the ones above are answered with 429. Null is no limit. */
  quotaPerSecond: number | null;
  /** Destroys every connection, as a host that is not there would. */
  down: boolean;
}

export interface BundledLogEntry {
  /** Milliseconds since the epoch. */
  at: number;
  method: string;
  path: string;
  params: string;
  /** The status sent; 0 when the connection was destroyed instead. */
  status: number;
}

export interface BundledServer {
  url: string;
  controls: BundledControls;
  /** The requests seen, oldest first; the newest 50,000 are kept. */
  requests: BundledLogEntry[];
  close(): Promise<void>;
}

export interface ListenOptions {
  controls?: Partial<BundledControls>;
  /** Path that every address of the real service starts with, such as `/api/v2`; part of `url`. */
  basePath?: string;
  /** The real service's answer to one request too many. */
  overQuota?: (seen: number, limit: number) => BundledAnswer;
  /** Seed of the fault generator: the same seed makes the same requests fail. */
  seed?: number;
}

const LONGEST_LOG = 50_000;

const politeRefusal = (): BundledAnswer => ({
  status: 429,
  headers: { "content-type": "text/html", "retry-after": "2" },
  body: "<html><head><title>429 Too Many Requests</title></head><body>Too Many Requests</body></html>\n",
});

/** Serves a handler on 127.0.0.1, on a free port, with the given misbehaviour. */
export async function listenBundled(
  name: string,
  handler: BundledHandler,
  options: ListenOptions = {},
): Promise<BundledServer> {
  const controls = { latencyMs: 0, faultRate: 0, quotaPerSecond: null, down: false, ...options.controls };
  const requests: BundledLogEntry[] = [];
  const answer = misbehave(handler, controls, options);
  const server = createServer((message, response) => {
    void serve(message, response, controls, answer, requests);
  });
  server.on("connection", (socket) => {
    if (controls.down) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new Error(`The bundled ${name} server cannot listen`, { cause })));
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}${options.basePath ?? ""}`, controls, requests, close };
}

type Outcome = { answer: BundledAnswer; cutShort?: boolean } | "reset";

function misbehave(handler: BundledHandler, controls: BundledControls, options: ListenOptions) {
  const faults = createFaults(options.seed ?? 1);
  const quota = createQuota();
  const refuse = options.overQuota ?? politeRefusal;
  return async (request: BundledRequest): Promise<Outcome> => {
    if (controls.latencyMs > 0) await delay(controls.latencyMs, undefined, { ref: false });
    const seen = quota.count(Date.now());
    if (controls.quotaPerSecond !== null && seen > controls.quotaPerSecond) {
      return { answer: refuse(seen, controls.quotaPerSecond) };
    }
    const fault = faults.next(controls.faultRate);
    if (fault === "reset") return "reset";
    if (fault === "cut") return { answer: await handler(request), cutShort: true };
    return { answer: fault ?? (await handler(request)) };
  };
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  controls: BundledControls,
  answer: (request: BundledRequest) => Promise<Outcome>,
  requests: BundledLogEntry[],
): Promise<void> {
  const entry: BundledLogEntry = { at: Date.now(), method: message.method ?? "GET", path: "", params: "", status: 0 };
  requests.push(entry);
  if (requests.length > LONGEST_LOG) requests.splice(0, requests.length - LONGEST_LOG);
  try {
    const request = await readRequest(message);
    entry.path = request.path;
    entry.params = request.params.toString();
    const outcome = controls.down ? "reset" : await answer(request);
    if (outcome === "reset" || controls.down) {
      message.socket.destroy();
      return;
    }
    entry.status = outcome.answer.status;
    await sendAnswer(request, response, outcome.answer, outcome.cutShort ?? false);
  } catch {
    entry.status = response.headersSent ? entry.status : 500;
    if (response.headersSent || response.destroyed) response.destroy();
    else
      response.writeHead(500, { "content-type": "text/html" }).end("<html><body>Internal Server Error</body></html>\n");
  }
}
