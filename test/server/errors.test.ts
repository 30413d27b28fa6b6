import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ask, type SmallServer, startSmallServer } from "../support/small-server.js";

let gateway: SmallServer;
beforeAll(async () => {
  gateway = await startSmallServer();
});
afterAll(() => gateway.close());

describe("Errors that callers see", () => {
  it.each([
    ["timeout", "UPSTREAM_TIMEOUT", true],
    ["throttled", "UPSTREAM_RATE_LIMITED", true],
    ["unavailable", "UPSTREAM_UNAVAILABLE", true],
    ["rejected", "UPSTREAM_BAD_RESPONSE", false],
    ["malformed", "UPSTREAM_BAD_RESPONSE", false],
  ])("an upstream's %s is %s, and the other fields keep their data", async (failure, code, retryable) => {
    const { status, json } = await ask(gateway.url, `{ hello upstream(failure: "${failure}") }`);

    expect(status).toBe(200);
    expect(json.data).toEqual({ hello: "Hello there", upstream: null });
    expect(json.errors).toEqual([
      {
        message: expect.stringMatching(/^The source "pubmed" /),
        path: ["upstream"],
        locations: expect.anything(),
        extensions: { code, source: "pubmed", retryable, retryAfter: 2 },
      },
    ]);
    expect(JSON.stringify(json)).not.toMatch(/127\.0\.0\.1|secret|503/);
  });

  it("an unexpected error has an id that is in the log, and says nothing of what happened", async () => {
    const { json } = await ask(gateway.url, "{ hello crash }");

    const error = json.errors?.[0];
    expect(json.data).toEqual({ hello: "Hello there", crash: null });
    expect(error?.extensions).toEqual({ code: "INTERNAL_SERVER_ERROR", errorId: expect.any(String), retryable: false });
    expect(JSON.stringify(json)).not.toMatch(/secret|TypeError|app\.js/);
    const line = gateway.lines.find(({ errorId }) => errorId === error?.extensions.errorId);
    expect(line).toMatchObject({ level: 50, error: expect.stringContaining("reading 'secret'") });
  });

  it("null in the place of a required argument is the caller's mistake", async () => {
    const { json } = await ask(gateway.url, "query($first: Int = 5) { count(first: $first) }", { first: null });

    expect(json.errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  });

  it("an operation that the document does not have is the caller's mistake", async () => {
    const reply = await fetch(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "query A { hello }", operationName: "B" }),
    });

    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ errors: [{ extensions: { code: "OPERATION_RESOLUTION_FAILURE" } }] });
  });
});
