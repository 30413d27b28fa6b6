import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import { startBundledSources } from "../../src/bundled/index.js";
import { type Loopback, listenLoopback } from "../support/loopback.js";
import type { Behaviour } from "../support/misbehaving.js";
import { type Rig, SOON_OLD, startRig, until } from "../support/rig.js";
import { expectFault, expectRecovery, misbehave, seeRecords } from "../support/three-sources.js";

// Many gateways start beside one another; where the machine is busy with other things, that takes its time.
jest.setTimeout(60_000);

const bundled = await startBundledSources({ fixtures: join(import.meta.dirname, "../../fixtures") });
const canary: Loopback = await listenLoopback((_, response) => response.end("caught"));
afterAll(() => Promise.all([bundled.close(), canary.close()]));

async function withRig(test: (rig: Rig) => Promise<void>): Promise<void> {
  const rig = await startRig(bundled, SOON_OLD);
  try {
    await seeRecords(rig);
    await test(rig);
  } finally {
    await rig.close();
  }
}

const MB = 1_000_000;

/** Resident memory of the gateway's process. */
function residentBytes({ gateway }: Rig): number {
  const status = readFileSync(`/proc/${gateway.process.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

function* zeros(bytes: number): Generator<Buffer> {
  const block = Buffer.alloc(65_536, " ");
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
}

const flood =
  (bytes: number, packed: boolean): Behaviour =>
  ({ path, response }) => {
    const type = path.includes("efetch") ? "text/xml" : path.includes("/ency/") ? "text/html" : "application/json";
    response.writeHead(200, { "content-type": type, ...(packed && { "content-encoding": "gzip" }) });
    const body = Readable.from(zeros(bytes));
    response.on("error", () => undefined).on("close", () => body.destroy());
    if (packed) body.pipe(createGzip({ level: 1 }).on("error", () => undefined)).pipe(response);
    else body.pipe(response);
  };

describe("A source that sends too much (row 20)", () => {
  it.each([
    ["a body of 100 MB", flood(100 * MB, false)],
    ["a packed body of 1 GB", flood(1_000 * MB, true)],
  ])("is not read to the end: %s", async (_, behave) =>
    withRig(async (rig) => {
      misbehave(rig, behave);
      const before = residentBytes(rig);
      let most = before;
      const watch = setInterval(() => {
        most = Math.max(most, residentBytes(rig));
      }, 20);

      await expectFault(rig, ["UPSTREAM_BAD_RESPONSE"]);
      clearInterval(watch);

      expect(most - before).toBeLessThan(100 * MB);
      await expectRecovery(rig);
    }),
  );
});

describe("A source that leads elsewhere", () => {
  const url = (): string => `${canary.url}/caught`;
  const cases: [string, () => Behaviour][] = [
    [
      "a redirect to another host (row 21)",
      () =>
        ({ response }) =>
          void response.writeHead(302, { location: url() }).end(),
    ],
    [
      "a redirect to the host's other port (row 21)",
      () =>
        ({ response }) =>
          void response.writeHead(301, { location: url() }).end(),
    ],
    [
      "a redirect without a scheme (row 21)",
      () =>
        ({ response }) =>
          void response.writeHead(307, { location: url().replace("http:", "") }).end(),
    ],
    [
      "a redirect that names a user (row 21)",
      () =>
        ({ response, headers }) =>
          void response.writeHead(302, { location: `http://${headers.host}@${new URL(url()).host}/` }).end(),
    ],
    [
      "an entity of another address (row 17)",
      () =>
        ({ response }) =>
          void response
            .writeHead(200, { "content-type": "text/xml" })
            .end(
              `<?xml version="1.0"?><!DOCTYPE PubmedArticleSet SYSTEM "${url()}" [<!ENTITY % p SYSTEM "${url()}"> %p; ` +
                `<!ENTITY e SYSTEM "${url()}">]><PubmedArticleSet><PubmedArticle>&e;</PubmedArticle></PubmedArticleSet>`,
            ),
    ],
    [
      "a page that moves on by itself (row 21)",
      () =>
        ({ response }) =>
          void response
            .writeHead(200, { "content-type": "text/html", refresh: `0; url=${url()}` })
            .end(
              `<html><head><meta http-equiv="refresh" content="0;url=${url()}"><base href="${url()}"></head></html>`,
            ),
    ],
  ];

  it.concurrent.each(cases)("is not followed: %s", (_, behaviour) =>
    withRig(async (rig) => {
      misbehave(rig, behaviour());

      await expectFault(rig, ["UPSTREAM_BAD_RESPONSE"]);

      expect(canary.seen).toEqual([]);
      await expectRecovery(rig);
    }),
  );

  it("is followed on its own host", async () =>
    withRig(async (rig) => {
      misbehave(rig, async ({ path, response, pass }) => {
        if (path.includes("moved") || path.includes("efetch")) return pass();
        response.writeHead(301, { location: `${path}${path.includes("?") ? "&" : "?"}moved=1` }).end();
      });

      const { json } = await rig.ask('{ encyclopediaArticle(articleId: "article/000141") { title } }');

      expect(json).toEqual({ data: { encyclopediaArticle: { title: expect.any(String) } } });
    }));
});

describe("Connections to sources", () => {
  it("are all closed again when nobody asks", async () =>
    withRig(async (rig) => {
      await rig.ask('{ journalArticles(pmids: ["12421889", "12479763"]) { pmid } }');

      await until(() => Object.values(rig.fronts).every((front) => front.connections() === 0), 12_000);
    }));
});
