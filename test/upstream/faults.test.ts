import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  createUpstream,
  createUpstreamCall,
  systemClock,
  type Upstream,
  type UpstreamCall,
  UpstreamError,
  type UpstreamRequest,
} from "../../src/upstream/index.js";
import { type Loopback, listenLoopback, listenRaw } from "../support/loopback.js";
import { type TestPlatform, testPlatform } from "../support/platform.js";

const QUOTA = { requests: 1_000, windowMs: 1_000, concurrency: 10 };
const QUICK_RETRY = { attempts: 3, baseMs: 1, longestMs: 2, budgetShare: 0.2 };

let server: Loopback;
let upstream: Upstream;
let platform: TestPlatform;
const ending: (() => Promise<void>)[] = [];

function connect(baseUrl: string, maxBodyBytes = 100_000): Upstream {
  const connected = createUpstream(platform, {
    source: "pubmed",
    baseUrl,
    quota: QUOTA,
    maxBodyBytes,
    retry: QUICK_RETRY,
  });
  ending.push(() => connected.close());
  return connected;
}

function call(deadlineMs = 5_000): UpstreamCall {
  return createUpstreamCall(systemClock, { deadlineMs, priority: "people" });
}

async function ask(request: Partial<UpstreamRequest> = {}, given = call(), asked = upstream): Promise<string> {
  return asked.ask({ path: "/x", expect: "json", ...request }, ({ text }) => JSON.parse(text).title, given);
}

