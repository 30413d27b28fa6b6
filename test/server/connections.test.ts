import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { ServerOptions } from "../../src/server/index.js";
import { ask, defaultLimits, type SmallServer, send, sendBytes, startSmallServer } from "../support/small-server.js";

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
    const { url } = await start({ times: { headersMs: 300, requestMs: 300, idleMs: 1000 } });

    const headers = Array.from({ length: 30 }, () => sendBytes(url, "POST /graphql HTTP/1.1\r\nhost: x\r\nx-"));
    const head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{";
    const bodies = Array.from({ length: 30 }, () => sendBytes(url, head));
    const other = await ask(url, "{ hello }");

    expect(other.json).toEqual({ data: { hello: "Hello there" } });
    for (const text of await Promise.all([...headers, ...bodies])) expect(text).toMatch(/^HTTP\/1\.1 408 /);
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

describe("Too much at once", () => {
  it("refuses what is above the limit with 503 and answers the rest, and health stays honest", async () => {
    const { url, seen } = await start({ limits: { ...defaultLimits, concurrent: 3 } });

    const asked = Array.from({ length: 10 }, (_, index) => ask(url, `query Q${index} { until }`));
    const refused = await Promise.any(
      asked.map(async (reply) => ((await reply).status === 503 ? reply : Promise.reject())),
    );
    const health = await send(`${url}/health/live`, { method: "GET" });
    seen.release();
    const replies = await Promise.all(asked);

    expect(refused.headers["retry-after"]).toBe("1");
    expect(refused.json.errors?.[0]?.extensions).toMatchObject({ code: "SERVER_OVERLOADED", retryAfter: 1 });
    expect(health.status).toBe(200);
    expect(replies.filter(({ status }) => status === 503)).toHaveLength(7);
    expect(replies.filter(({ json }) => json.data?.until === "released")).toHaveLength(3);
    expect((await ask(url, "{ hello }")).status).toBe(200);
  });
});

describe("Stopping", () => {
  it("finishes what is in flight, drops readiness and takes nothing new", async () => {
    const { url, server, seen } = await start();
    const kept = new Agent({ keepAlive: true, maxSockets: 1 });
    const inFlight = ask(url, "{ until }");
    while (seen.arrivals === 0) await new Promise(setImmediate);
    const health = request(`${url}/health/ready`, { agent: kept });
    health.end();
    const [before] = await once(health, "response");
    before.resume();

    const drained = server.drain(5000);
    seen.release();

    expect(before.statusCode).toBe(200);
    expect((await inFlight).json).toEqual({ data: { until: "released" } });
    expect(await drained).toBe(true);
    await expect(ask(url, "{ hello }")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    kept.destroy();
  });
});
