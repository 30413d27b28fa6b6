import { Readable } from "node:stream";
import { constants, createGzip } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  createUpstream,
  createUpstreamCall,
  readXml,
  systemClock,
  type Upstream,
  UpstreamError,
} from "../../src/upstream/index.js";
import { FakeClock, settle, untilDone } from "../support/fake-clock.js";
import { type Loopback, listenLoopback, listenRaw } from "../support/loopback.js";
import { testPlatform } from "../support/platform.js";

const QUOTA = { requests: 1_000, windowMs: 1_000, concurrency: 10 };
const MEGABYTE = 1_000_000;

let server: Loopback;
let upstream: Upstream;
const ending: (() => Promise<void>)[] = [];

function connect(baseUrl: string, clock = systemClock): Upstream {
  const connected = createUpstream(testPlatform(clock), { source: "pubmed", baseUrl, quota: QUOTA });
  ending.push(() => connected.close());
  return connected;
}

/** Asks and reads: "fine", or the kind of the failure. */
async function ask(expect: "json" | "xml", asked = upstream, clock = systemClock, deadlineMs = 5_000): Promise<string> {
  const read = ({ text }: { text: string }): unknown => (expect === "xml" ? readXml(text) : JSON.parse(text));
  try {
    await asked.ask({ path: "/x", expect }, read, createUpstreamCall(clock, { deadlineMs, priority: "people" }));
    return "fine";
  } catch (error) {
    return error instanceof UpstreamError ? error.failure : String(error);
  }
}

beforeEach(async () => {
  server = await listenLoopback((_, response) => response.end("{}"));
  ending.push(() => server.close());
  upstream = connect(server.url);
});

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

describe("hostile XML", () => {
  const laughs = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");

  it.each([
    ["entities that expand to a billion", `<!DOCTYPE r [<!ENTITY l0 "lol">${laughs}]><r>&l10;</r>`],
    ["an entity that is a file", '<!DOCTYPE r [<!ENTITY file SYSTEM "file:///etc/passwd">]><r>&file;</r>'],
    ["elements that nest 200,000 deep", "<a>".repeat(200_000)],
    ["a document without an end", "<r><a>text</a>"],
    ["no element at all", '<?xml version="1.0"?><!-- nothing -->'],
    ["two roots' worth of garbage", "<r></r>garbage<"],
  ])("is malformed: %s", async (_, body) => {
    server.answer = (_request, response) => response.setHeader("content-type", "text/xml").end(body);

    expect(await ask("xml")).toBe("malformed");
  });

  it("makes nobody fetch an entity", async () => {
    const canary = await listenLoopback((_, response) => response.end("secret"));
    ending.push(() => canary.close());
    server.answer = (_, response) =>
      response.end(`<!DOCTYPE r SYSTEM "${canary.url}/dtd" [<!ENTITY e SYSTEM "${canary.url}/e">]><r>&e;</r>`);

    expect(await ask("xml")).toBe("malformed");
    expect(canary.seen).toEqual([]);
  });
});

describe("too much", () => {
  it.each([
    ["100 MB", () => Readable.from(endless(100)), {}],
    [
      "a gzip bomb of 1 GB",
      () => Readable.from(endless(1_000)).pipe(createGzip({ level: constants.Z_BEST_SPEED })),
      { "content-encoding": "gzip" },
    ],
  ])("is not read to its end: %s", async (_, body, headers) => {
    let sent = 0;
    server.answer = (_request, response) => {
      response.writeHead(200, { "content-type": "application/json", ...headers });
      const stream = body();
      stream.on("data", (chunk: Buffer) => {
        sent += chunk.length;
      });
      stream.pipe(response);
      response.on("close", () => stream.destroy());
    };
    const before = process.memoryUsage().rss;

    expect(await ask("json")).toBe("malformed");

    expect(sent).toBeLessThan(60 * MEGABYTE);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MEGABYTE);
    server.answer = (_request, response) => response.end("{}");
    expect(await ask("json")).toBe("fine");
  });

  function* endless(megabytes: number): Generator<Buffer> {
    const megabyte = Buffer.alloc(MEGABYTE, 0x20);
    for (let sent = 0; sent < megabytes; sent++) yield megabyte;
  }
});

describe("a connection that was kept", () => {
  it("and is reset when it is used again costs the user nothing", async () => {
    const connections: number[] = [];
    const raw = await listenRaw((socket) => {
      const answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
      const mine = connections.push(1) - 1;
      socket.write(answer);
      socket.on("data", () => {
        connections[mine] = (connections[mine] ?? 0) + 1;
        socket.resetAndDestroy();
      });
    });
    ending.push(() => raw.close());
    const kept = connect(raw.url);

    expect(await ask("json", kept)).toBe("fine");
    await settle();
    expect(await ask("json", kept)).toBe("fine");

    expect(connections).toEqual([2, 1]);
  });
});

describe("an answer that comes 30 s late", () => {
  it("is a timeout at the deadline, is not waited for behind, and leaves nothing", async () => {
    const clock = new FakeClock();
    const late = connect(server.url, clock);
    let closed = 0;
    server.answer = (_, response) => {
      response.on("close", () => closed++);
      clock.sleep(30_000).then(
        () => response.end("{}"),
        () => undefined,
      );
    };
    const asking = ask("json", late, clock);
    await untilDone(clock, asking);
    expect(await asking).toBe("timeout");
    expect(clock.elapsed()).toBeLessThan(6_000);

    await clock.advance(30_000);
    await settle();

    expect(closed).toBe(1);
    expect(late.health()).toMatchObject({ inFlight: 0, queued: 0 });
    expect(clock.sleeping).toBe(0);
  });
});

describe("after every kind of failure", () => {
  it("sockets are back to where they were", async () => {
    const answers: Loopback["answer"][] = [
      (_, response) => response.writeHead(503).end(),
      (_, response) => response.socket?.destroy(),
      (_, response) => void response.writeHead(200, { "content-length": "100" }).write("{"),
      () => undefined,
      (_, response) => response.writeHead(302, { location: "/x" }).end(),
      (_, response) => response.end("x".repeat(6 * MEGABYTE)),
      (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("no gzip"),
    ];
    for (const answer of answers) {
      server.answer = answer;
      expect(await ask("json", upstream, systemClock, 200)).not.toBe("fine");
    }

    await upstream.close();
    for (let turn = 0; turn < 100 && server.connections() > 0; turn++) await settle();

    expect(server.connections()).toBe(0);
    expect(upstream.health().inFlight).toBe(0);
  });
});
