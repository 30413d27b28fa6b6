import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";

export interface Loopback {
  url: string;
  /** Requests seen, as method and path with query. */
  seen: string[];
  /** The bodies of the requests seen. */
  bodies: string[];
  /** Connections open now. */
  connections(): number;
  /** What answers from now on. */
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  close(): Promise<void>;
}

/** A real server on 127.0.0.1 that answers as a test says. */
export async function listenLoopback(answer: Loopback["answer"], port = 0): Promise<Loopback> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => undefined);
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      loopback.seen.push(`${request.method} ${request.url}`);
      loopback.bodies.push(body);
      loopback.answer(request, response, body);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const loopback: Loopback = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    bodies: [],
    connections: () => sockets.size,
    answer,
    close: () => closeAll(server, sockets),
  };
  return loopback;
}

/** A real TCP server on 127.0.0.1 for what no HTTP server would do. */
export async function listenRaw(talk: (socket: Socket) => void): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.once("data", () => talk(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => closeAll(server, sockets) };
}

function closeAll(server: { close(done: () => void): void }, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
