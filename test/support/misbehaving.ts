import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What stands behind a server that misbehaves, when it is asked. */
export interface RealAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** One request to a server that may misbehave. */
export interface Exchange {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  response: ServerResponse;
  /** For bytes that no HTTP server would send. */
  socket: Socket;
  /** The whole answer of the server behind, also where it would say that nothing has changed. */
  real(): Promise<RealAnswer>;
  /** Sends the answer of the server behind, with what is given in place of its own. */
  pass(changed?: Partial<RealAnswer>): Promise<void>;
}

export type Behaviour = (exchange: Exchange) => void | Promise<void>;

/** A server on loopback that stands in front of another one and answers as a test says. */
export interface Misbehaving {
  url: string;
  /** What it does with every request; passing it on is what it begins with. */
  behave: Behaviour;
  /** Requests seen, as method and path with query. */
  seen: string[];
  /** When each of them came, milliseconds. */
  seenAt: number[];
  /** Connections open now. */
  connections(): number;
  /** Requests without an end of their answer. */
  inFlight(): number;
  /** Refuses connections until `up` is called. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export const passOn: Behaviour = ({ pass }) => pass();

/** @param target the base address of the server behind; its path is part of this server's address too */
export async function listenInFront(target: string): Promise<Misbehaving> {
  const { origin, pathname } = new URL(target);
  const sockets = new Set<Socket>();
  let running = 0;
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    running++;
    response.once("close", () => running--);
    void readBody(request).then(async (body) => {
      front.seen.push(`${request.method} ${request.url}`);
      front.seenAt.push(performance.now());
      await front.behave(exchangeOf(request, response, body, origin));
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("clientError", (_, socket) => socket.destroy());
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  const down = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const front: Misbehaving = {
    url: `http://127.0.0.1:${port}${pathname === "/" ? "" : pathname}`,
    behave: passOn,
    seen: [],
    seenAt: [],
    connections: () => sockets.size,
    inFlight: () => running,
    down,
    up: () => listen(port),
    close: () => (server.listening ? down() : Promise.resolve()),
  };
  return front;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    // The other side has gone: there is nobody to answer.
  }
  return Buffer.concat(chunks);
}

function exchangeOf(request: IncomingMessage, response: ServerResponse, body: Buffer, origin: string): Exchange {
  const { method = "GET", url: path = "/", headers, socket } = request;
  const fetchBehind = async (tag?: string): Promise<RealAnswer> => {
    const type = headers["content-type"];
    const sent = { ...(type && { "content-type": type }), ...(tag && { "if-none-match": tag }) };
    const answer = await fetch(origin + path, {
      method,
      headers: { ...sent, "accept-encoding": "identity" },
      ...(method === "POST" && { body: new Uint8Array(body) }),
      redirect: "manual",
    });
    const kept = ["content-type", "etag", "last-modified", "location"];
    const head = [...answer.headers].filter(([name]) => kept.includes(name));
    return {
      status: answer.status,
      headers: Object.fromEntries(head),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  };
  const pass = async (changed: Partial<RealAnswer> = {}): Promise<void> => {
    const answer = { ...(await fetchBehind(headers["if-none-match"])), ...changed };
    response
      .on("error", () => undefined)
      .writeHead(answer.status, answer.headers)
      .end(answer.body);
  };
  return { method, path, headers, body: body.toString(), response, socket, real: () => fetchBehind(), pass };
}
