import { type Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { pino } from "pino";
import { buildServer, type GatewayServer, type ServerOptions } from "../../src/server/index.js";
import { systemClock } from "../../src/upstream/index.js";
import { smallContext, smallSchema } from "./small-schema.js";

/** The limits that a gateway has by default. */
export const defaultLimits: ServerOptions["limits"] = {
  bodyBytes: 262_144,
  tokens: 2000,
  depth: 12,
  aliases: 15,
  aliasesInTotal: 100,
  rootFields: 30,
  directives: 50,
  listLength: 200,
  cost: 5000,
  upstreamCalls: 100,
  concurrent: 500,
};

/** Anybody may ask anything, as often as they like. */
export const openAccess: ServerOptions["access"] = {
  keys: null,
  requireKey: false,
  origins: null,
  proxyHops: 0,
  costPerMinute: null,
  onlyTrusted: false,
  manifest: new Map(),
};

/** A server over the small schema that really listens. */
export interface SmallServer {
  url: string;
  server: GatewayServer;
  seen: ReturnType<typeof smallContext>;
  /** What was logged, one object per line. */
  lines: Record<string, unknown>[];
  close(): Promise<boolean>;
}

export async function startSmallServer(options: Partial<ServerOptions> = {}): Promise<SmallServer> {
  const seen = smallContext();
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const server = await buildServer({
    schema: smallSchema,
    createContext: () => ({}),
    rootValue: seen.fields,
    clock: systemClock,
    log,
    limits: defaultLimits,
    deadlineMs: 5000,
    introspection: true,
    access: openAccess,
    graphiql: null,
    operations: new Map(),
    answerMemoryBytes: 10_000_000,
    readiness: () => ({ ready: true, details: {} }),
    ...options,
  });
  const url = await server.listen("127.0.0.1", 0);
  return { url, server, seen, lines, close: () => server.drain(200) };
}

/** The shape of any GraphQL answer. */
export interface AnswerJson {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: string[]; extensions: Record<string, unknown> }[];
  extensions?: Record<string, unknown>;
}

/** An answer as it came over the wire. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json: AnswerJson;
}

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Keeps connections; by itself every request has one of its own. */
  agent?: Agent | false;
}

/** Sends one HTTP request, exactly as given. */
export function send(url: string, { method = "POST", headers = {}, body, agent = false }: Sent = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length =
      body === undefined || headers["transfer-encoding"] ? {} : { "content-length": Buffer.byteLength(body) };
    const outgoing = httpRequest(url, { method, headers: { ...length, ...headers }, agent }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const json = /json/.test(incoming.headers["content-type"] ?? "") ? JSON.parse(text) : {};
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json });
      });
      incoming.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Asks a GraphQL question by POST. */
export function ask(
  url: string,
  query: string,
  variables?: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return send(`${url}/graphql`, {
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, ...(variables && { variables }) }),
  });
}

/**
 * Sends bytes that need not be HTTP; resolves with everything that came back until the connection closed.
 * @param then whether this side of the connection is closed after them
 */
export function sendBytes(url: string, bytes: string | Buffer, then: "wait" | "and close" = "wait"): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true }, () => {
      socket.write(bytes);
      if (then === "and close") socket.end();
    });
    socket.on("end", () => socket.end());
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
  });
}
