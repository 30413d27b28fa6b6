import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { addressOf } from "../../../src/server/access/client.js";
import { ask, openAccess, type SmallServer, send, startSmallServer } from "../../support/small-server.js";

let gateway: SmallServer | null = null;
afterEach(async () => {
  await gateway?.close();
  gateway = null;
});

async function start(options: Partial<typeof openAccess>): Promise<string> {
  gateway = await startSmallServer({ access: { ...openAccess, ...options } });
  return gateway.url;
}

describe("A list of origins", () => {
  it("lets pages of these origins, of the server itself and callers that are no pages ask, and nobody else", async () => {
    const url = await start({ origins: ["https://app.example.org"] });
    const from = (origin: string) => ask(url, "{ page }", undefined, { origin });

    expect((await from("https://app.example.org")).json.data).toBeDefined();
    expect((await from(url)).status).toBe(200);
    expect((await ask(url, "{ page }")).status).toBe(200);
    for (const origin of ["https://evil.example", "https://app.example.org.evil.example", "null"]) {
      const reply = await from(origin);
      expect({ origin, status: reply.status }).toEqual({ origin, status: 403 });
      expect(reply.json.errors?.[0]?.extensions).toEqual({ code: "ORIGIN_NOT_ALLOWED" });
      expect(reply.headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  it("is named in every answer, so that no cache shows it to a page of another origin", async () => {
    const url = await start({ origins: ["https://app.example.org", "https://other.example.org"] });
    const headersOf = async (headers: Record<string, string>, query = "{ page }") => {
      const { "access-control-allow-origin": allowed, vary } = (await ask(url, query, undefined, headers)).headers;
      return { allowed, vary };
    };
    const app = { origin: "https://app.example.org" };
    const other = { origin: "https://other.example.org" };

    // The first is executed, the others come from memory.
    expect(await headersOf(app)).toEqual({ allowed: app.origin, vary: "accept, accept-encoding, origin" });
    expect(await headersOf(app)).toEqual({ allowed: app.origin, vary: "accept, accept-encoding, origin" });
    expect(await headersOf(other)).toEqual({ allowed: other.origin, vary: "accept, accept-encoding, origin" });
    expect(await headersOf({})).toEqual({ allowed: undefined, vary: "accept, accept-encoding, origin" });
    expect(await headersOf(app, "{")).toEqual({ allowed: app.origin, vary: "accept, origin" });
    const health = await send(`${url}/health/live`, { headers: { origin: app.origin } });
    expect([health.headers["access-control-allow-origin"], health.headers.vary]).toEqual([app.origin, "origin"]);
  });

  it("is asked before a browser sends anything", async () => {
    const url = await start({ origins: ["https://app.example.org"] });
    const preflight = (origin: string) => send(`${url}/graphql`, { method: "OPTIONS", headers: { origin } });

    expect((await preflight("https://app.example.org")).status).toBe(204);
    expect((await preflight("https://evil.example")).status).toBe(403);
  });
});

describe("A caller's address", () => {
  const seen = (remote: string, hops: number, forwarded?: string): string => {
    const socket = new Socket();
    Object.defineProperty(socket, "remoteAddress", { value: remote });
    const message = new IncomingMessage(socket);
    if (forwarded !== undefined) message.headers["x-forwarded-for"] = forwarded;
    return addressOf(message, hops);
  };

  it("is that of the connection, whatever the caller claims, unless there are proxies of ours", () => {
    expect(seen("192.0.2.7", 0, "203.0.113.9")).toBe("192.0.2.7");
    expect(seen("192.0.2.7", 1, "203.0.113.9")).toBe("203.0.113.9");
    expect(seen("192.0.2.7", 2, "198.51.100.1, 203.0.113.9, 192.0.2.1")).toBe("203.0.113.9");
    expect(seen("192.0.2.7", 1)).toBe("192.0.2.7");
  });

  it("is a whole network for IPv6, for one caller has all of its addresses", () => {
    expect(seen("2001:db8:1:2:3:4:5:6", 0)).toBe("2001:db8:1:2::/64");
    expect(seen("2001:db8::6", 0)).toBe("2001:db8:0:0::/64");
    expect(seen("::1", 0)).toBe("0:0:0:0::/64");
    expect(seen("::ffff:192.0.2.7", 0)).toBe("192.0.2.7");
  });

  it("keeps the budgets of callers behind one proxy apart", async () => {
    const url = await start({ costPerMinute: 1, proxyHops: 1 });
    const from = (address: string) => ask(url, "{ hello }", undefined, { "x-forwarded-for": address });

    expect((await from("203.0.113.1")).status).toBe(200);
    expect((await from("203.0.113.2")).status).toBe(200);
    expect((await from("203.0.113.1")).status).toBe(429);
  });
});
