import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import { startBundledSources } from "../../src/bundled/index.js";
import type { Behaviour, Exchange } from "../support/misbehaving.js";
import { SOON_OLD, startRig } from "../support/rig.js";
import {
  attempts,
  expectFault,
  expectRecovery,
  forgetAttempts,
  misbehave,
  seeRecords,
} from "../support/three-sources.js";

// Many gateways start beside one another; where the machine is busy with other things, that takes its time.
jest.setTimeout(60_000);

const bundled = await startBundledSources({ fixtures: join(import.meta.dirname, "../../fixtures") });
afterAll(() => bundled.close());

const UNAVAILABLE = ["UPSTREAM_UNAVAILABLE"];
const BAD = ["UPSTREAM_BAD_RESPONSE"];
const LIMITED = ["UPSTREAM_RATE_LIMITED"];

const answering =
  (status: number, body: string | Buffer = "", headers: Record<string, string> = {}): Behaviour =>
  ({ response }) =>
    void response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);

const bytes =
  (text: string | Buffer, end: "end" | "reset" = "end"): Behaviour =>
  ({ socket }) =>
    void socket.write(text, () => (end === "end" ? socket.end() : socket.resetAndDestroy()));

const changed =
  (change: (body: Buffer) => Buffer | string): Behaviour =>
  async ({ real, response }) => {
    const { status, headers, body } = await real();
    response.writeHead(status, headers).end(change(body));
  };

const PAGE = "<!DOCTYPE html><html><head><title>Down</title></head><body><h1>Down for maintenance</h1></body></html>";
const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

/** As a type that fits the question, so that the body alone is wrong. */
const fitting =
  (body: (kind: "xml" | "json" | "html") => string | Buffer): Behaviour =>
  (exchange) => {
    const kind = kindOf(exchange);
    const type = { xml: "text/xml", json: "application/json", html: "text/html" }[kind];
    exchange.response.writeHead(200, { "content-type": type }).end(body(kind));
  };

function kindOf({ path }: Exchange): "xml" | "json" | "html" {
  return path.includes("efetch") ? "xml" : path.includes("/ency/") ? "html" : "json";
}

const DEEP = { xml: "<a>".repeat(200_000), json: "[".repeat(200_000), html: "<div>".repeat(200_000) };
const ENTITIES =
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">' +
  '<!ENTITY f SYSTEM "file:///etc/passwd">]><PubmedArticleSet><PubmedArticle>&c;&f;</PubmedArticle></PubmedArticleSet>';

type Row = [row: string, behave: Behaviour, codes: string[], mostAttempts: number];

