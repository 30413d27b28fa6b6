import { connect } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { ServerOptions } from "../../src/server/index.js";
import { LISTENER_TIMES } from "../../src/server/listener.js";
import { ask, type SmallServer, sendBytes, startSmallServer } from "../support/small-server.js";

let gateway: SmallServer;
const start = async (options: Partial<ServerOptions> = {}) => {
  gateway = await startSmallServer(options);
  return gateway;
};
afterEach(() => gateway.close());

describe("Connections that misbehave", () => {
  it("refuses headers of 128 KB and 3000 headers with 431", async () => {
    const { url } = await start();

    const long = await sendBytes(url, `GET /graphql HTTP/1.1\r\nhost: x\r\nx: ${"x".repeat(131_072)}\r\n\r\n`);
    const many = await sendBytes(url, `GET /graphql HTTP/1.1\r\nhost: x\r\n${"x-name: value\r\n".repeat(3000)}\r\n`);

    expect(long).toMatch(/^HTTP\/1\.1 431 [\s\S]*"HEADERS_TOO_LARGE"/);
    expect(many).toMatch(/^HTTP\/1\.1 431 [\s\S]*"HEADERS_TOO_LARGE"/);
  });

  it.each([
    ["bytes that are not HTTP", "\x16\x03\x01\x02\x00 hello\r\n\r\n"],
    ["two lengths", "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello"],
    [
      "a length and chunks",
      "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ],
    ["no host", "GET /health/live HTTP/1.1\r\n\r\n"],
  ])("refuses %s with 400 and closes", async (_what, bytes) => {
    const { url } = await start();

    const text = await sendBytes(url, bytes);

    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  it("cuts off 60 senders who never finish, while others are answered", async () => {
    const { url } = await start({ times: { ...LISTENER_TIMES, headersMs: 300, requestMs: 300 } });

    const headers = Array.from({ length: 30 }, () => sendBytes(url, "POST /graphql HTTP/1.1\r\nhost: x\r\nx-"));
    const head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{";
    const bodies = Array.from({ length: 30 }, () => sendBytes(url, head));
    const other = await ask(url, "{ hello }");

    expect(other.json).toEqual({ data: { hello: "Hello there" } });
    for (const text of await Promise.all([...headers, ...bodies])) expect(text).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("cuts off those who never send anything, and those who keep a connection for nothing", async () => {
    const { url } = await start({ times: { ...LISTENER_TIMES, headersMs: 300, idleMs: 200 } });

    const silent = await sendBytes(url, "");
    const idle = await sendBytes(url, "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n");

    expect(silent).toMatch(/^HTTP\/1\.1 408 /);
    expect(idle).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: keep-alive[\s\S]*\{"status":"live"\}$/i);
  });

  it("answers a caller that has closed its own half, and then closes the other", async () => {
    const { url } = await start();

    const text = await sendBytes(url, `GET /graphql?query={hello} HTTP/1.1\r\nhost: x\r\n\r\n`, "and close");

    expect(text).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{"data":\{"hello":"Hello there"\}\}$/);
  });

  it("stops waiting for upstreams when the caller leaves", async () => {
    const { url, seen } = await start();
    const body = JSON.stringify({ query: "{ wait }" });
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    socket.write(head + body);
    while (seen.arrivals === 0) await new Promise(setImmediate);

    socket.destroy();

    while (seen.departures === 0) await new Promise(setImmediate);
    expect(seen.departures).toBe(1);
  });
});
