import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ask, type SmallServer, send, startSmallServer } from "../support/small-server.js";

let gateway: SmallServer;
beforeAll(async () => {
  gateway = await startSmallServer();
});
afterAll(() => gateway.close());

const json = { "content-type": "application/json" };
const post = (body: string | Buffer, headers: Record<string, string> = json) =>
  send(`${gateway.url}/graphql`, { headers, body });
const get = (query: string, headers: Record<string, string> = {}) =>
  send(`${gateway.url}/graphql?${query}`, { method: "GET", headers });

describe("Requests that are answered", () => {
  it("answers a question by POST", async () => {
    const reply = await ask(gateway.url, "query Greet($name: String) { hello(name: $name) }", { name: "Ada" });

    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({ data: { hello: "Hello Ada" } });
  });

  it("answers the same question by GET, from any site", async () => {
    const reply = await get(
      `query=${encodeURIComponent("query($n: String) { hello(name: $n) }")}&variables={"n":"Ada"}`,
      {
        origin: "https://elsewhere.example",
      },
    );

    expect(reply.json).toEqual({ data: { hello: "Hello Ada" } });
    expect(reply.headers["access-control-allow-origin"]).toBe("*");
  });

  it("answers in the media type that the caller prefers", async () => {
    const newer = await ask(gateway.url, "{ hello }", undefined, {
      accept: "application/graphql-response+json, application/json;q=0.9",
    });
    const older = await ask(gateway.url, "{ hello }", undefined, { accept: "*/*" });

    expect(newer.headers["content-type"]).toBe("application/graphql-response+json; charset=utf-8");
    expect(older.headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  it("says which sources answered when asked to", async () => {
    const reply = await ask(gateway.url, "{ hello }", undefined, { "x-galen-report": "1" });

    expect(reply.json).toEqual({
      data: { hello: "Hello there" },
      extensions: { sources: {}, price: { cost: 0, upstreamCalls: 0 } },
    });
  });

  it("lets a browser on another site ask by POST", async () => {
    const reply = await send(`${gateway.url}/graphql`, {
      method: "OPTIONS",
      headers: { origin: "https://elsewhere.example", "access-control-request-method": "POST" },
    });

    expect(reply.status).toBe(204);
    expect(reply.headers["access-control-allow-headers"]).toContain("content-type");
  });

  it("keeps documents and variables out of the log", async () => {
    await ask(gateway.url, "query Secretive($name: String) { hello(name: $name) }", { name: "asthma of a patient" });

    const line = gateway.lines.find(({ operation }) => operation === "Secretive");
    expect(line).toMatchObject({ method: "POST", path: "/graphql", status: 200, sources: {} });
    expect(JSON.stringify(gateway.lines)).not.toContain("asthma of a patient");
  });
});

describe("Requests that are refused", () => {
  const refused = async (reply: Awaited<ReturnType<typeof send>>, status: number, code: string) => {
    expect({ status: reply.status, code: reply.json.errors?.[0]?.extensions.code }).toEqual({ status, code });
    expect(reply.json).not.toHaveProperty("data");
    expect(reply.headers["content-type"]).toContain("application/");
  };

  it.each([
    ["broken JSON", "{"],
    ["no JSON at all", "hello"],
    ["a string", '"{ hello }"'],
    ["null", "null"],
    ["an empty body", ""],
    ["a query that is no string", '{"query":{"kind":"Document"}}'],
    ["variables that are a string", '{"query":"{ hello }","variables":"{}"}'],
    ["variables that are a list", '{"query":"{ hello }","variables":[]}'],
    ["extensions that are a number", '{"query":"{ hello }","extensions":1}'],
    ["an operation name that is a number", '{"query":"{ hello }","operationName":1}'],
    ["no query", '{"variables":{}}'],
    ["a prototype", '{"query":"{ hello }","variables":{"__proto__":{"admin":true}}}'],
    ["a prototype in disguise", '{"query":"{ hello }","variables":{"\\u005f_proto__":{"admin":true}}}'],
    [
      "100000 lists in one another",
      `{"query":"{ hello }","variables":{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`,
    ],
    ["a batch", '[{"query":"{ hello }"}]'],
    ["a mutation", '{"query":"mutation { hello }"}'],
    ["a subscription", '{"query":"subscription { hello }"}'],
  ])("refuses %s with 400 BAD_REQUEST", async (_what, body) => {
    const started = performance.now();

    await refused(await post(body), 400, "BAD_REQUEST");

    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("refuses bytes that are not UTF-8", async () => {
    await refused(await post(Buffer.from('{"query":"{ hello(name: \\"\xff\\") }"}', "latin1")), 400, "BAD_REQUEST");
  });

  it.each([
    ["a form", "application/x-www-form-urlencoded"],
    ["text", "text/plain"],
    ["multipart", "multipart/form-data; boundary=x"],
    ["GraphQL as such", "application/graphql"],
    ["UTF-16", "application/json; charset=utf-16"],
    ["an invented charset", "application/json; charset=x-none"],
    ["a charset that is no charset", 'application/json; charset="utf-8, utf-7"'],
    ["a broken content type", "application"],
  ])("refuses %s with 415", async (_what, contentType) => {
    await refused(await post('{"query":"{ hello }"}', { "content-type": contentType }), 415, "UNSUPPORTED_MEDIA_TYPE");
  });

  it("refuses a body without a content type", async () => {
    await refused(await post('{"query":"{ hello }"}', {}), 415, "UNSUPPORTED_MEDIA_TYPE");
  });

  it("refuses compressed bodies, so that none can explode", async () => {
    await refused(await post("x", { ...json, "content-encoding": "gzip" }), 415, "UNSUPPORTED_MEDIA_TYPE");
  });

  it.each([
    ["declared", {}],
    ["chunked", { "transfer-encoding": "chunked" }],
  ])("refuses a body of more than 256 KB, %s", async (_how, headers) => {
    const body = `{"query":"{ hello }","variables":{"a":"${"x".repeat(1_000_000)}"}}`;

    await refused(await post(body, { ...json, ...headers }), 413, "PAYLOAD_TOO_LARGE");
  });

  it("refuses a mutation over GET", async () => {
    const reply = await get(`query=${encodeURIComponent("mutation { hello }")}`);

    await refused(reply, 405, "METHOD_NOT_ALLOWED");
    expect(reply.headers.allow).toBe("POST");
  });

  it.each(["PUT", "PATCH", "DELETE"])("refuses %s", async (method) => {
    const reply = await send(`${gateway.url}/graphql`, { method, headers: json, body: "{}" });

    await refused(reply, 405, "METHOD_NOT_ALLOWED");
  });

  it("refuses to answer in a type that it does not speak", async () => {
    await refused(await post('{"query":"{ hello }"}', { ...json, accept: "text/csv" }), 406, "NOT_ACCEPTABLE");
  });

  it("refuses variables that are not JSON, and parameters given twice, over GET", async () => {
    await refused(await get("query={hello}&variables={"), 400, "BAD_REQUEST");
    await refused(await get("query={hello}&query={hello}"), 400, "BAD_REQUEST");
  });

  it("refuses an address that is too long", async () => {
    await refused(await get(`query={hello}&x=${"x".repeat(9000)}`), 414, "URI_TOO_LONG");
  });

  it("answers unknown addresses and broken ones in JSON", async () => {
    await refused(await send(`${gateway.url}/admin`, { method: "GET" }), 404, "NOT_FOUND");
    await refused(await send(`${gateway.url}/%zz`, { method: "GET" }), 400, "BAD_REQUEST");
  });

  it("says what it cannot parse or does not know", async () => {
    const headers = { accept: "application/graphql-response+json" };

    await refused(await ask(gateway.url, "{ hello", undefined, headers), 400, "GRAPHQL_PARSE_FAILED");
    await refused(await ask(gateway.url, "{ helo }", undefined, headers), 400, "GRAPHQL_VALIDATION_FAILED");
    await refused(
      await ask(gateway.url, "{ count(first: 1.5) }", undefined, headers),
      400,
      "GRAPHQL_VALIDATION_FAILED",
    );
    const wrong = await ask(gateway.url, "query($f: Int!) { count(first: $f) }", { f: "x" }, headers);
    await refused(wrong, 400, "BAD_USER_INPUT");
  });
});
