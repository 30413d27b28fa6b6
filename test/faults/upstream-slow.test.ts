import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import { startBundledSources } from "../../src/bundled/index.js";
import type { Behaviour } from "../support/misbehaving.js";
import { type Rig, SOON_OLD, startRig, until } from "../support/rig.js";
import {
  attempts,
  expectFault,
  expectRecovery,
  forgetAttempts,
  misbehave,
  seeRecords,
  UNSEEN_QUESTION,
} from "../support/three-sources.js";

// Many gateways start beside one another; where the machine is busy with other things, that takes its time.
jest.setTimeout(60_000);

const bundled = await startBundledSources({ fixtures: join(import.meta.dirname, "../../fixtures") });
afterAll(() => bundled.close());

async function withRig(env: Record<string, string>, test: (rig: Rig) => Promise<void>): Promise<void> {
  const rig = await startRig(bundled, { ...SOON_OLD, ...env });
  try {
    await seeRecords(rig);
    forgetAttempts(rig);
    await test(rig);
  } finally {
    await rig.close();
  }
}

const late =
  (ms: number): Behaviour =>
  async ({ pass, response }) => {
    await delay(ms);
    if (!response.destroyed) await pass();
  };

/** One byte after the other, from the first of the headers or of the body on. */
const dripping =
  (from: "headers" | "body"): Behaviour =>
  async ({ real, socket }) => {
    const { headers, body } = await real();
    const head = `HTTP/1.1 200 OK\r\ncontent-type: ${headers["content-type"]}\r\ncontent-length: ${body.length}\r\n\r\n`;
    if (from === "body") socket.write(head);
    const dripped = Buffer.concat([Buffer.from(from === "body" ? "" : head), body]);
    for (let at = 0; at < dripped.length && !socket.destroyed; at++) {
      socket.write(dripped.subarray(at, at + 1));
      await delay(100);
    }
  };

const TIMEOUT = ["UPSTREAM_TIMEOUT"];

describe("A source that is slow", () => {
  it.concurrent("is waited for when it takes two seconds (row 1)", () =>
    withRig({}, async (rig) => {
      misbehave(rig, late(2_000));

      const { json } = await rig.ask(UNSEEN_QUESTION);

      expect(json.errors).toBeUndefined();
      expect(json.data?.article).toMatchObject({ pmid: "12057549" });
    }));

  const never: [string, Behaviour][] = [
    ["never answers (row 2)", () => undefined],
    ["answers after 15 seconds (row 2)", late(15_000)],
    ["sends its headers byte by byte (row 3)", dripping("headers")],
    ["sends its body byte by byte (row 3)", dripping("body")],
    [
      "sends a packed body byte by byte (row 3)",
      async ({ response }) => {
        const packed = gzipSync("x".repeat(100_000));
        response.writeHead(200, { "content-encoding": "gzip", "content-length": packed.length });
        for (let at = 0; at < packed.length && !response.destroyed; at++) {
          response.write(packed.subarray(at, at + 1));
          await delay(100);
        }
      },
    ],
  ];

  it.concurrent.each(never)("is given up in time when it %s", (_, behave) =>
    withRig({}, async (rig) => {
      misbehave(rig, behave);

      const { ms } = await expectFault(rig, TIMEOUT);

      expect(ms).toBeGreaterThan(4_000);
      await until(() => Object.values(rig.fronts).every((front) => front.inFlight() === 0), 2_000);
      await expectRecovery(rig);
    }),
  );

  it.concurrent("is given up as soon as the operator says", () =>
    withRig({ GALEN_DEADLINE_MS: "800" }, async (rig) => {
      misbehave(rig, () => undefined);

      const { ms } = await expectFault(rig, TIMEOUT, 2_000);

      expect(ms).toBeGreaterThan(700);
    }));
});

describe("A source that is down", () => {
  it.concurrent("is refused at once when that is known (row 4)", () =>
    withRig({}, async (rig) => {
      const { pubmed, clinicaltrials, medlineplus } = rig.fronts;
      await Promise.all([pubmed, clinicaltrials, medlineplus].map((front) => front.down()));

      await expectFault(rig, ["UPSTREAM_UNAVAILABLE"]);
      const article = '{ journalArticle(pmid: "12421889") { pmid } }';
      for (let asked = 0; asked < 6; asked++) await rig.ask(article);
      const { ms, json } = await rig.ask(article);

      expect(ms).toBeLessThan(100);
      expect(json.errors?.[0]?.extensions).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", source: "pubmed" });
      await Promise.all([pubmed, clinicaltrials, medlineplus].map((front) => front.up()));
      await expectRecovery(rig);
    }));

  it.concurrent("is asked again on a fresh connection when a kept one is reset (row 6)", () =>
    withRig({}, async (rig) => {
      const used = new WeakSet<object>();
      misbehave(rig, async ({ socket, pass }) => {
        if (used.has(socket)) return void socket.resetAndDestroy();
        used.add(socket);
        await pass();
      });

      for (const pmid of ["12421889", "12479763", "12517470"])
        expect((await rig.ask(`{ journalArticle(pmid: "${pmid}") { pmid } }`)).json).toEqual({
          data: { journalArticle: { pmid } },
        });
      for (const nctId of ["NCT00021528", "NCT00047385"])
        expect((await rig.ask(`{ clinicalTrial(nctId: "${nctId}") { nctId } }`)).json).toEqual({
          data: { clinicalTrial: { nctId } },
        });
    }));
});

describe("A source that asks for a pause", () => {
  it.concurrent.each([429, 503])("is asked again after the second that it names with %i (row 10)", (status) =>
    withRig({}, async (rig) => {
      const refused = new Set<string>();
      misbehave(rig, async ({ path, response, pass }) => {
        const source = path.replace(/\/[^/]*$/, "");
        if (refused.has(source)) return pass();
        refused.add(source);
        response.writeHead(status, { "retry-after": "1" }).end();
      });

      const { json, ms } = await rig.ask(UNSEEN_QUESTION);

      expect(json.errors).toBeUndefined();
      expect(ms).toBeGreaterThan(950);
    }),
  );

  it.concurrent("is not waited for beyond the deadline (row 10)", () =>
    withRig({ GALEN_DEADLINE_MS: "1500" }, async (rig) => {
      misbehave(rig, ({ response }) => void response.writeHead(503, { "retry-after": "2" }).end());

      const { json } = await expectFault(rig, ["UPSTREAM_RATE_LIMITED"], 3_000);

      for (const { extensions } of json.errors ?? [])
        expect(extensions).toMatchObject({ retryAfter: expect.any(Number), retryable: true });
    }));

  it.concurrent.each([
    ["3600", 3_600],
    [new Date(Date.now() + 120_000).toUTCString(), 125],
    ["-5 oranges", 70],
  ])("is not asked until then, whoever asks, when it says Retry-After: %s (row 11)", (retryAfter, mostSeconds) =>
    withRig({}, async (rig) => {
      misbehave(rig, ({ response }) => void response.writeHead(429, { "retry-after": retryAfter }).end());

      const { json, ms } = await expectFault(rig, ["UPSTREAM_RATE_LIMITED"], 1_500);
      for (const pmid of ["12421889", "12479763", "12517470"])
        await rig.ask(`{ journalArticle(pmid: "${pmid}") { pmid } }`);

      expect(ms).toBeLessThan(1_500);
      expect(attempts(rig).article).toBe(1);
      const wait = json.errors?.find(({ path }) => path?.[0] === "article")?.extensions.retryAfter;
      expect(wait).toBeGreaterThan(30);
      expect(wait).toBeLessThanOrEqual(mostSeconds);
    }),
  );
});