const rows: Row[] = [
  ["5: a reset before the headers", ({ socket }) => void socket.resetAndDestroy(), UNAVAILABLE, 3],
  ["5: a reset after the headers", bytes(`${HEAD}Content-Length: 500\r\n\r\n`, "reset"), UNAVAILABLE, 3],
  ["5: a reset in the body", bytes(`${HEAD}Content-Length: 500\r\n\r\n{"a":`, "reset"), UNAVAILABLE, 3],
  ["5: an empty reply", ({ socket }) => void socket.end(), UNAVAILABLE, 3],
  [
    "7: a body shorter than announced",
    async ({ real, socket }) => {
      const { headers, body } = await real();
      const head = `HTTP/1.1 200 OK\r\ncontent-type: ${headers["content-type"]}\r\ncontent-length: ${body.length}\r\n\r\n`;
      socket.end(Buffer.concat([Buffer.from(head), body.subarray(0, body.length / 2)]));
    },
    UNAVAILABLE,
    3,
  ],
  ["8: half of the body as a whole answer", changed((body) => body.subarray(0, body.length / 2)), BAD, 3],
  ["9: status 500", answering(500), UNAVAILABLE, 3],
  ["9: status 502", answering(502, PAGE, { "content-type": "text/html" }), UNAVAILABLE, 3],
  ["9: status 503", answering(503, PAGE, { "content-type": "text/html" }), UNAVAILABLE, 3],
  ["9: status 504", answering(504), UNAVAILABLE, 3],
  ["11: 429 with Retry-After 3600", answering(429, "", { "retry-after": "3600" }), LIMITED, 1],
  [
    "11: 429 with a date",
    answering(429, "", { "retry-after": new Date(Date.now() + 60_000).toUTCString() }),
    LIMITED,
    1,
  ],
  ["11: 429 with a nonsense Retry-After", answering(429, "", { "retry-after": "soon, maybe" }), LIMITED, 1],
  ["12: status 400", answering(400, "no such parameter: http://127.0.0.1/secret"), BAD, 1],
  ["12: status 401", answering(401), BAD, 1],
  ["12: status 403", answering(403, PAGE, { "content-type": "text/html" }), BAD, 1],
  ["14: a maintenance page with status 200", answering(200, PAGE, { "content-type": "text/html" }), BAD, 3],
  ["14: a maintenance page that calls itself what was asked for", fitting(() => PAGE), BAD, 3],
  ["14: an image", answering(200, Buffer.from("89504e470d0a1a0a", "hex"), { "content-type": "image/png" }), BAD, 3],
  ["15: an empty body", fitting(() => ""), BAD, 3],
  ["15: null", fitting(() => "null"), BAD, 3],
  ["15: {}", fitting(() => "{}"), BAD, 3],
  ["15: []", fitting(() => "[]"), BAD, 3],
  ["15: a string", fitting(() => '"undefined"'), BAD, 3],
  ["15: an error object", fitting(() => '{"error":"backend on 10.0.0.7:8080 failed"}'), BAD, 3],
  ["16: broken markup", fitting((kind) => (kind === "json" ? '{"studies":[{"a":}]}' : "<a><b></a>")), BAD, 3],
  ["16: nesting 200000 deep", fitting((kind) => DEEP[kind]), BAD, 3],
  ["17: entities that expand", fitting(() => ENTITIES), BAD, 3],
  [
    "18: bytes that are no UTF-8",
    changed((body) => Buffer.concat([body.subarray(0, 900), Buffer.from([0xc3, 0x28, 0xff]), body.subarray(900)])),
    BAD,
    3,
  ],
  [
    "19: a body longer than announced",
    bytes(`${HEAD}Content-Length: 5\r\n\r\n{"studies":[]}`),
    [...UNAVAILABLE, ...BAD],
    3,
  ],
  ["19: bytes that are no HTTP", bytes("220 mail.example.org ESMTP ready\r\n"), [...UNAVAILABLE, ...BAD], 3],
  ["19: 256 KB of headers", bytes(`${HEAD}X-Long: ${"x".repeat(262_144)}\r\n\r\n{}`), [...UNAVAILABLE, ...BAD], 3],
  ["20: a body that says it is gzip and is not", answering(200, "not packed", { "content-encoding": "gzip" }), BAD, 3],
  [
    "20: half a gzip body",
    answering(200, gzipSync("{}".repeat(999)).subarray(0, 20), { "content-encoding": "gzip" }),
    [...UNAVAILABLE, ...BAD],
    3,
  ],
  ["21: a redirect loop", ({ response, path }) => void response.writeHead(302, { location: path }).end(), BAD, 4],
  ["21: a redirect to a file", answering(302, "", { location: "file:///etc/passwd" }), BAD, 1],
  ["21: a redirect to an internal address", answering(302, "", { location: "http://169.254.169.254/latest" }), BAD, 1],
];

describe("A source that answers wrongly", () => {
  it.concurrent.each(rows)("shows as promised in row %s", async (_, behave, codes, mostAttempts) => {
    const rig = await startRig(bundled, SOON_OLD);
    try {
      await seeRecords(rig);
      forgetAttempts(rig);
      misbehave(rig, behave);

      await expectFault(rig, codes);

      const { article, trial, page } = attempts(rig);
      expect(Math.max(article, page / 2)).toBeLessThanOrEqual(mostAttempts);
      // The version of the registry's data is asked beside its studies, so these may leave in two calls.
      expect(trial).toBeLessThanOrEqual(mostAttempts * 2);
      if (!codes.includes("UPSTREAM_RATE_LIMITED")) await expectRecovery(rig);
    } finally {
      await rig.close();
    }
  });
});
