import type { Server } from "node:http";
import type { Socket } from "node:net";

/** How long callers may take to read, in milliseconds. */
export interface ReaderTimes {
  /** How long an answer may lie without a byte of it being taken, or a request be worked on. */
  stalledMs: number;
  /** Until what has been written is read, whatever its size … */
  takeMs: number;
  /** … and more for each megabyte of it. */
  takeMsPerMegabyte: number;
}

const SWEEP_MS = 5_000;

/** What a connection has not taken yet, and since when. */
interface Backlog {
  taken: number;
  since: number;
}

/**
 * Ends connections whose callers read their answers too slowly or not at all: what was written for them stays in memory
 * until they have read it. Node's own timeout starts anew with every byte that is taken, so it ends only those who have
 * stopped; whoever takes a byte now and then is found by a look at all connections every few seconds.
 */
export function endSlowReaders(server: Server, times: ReaderTimes): Server {
  const connections = new Set<Socket>();
  const backlogs = new WeakMap<Socket, Backlog>();
  server.setTimeout(times.stalledMs);
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  const sweep = setInterval(
    () => {
      for (const socket of connections) if (isTooSlow(socket, backlogs, times)) socket.destroy();
    },
    Math.min(SWEEP_MS, times.takeMs),
  ).unref();
  server.once("close", () => clearInterval(sweep));
  return server;
}

function isTooSlow(socket: Socket, backlogs: WeakMap<Socket, Backlog>, times: ReaderTimes): boolean {
  const waiting = socket.writableLength;
  if (waiting === 0) {
    backlogs.delete(socket);
    return false;
  }
  const now = performance.now();
  // Written in one piece counts as taken in one piece, when all of it is: so a piece has time for its size.
  const taken = socket.bytesWritten - waiting;
  const backlog = backlogs.get(socket);
  if (backlog?.taken !== taken) {
    backlogs.set(socket, { taken, since: now });
    return false;
  }
  return now - backlog.since > times.takeMs + (waiting / 1_000_000) * times.takeMsPerMegabyte;
}
