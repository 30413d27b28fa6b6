// A client that costs little itself: bytes over kept connections, of an answer only its length is read.
import { connect } from "node:net";

/** A GraphQL request as bytes. */
export function toBytes(url, query, variables = {}) {
  const { host, pathname } = new URL(url);
  const body = JSON.stringify({ query, variables });
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}

/** One connection; `ask` may be called again once the last answer is there. */
export class Connection {
  #parts = [];
  #size = 0;
  #end = null;
  #chunked = false;
  #settle = null;

  constructor(url) {
    const { hostname, port } = new URL(url);
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.socket.on("data", (chunk) => this.#take(chunk));
    this.socket.on("error", (error) => this.#settle?.reject(error));
    this.socket.on("close", () => this.#settle?.reject(new Error("The server closed the connection")));
  }

  /** The answer's bytes, with its head. */
  ask(bytes) {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.socket.write(bytes);
    });
  }

  close() {
    this.#settle = null;
    this.socket.destroy();
  }

  #take(chunk) {
    this.#parts.push(chunk);
    this.#size += chunk.length;
    if (this.#end === null) this.#readHead();
    if (this.#chunked) {
      if (!chunk.subarray(-5).equals(LAST_CHUNK)) return;
    } else if (this.#end === null || this.#size < this.#end) return;
    const settle = this.#settle;
    const parts = this.#parts;
    this.#parts = [];
    this.#size = 0;
    this.#end = null;
    this.#chunked = false;
    this.#settle = null;
    settle.resolve(parts);
  }

  #readHead() {
    const all = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    const headEnd = all.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = all.latin1Slice(0, headEnd);
    this.#chunked = /transfer-encoding: chunked/i.test(head);
    this.#end = headEnd + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  }
}

const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** The JSON of an answer. */
export function read(parts) {
  const text = Buffer.concat(parts).toString();
  return JSON.parse(text.slice(text.indexOf("{", text.indexOf("\r\n\r\n")), text.lastIndexOf("}") + 1));
}

/** Asks once, on a connection of its own. */
export async function askOnce(url, query, variables) {
  const connection = new Connection(url);
  const started = performance.now();
  try {
    const answer = read(await connection.ask(toBytes(url, query, variables)));
    return { ...answer, ms: performance.now() - started };
  } finally {
    connection.close();
  }
}

/**
 * Keeps this process from sleeping while something is measured. To wake a sleeper on another core takes the kernel of a
 * virtual machine tens of microseconds, which would be charged to a server for being slow enough that its client sleeps.
 */
export async function awake(work) {
  let isOver = false;
  const turn = () => {
    if (!isOver) setImmediate(turn);
  };
  turn();
  try {
    return await work();
  } finally {
    isOver = true;
  }
}

/** Asks on many connections, each as soon as it has its answer, until `next` gives null. Latencies in milliseconds. */
export async function closedLoop(url, connections, next) {
  const latencies = [];
  const failures = [];
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = new Connection(url);
      for (let bytes = next(); bytes !== null; bytes = next()) {
        const started = performance.now();
        const parts = await connection.ask(bytes);
        latencies.push(performance.now() - started);
        if (!parts[0].subarray(9, 12).equals(OK) || parts[0].includes('{"errors"')) failures.push(parts[0].toString());
      }
      connection.close();
    }),
  );
  return { latencies, failures };
}

const OK = Buffer.from("200");

/** Asks the same thing at a fixed rate, whether or not answers have come. Latencies in milliseconds. */
export async function openLoop(url, bytes, perSecond, seconds) {
  const free = Array.from({ length: 64 }, () => new Connection(url));
  const latencies = [];
  const pending = [];
  const started = performance.now();
  for (let sent = 0; sent < perSecond * seconds; ) {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
    for (; sent < due; sent++) {
      const connection = free.pop();
      if (!connection) continue;
      const at = performance.now();
      pending.push(
        connection.ask(bytes).then(() => {
          latencies.push(performance.now() - at);
          free.push(connection);
        }),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
  for (const connection of free) connection.close();
  return latencies;
}

export function quantile(values, share) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
