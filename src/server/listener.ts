import { createServer, type RequestListener, type Server } from "node:http";
import { endSlowReaders, type ReaderTimes } from "./slow-readers.js";

/** Headers above this are refused with 431; a query in the address has to fit in it too. */
const HEADER_BYTES = 16_384;

/** Timeouts of the listener, in milliseconds. */
export interface ListenerTimes extends ReaderTimes {
  /** Until the headers of a request are whole. */
  headersMs: number;
  /** Until the whole request has arrived. */
  requestMs: number;
  /** How long a connection without a request is kept. */
  idleMs: number;
}

export const LISTENER_TIMES: ListenerTimes = {
  headersMs: 8_000,
  requestMs: 15_000,
  idleMs: 65_000,
  // No question may wait for its sources longer than a minute.
  stalledMs: 75_000,
  takeMs: 30_000,
  takeMsPerMegabyte: 100_000,
};

/** A server that cuts off senders and readers who take their time. */
export function createListener(handle: RequestListener, times: ListenerTimes): Server {
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: times.headersMs,
      requestTimeout: times.requestMs,
      keepAliveTimeout: times.idleMs,
      connectionsCheckingInterval: Math.min(1_000, times.headersMs),
    },
    handle,
  );
  return endSlowReaders(server, times);
}