async function failure(asking: Promise<unknown>): Promise<UpstreamError> {
  const error = await asking.then(
    () => new Error("it was answered"),
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(UpstreamError);
  return error as UpstreamError;
}

beforeEach(async () => {
  platform = testPlatform(systemClock);
  server = await listenLoopback((_, response) =>
    response.setHeader("content-type", "application/json").end('{"title":"ok"}'),
  );
  ending.push(() => server.close());
  upstream = connect(server.url);
});

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

describe("an upstream that answers", () => {
  it("is asked with encoded parameters and the operator's name", async () => {
    let agent: string | undefined;
    server.answer = (request, response) => {
      agent = request.headers["user-agent"];
      response.end('{"title":"ok"}');
    };

    expect(await ask({ query: { term: 'a&b=c "ü"\r\nHost: x', db: "pubmed" } })).toBe("ok");

    expect(server.seen).toEqual(["GET /x?term=a%26b%3Dc+%22%C3%BC%22%0D%0AHost%3A+x&db=pubmed"]);
    expect(agent).toContain("test@example.org");
  });

  it("is asked by POST when there is a form", async () => {
    await ask({ form: { id: "1,2" } });

    expect(server.seen).toEqual(["POST /x"]);
    expect(server.bodies).toEqual(["id=1%2C2"]);
  });

  it("may compress its answers", async () => {
    server.answer = (_, response) => response.setHeader("content-encoding", "gzip").end(gzipSync('{"title":"packed"}'));

    expect(await ask()).toBe("packed");
  });

  it("may say 404, which is an answer", async () => {
    server.answer = (_, response) => response.writeHead(404).end('{"title":"nothing here"}');

    expect(await ask()).toBe("nothing here");
  });

  it("may redirect within the host", async () => {
    server.answer = (request, response) =>
      request.url === "/x" ? response.writeHead(301, { location: "/y" }).end() : response.end('{"title":"moved"}');

    expect(await ask()).toBe("moved");
  });
});

describe("an upstream that fails", () => {
  it("is unavailable when nobody listens, after three attempts", async () => {
    await server.close();
    const given = call();

    expect(await failure(ask({}, given))).toMatchObject({ source: "pubmed", failure: "unavailable" });
    expect(given.trace).toMatchObject({ calls: 3, retries: 2 });
  });

  it("is unavailable when its name cannot be found", async () => {
    expect(await failure(ask({}, call(), connect("http://galen-no-such-host.invalid")))).toMatchObject({
      failure: "unavailable",
    });
  });

  it.each([
    ["before the headers", ""],
    ["inside the body", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"],
  ])("is unavailable when it resets the connection %s", async (_, bytes) => {
    const raw = await listenRaw((socket) => void socket.write(bytes, () => socket.resetAndDestroy()));
    ending.push(() => raw.close());

    expect(await failure(ask({}, call(), connect(raw.url)))).toMatchObject({ failure: "unavailable" });
  });

  it("is asked again when it closes before the announced length, and the half body is never read", async () => {
    let asked = 0;
    const raw = await listenRaw((socket) => {
      asked++;
      const body = '{"title":"whole"}';
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${asked === 1 ? body.slice(0, 9) : body}`);
    });
    ending.push(() => raw.close());

    expect(await ask({}, call(), connect(raw.url))).toBe("whole");
  });

  it.each([500, 502, 503, 504])("is asked three times in all when it answers %i", async (status) => {
    server.answer = (_, response) => response.writeHead(status).end("<html>down</html>");

    expect(await failure(ask())).toMatchObject({ failure: "unavailable" });
    expect(server.seen).toHaveLength(3);
  });

  it("is forgiven a passing 503", async () => {
    let asked = 0;
    server.answer = (_, response) => response.writeHead(asked++ === 0 ? 503 : 200).end('{"title":"back"}');

    expect(await ask()).toBe("back");
  });

  it.each([400, 401, 403])("is not asked again when it answers %i", async (status) => {
    server.answer = (_, response) => response.writeHead(status).end("<html>no</html>");

    expect(await failure(ask())).toMatchObject({ failure: "rejected" });
    expect(server.seen).toHaveLength(1);
  });

  it("times out when the headers never come", async () => {
    server.answer = () => undefined;

    expect(await failure(ask({}, call(100)))).toMatchObject({ failure: "timeout" });
  });

  it("times out when the body drips: the deadline covers the whole body", async () => {
    server.answer = (_, response) => {
      const drip = setInterval(() => response.write(" "), 10);
      response.on("close", () => clearInterval(drip));
    };

    expect(await failure(ask({}, call(150)))).toMatchObject({ failure: "timeout" });
  });

  it("lets go of the connection after a timeout", async () => {
    server.answer = () => undefined;
    await failure(ask({}, call(50)));
    await new Promise((resolve) => setImmediate(resolve));

    expect(upstream.health()).toMatchObject({ inFlight: 0, queued: 0 });
  });
});

describe("an upstream that asks for patience", () => {
  it("is waited for when it says one second and there is time", async () => {
    let asked = 0;
    server.answer = (_, response) =>
      asked++ === 0 ? response.writeHead(429, { "retry-after": "1" }).end("{}") : response.end('{"title":"later"}');
    const started = performance.now();

    expect(await ask()).toBe("later");
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
  });

  it.each(["3600", "Wed, 21 Oct 2099 07:28:00 GMT", "soon"])(
    "is not waited for when it says %s",
    async (retryAfter) => {
      server.answer = (_, response) => response.writeHead(429, { "retry-after": retryAfter }).end("{}");

      const first = await failure(ask());
      const second = await failure(ask());

      expect([first.failure, second.failure]).toEqual(["throttled", "throttled"]);
      expect(second.retryAfterSeconds).toBeGreaterThan(50);
      expect(server.seen).toHaveLength(1);
    },
  );
});

/** A gzip file that ends with another size than that of what is in it. */
function withSize(file: Buffer, size: number): Buffer {
  file.writeUInt32LE(size, file.length - 4);
  return file;
}

describe("an upstream that answers with something else", () => {
  it.each<[string, Record<string, string>, string | Buffer]>([
    ["a maintenance page", { "content-type": "text/html" }, "<!DOCTYPE html><title>Back soon</title>"],
    ["a page that says it is JSON", { "content-type": "application/json" }, "\n<HTML><body>down"],
    ["an empty body", {}, ""],
    ["an image", { "content-type": "image/png" }, "PNG"],
  ])("is asked again, for it may be a front end's slip, and then malformed: %s", async (_, headers, body) => {
    server.answer = (_request, response) => response.writeHead(200, headers).end(body);

    expect(await failure(ask())).toMatchObject({ failure: "malformed" });
    expect(server.seen).toHaveLength(3);
  });

  it.each<[string, Record<string, string>, string | Buffer]>([
    ["cut JSON", {}, '{"title":"o'],
    ["null", {}, "null"],
    ["JSON that nests 200,000 deep", {}, `${"[".repeat(200_000)}${"]".repeat(200_000)}`],
    ["invalid UTF-8", {}, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ["false gzip", { "content-encoding": "gzip" }, "not gzip at all"],
    ["cut gzip", { "content-encoding": "gzip" }, gzipSync('{"title":"packed"}').subarray(0, 20)],
    ["gzip that tells a wrong size", { "content-encoding": "gzip" }, withSize(gzipSync('{"title":"packed"}'), 1)],
    ["more than it may", {}, `{"title":"${"x".repeat(200_000)}"}`],
    ["a gzip bomb", { "content-encoding": "gzip" }, gzipSync(Buffer.alloc(50_000_000, 32))],
  ])("is malformed: %s", async (_, headers, body) => {
    server.answer = (_request, response) => response.writeHead(200, headers).end(body);

    expect(await failure(ask())).toMatchObject({ failure: "malformed" });
    expect(server.seen).toHaveLength(1);
  });

  it.each<[string, string, string | Buffer]>([
    ["an unknown coding", "x-unknown", '{"title":"one"}'],
    ["a coding named like a method", "constructor", '{"title":"one"}'],
    ["gzip in several members", "gzip", Buffer.concat([gzipSync('{"title":'), gzipSync('"one"}')])],
  ])("is read where that is possible: %s", async (_, coding, body) => {
    server.answer = (_request, response) => response.writeHead(200, { "content-encoding": coding }).end(body);

    expect(await ask()).toBe("one");
  });

  it("is malformed when it redirects in circles", async () => {
    server.answer = (_, response) => response.writeHead(302, { location: "/x" }).end();

    expect(await failure(ask())).toMatchObject({ failure: "malformed" });
    expect(server.seen.length).toBeLessThanOrEqual(4);
  });

  it.each(["http://127.0.0.2:1/x", "file:///etc/passwd", "//example.org/x"])(
    "is malformed when it redirects to %s",
    async (location) => {
      server.answer = (_, response) => response.writeHead(302, { location }).end();

      expect(await failure(ask())).toMatchObject({ failure: "malformed" });
    },
  );

  it("never sees a redirect's target on another port", async () => {
    const canary = await listenLoopback((_, response) => response.end('{"title":"secret"}'));
    ending.push(() => canary.close());
    server.answer = (_, response) => response.writeHead(302, { location: `${canary.url}/x` }).end();

    await failure(ask());

    expect(canary.seen).toEqual([]);
  });

  it.each([
    ["bytes that are no HTTP", "\x00\x01\x02 hello"],
    ["256 KB of headers", `HTTP/1.1 200 OK\r\nX-Big: ${"x".repeat(256 * 1024)}\r\n\r\n`],
    ["a wrong length", 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{"title":"too long"}'],
  ])("fails, and is asked again as if new: %s", async (_, bytes) => {
    let broken = true;
    const raw = await listenRaw((socket) => {
      const fine = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 14\r\n\r\n{"title":"ok"}';
      socket.end(broken ? bytes : fine);
    });
    ending.push(() => raw.close());
    const odd = connect(raw.url);

    expect(["unavailable", "malformed"]).toContain((await failure(ask({}, call(), odd))).failure);
    broken = false;
    expect(await ask({}, call(), odd)).toBe("ok");
  });
});

describe("an upstream that is down", () => {
  it("is not asked any more after five failures, answers at once, and is found again", async () => {
    await server.close();
    for (let question = 0; question < 5; question++) await failure(ask());
    expect(upstream.health()).toMatchObject({ status: "DOWN", breaker: "OPEN" });

    const started = performance.now();
    expect(await failure(ask())).toMatchObject({ failure: "unavailable" });
    expect(performance.now() - started).toBeLessThan(100);
  });

  it("says nothing of addresses or bodies to others than the operator", async () => {
    server.answer = (_, response) => response.writeHead(400).end("secret body");
    await failure(ask());

    expect(JSON.stringify(platform.notes)).not.toContain("secret body");
  });
});
