import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import { startBundledSources } from "../../src/bundled/index.js";
import { type Behaviour, passOn } from "../support/misbehaving.js";
import { addresses, expectPlainWords, startRig, until } from "../support/rig.js";

jest.setTimeout(60_000);

const bundled = await startBundledSources({ fixtures: join(import.meta.dirname, "../../fixtures") });
afterAll(() => bundled.close());

const PAGE = "<!DOCTYPE html><html><body><h1>Down for maintenance</h1></body></html>";
const TOPIC =
  '{ healthTopic(slug: "asthma") { title provenance { freshness } } journalArticle(pmid: "11832527") { pmid } }';

const cut: Behaviour = async ({ path, real, response }) => {
  const { status, headers, body } = await real();
  response.writeHead(status, headers).end(path.endsWith(".xml") ? body.subarray(0, body.length / 2) : body);
};

const rows: [row: string, behave: Behaviour, code: string][] = [
  ["2: never answers", () => undefined, "UPSTREAM_TIMEOUT"],
  ["5: resets connections", ({ socket }) => void socket.resetAndDestroy(), "UPSTREAM_UNAVAILABLE"],
  ["8: sends half of its file", cut, "UPSTREAM_BAD_RESPONSE"],
  ["9: answers 503", ({ response }) => void response.writeHead(503).end(), "UPSTREAM_UNAVAILABLE"],
  ["12: answers 403", ({ response }) => void response.writeHead(403).end(), "UPSTREAM_BAD_RESPONSE"],
  [
    "14: sends a maintenance page",
    ({ response }) => void response.writeHead(200, { "content-type": "text/html" }).end(PAGE),
    "UPSTREAM_BAD_RESPONSE",
  ],
];

describe("A source of topics that fails while the gateway starts", () => {
  it.concurrent.each(rows)(
    "costs the topics and nothing else, and is whole again by itself (row %s)",
    async (_, behave, code) => {
      const rig = await startRig(bundled, {}, ({ medlineplus }) => {
        medlineplus.behave = behave;
      });
      try {
        const reply = await rig.ask(TOPIC);

        expect(reply.ms).toBeLessThan(6_000);
        expectPlainWords(reply);
        expect(reply.json.data).toEqual({ healthTopic: null, journalArticle: { pmid: "11832527" } });
        expect(reply.json.errors).toMatchObject([
          { path: ["healthTopic"], extensions: { code, source: "medlineplus", retryable: true } },
        ]);
        rig.fronts.medlineplus.behave = passOn;
        await until(async () => (await rig.ask(TOPIC)).json.errors === undefined, 20_000);
      } finally {
        await rig.close();
      }
    },
  );

  it.concurrent("is stood in for by what an earlier start has kept, marked as stale", async () => {
    const folder = mkdtempSync(join(tmpdir(), "galen-topics-"));
    const env = { GALEN_DATA_DIR: folder };
    const first = await startRig(bundled, env);
    const { medlineplus } = first.fronts;
    expect((await first.ask(TOPIC)).json.data).toMatchObject({ healthTopic: { provenance: { freshness: "FRESH" } } });
    await first.gateway.stop();
    await medlineplus.down();
    // The same addresses: what another server said is not used.
    const again = await startRig(bundled, { ...addresses(first.fronts), ...env });
    try {
      await until(async () => (await again.ask(TOPIC)).text.includes("STALE_AFTER_ERROR"), 5_000);
      const { json } = await again.ask(TOPIC);

      expect(json.errors).toBeUndefined();
      expect(json.data).toMatchObject({
        healthTopic: { title: "Asthma", provenance: { freshness: "STALE_AFTER_ERROR" } },
      });
      expect(json.extensions?.stale).toMatchObject([{ source: "medlineplus", afterError: true }]);
      await medlineplus.up();
      await until(async () => (await again.ask(TOPIC)).text.includes('"FRESH"'), 15_000);
    } finally {
      await again.close();
      await first.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
