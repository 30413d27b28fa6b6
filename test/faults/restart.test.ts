import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { startBundledSources } from "../../src/bundled/index.js";
import { type ChildGateway, spawnGateway } from "../support/child-gateway.js";
import { listenInFront } from "../support/misbehaving.js";
import { addresses, type Rig, SOON_OLD, until } from "../support/rig.js";
import { ask, type Reply } from "../support/small-server.js";
import { SEEN_QUESTION } from "../support/three-sources.js";

jest.setTimeout(60_000);

const bundled = await startBundledSources({ fixtures: join(import.meta.dirname, "../../fixtures") });
const fronts: Rig["fronts"] = {
  medlineplus: await listenInFront(bundled.urls.medlineplus),
  connect: await listenInFront(bundled.urls.medlineplusConnect),
  pubmed: await listenInFront(bundled.urls.pubmed),
  clinicaltrials: await listenInFront(bundled.urls.clinicaltrials),
};
const all = Object.values(fronts);
afterAll(async () => {
  await Promise.all(all.map((front) => front.close()));
  await bundled.close();
});

let folder: string;
const running: ChildGateway[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "galen-restart-"));
});
afterEach(async () => {
  for (const gateway of running.splice(0)) if (gateway.process.exitCode === null) await gateway.stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** A gateway that keeps its data in the folder of the test. */
function start(env: Record<string, string> = {}): ChildGateway {
  const gateway = spawnGateway({ ...addresses(fronts), GALEN_DATA_DIR: folder, ...env });
  running.push(gateway);
  return gateway;
}

const RECORDS = ["article", "trial", "page"];

function expectWhole({ json }: Reply, freshness: RegExp): void {
  expect(json.errors).toBeUndefined();
  expect(json.data?.topic).toEqual({ title: "Miscarriage" });
  for (const name of RECORDS)
    expect(json.data?.[name]).toMatchObject({
      title: expect.anything(),
      provenance: { freshness: expect.stringMatching(freshness) },
    });
}

describe("A gateway that is killed (row 30)", () => {
  it("starts again with its sources down, and serves what it had as stale", async () => {
    const first = start(SOON_OLD);
    const url = await first.url;
    expectWhole(await ask(url, SEEN_QUESTION), /FRESH/);
    const load = Array.from({ length: 50 }, (_, number) =>
      ask(url, `{ journalArticle(pmid: "${81_000_000 + number}") { pmid } }`).catch(() => null),
    );
    await delay(1_100);
    await first.stop("SIGKILL");
    await Promise.all(load);
    await Promise.all(all.map((front) => front.down()));

    const started = performance.now();
    const second = start(SOON_OLD);
    const again = await second.url;
    const bootMs = performance.now() - started;
    const reply = await ask(again, SEEN_QUESTION);
    await Promise.all(all.map((front) => front.up()));

    expect(bootMs).toBeLessThan(15_000);
    expectWhole(reply, /^STALE_AFTER_ERROR$/);
    expect(reply.json.extensions?.stale).toEqual(
      expect.arrayContaining([expect.objectContaining({ afterError: true })]),
    );
    await until(async () => /"FRESH"/.test((await ask(again, SEEN_QUESTION)).text));
  });

  it("asks nothing of its sources for what it kept and is fresh", async () => {
    const first = start();
    expectWhole(await ask(await first.url, SEEN_QUESTION), /FRESH/);
    await delay(600);
    await first.stop("SIGKILL");
    const second = start();
    const url = await second.url;
    for (const front of all) front.seen.length = 0;

    expectWhole(await ask(url, SEEN_QUESTION), /FRESH/);

    expect(all.flatMap(({ seen }) => seen).filter((line) => !/xml|version/.test(line))).toEqual([]);
  });
});

describe("A gateway whose files are damaged (row 31)", () => {
  const filesIn = (path: string): string[] =>
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  const overwrite = (file: string): void => {
    const handle = openSync(file, "r+");
    for (let at = 0; at < statSync(file).size; at += 512)
      writeSync(handle, Buffer.from(Array.from({ length: 256 }, (_, index) => (index * 31 + at) % 256)), 0, 256, at);
    closeSync(handle);
  };

  it.each<[string, (file: string) => void]>([
    ["cut in half", (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ["empty", (file) => truncateSync(file, 0)],
    ["random bytes", overwrite],
    ["something else", (file) => writeFileSync(file, "This is a shopping list: milk, eggs.\n".repeat(200))],
  ])("starts and answers when every one of them is %s", async (_, damage) => {
    const first = start();
    expectWhole(await ask(await first.url, SEEN_QUESTION), /FRESH/);
    await first.stop();
    for (const file of filesIn(folder)) damage(file);

    const second = start();

    expectWhole(await ask(await second.url, SEEN_QUESTION), /FRESH/);
    expect(second.output.log).not.toMatch(/Unexpected error/);
  });

  it.each<[string, () => string]>([
    ["cannot be made", () => "/proc/galen"],
    [
      "is a file",
      () => {
        writeFileSync(join(folder, "taken"), "");
        return join(folder, "taken");
      },
    ],
    ["is on a full disk", () => "/dev/full/galen"],
  ])("starts and answers when its folder %s", async (_, path) => {
    const gateway = start({ GALEN_DATA_DIR: path() });

    expectWhole(await ask(await gateway.url, SEEN_QUESTION), /FRESH/);
    expect(gateway.output.log).toMatch(/"level":(40|50)/);
  });
});

describe("A gateway that is told to stop (row 32)", () => {
  it("finishes what is in flight, takes nothing new and ends with 0", async () => {
    const held: (() => void)[] = [];
    const gateway = start();
    const url = await gateway.url;
    fronts.pubmed.behave = ({ pass }) => new Promise<void>((resolve) => held.push(resolve)).then(() => pass());
    const inFlight = ask(url, '{ journalArticle(pmid: "12479763") { pmid } }');
    await until(() => held.length > 0);

    gateway.process.kill("SIGTERM");
    await until(() => gateway.output.log.includes("stopping"));
    const late = await ask(url, "{ __typename }").catch(() => null);
    for (const release of held.splice(0)) release();
    fronts.pubmed.behave = ({ pass }) => pass();

    expect([null, 503]).toContain(late?.status ?? null);
    expect((await inFlight).json).toEqual({ data: { journalArticle: { pmid: "12479763" } } });
    expect(await gateway.exited).toBe(0);
  });
});
