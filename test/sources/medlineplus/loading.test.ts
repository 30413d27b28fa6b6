import { readdir, readFile, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { MedlinePlus } from "../../../src/sources/medlineplus/index.js";
import { FakeClock } from "../../support/fake-clock.js";
import { type TestPlatform, testPlatform } from "../../support/platform.js";
import { callOf, createTopics, listenTopics, type TopicsServer, temporaryFolder, titlesOf } from "./topics-server.js";
import { plainTopics, topicsFileXml, topicXml } from "./topics-xml.js";

const NAME = "medlineplus-topics.snapshot";
const HOUR_MS = 3_600_000;
const [DAY_1, DAY_2, DAY_3] = ["2027-01-13", "2027-01-14", "2027-01-15"] as const;

const file = (...titles: string[]): string =>
  topicsFileXml(titles.map((title, index) => topicXml({ id: index + 1, title })));

describe("loading the topics", () => {
  let clock: FakeClock;
  let platform: TestPlatform;
  let folder: string;
  let server: TopicsServer;
  let opened: MedlinePlus[];

  const open = async (): Promise<MedlinePlus> => {
    const medlineplus = createTopics(platform, server.loopback, folder);
    opened.push(medlineplus);
    await medlineplus.start();
    return medlineplus;
  };

  /** Lets time pass to the moment of the next look for newer topics, and then stand still. */
  const nextRefresh = (): Promise<void> => clock.advance(12 * HOUR_MS - (clock.elapsed() % (12 * HOUR_MS)));

  /** Gives real answers the time they need, a millisecond of the clock each turn. */
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await clock.advance(1);
  };

  const noted = (message: string): boolean => platform.notes.some((note) => note.message === message);

  beforeEach(async () => {
    clock = new FakeClock();
    platform = testPlatform(clock);
    folder = await temporaryFolder();
    server = await listenTopics({ [DAY_1]: file("Asthma"), [DAY_2]: file("Asthma", "Burns") });
    opened = [];
  });

  afterEach(async () => {
    for (const medlineplus of opened) await medlineplus.close();
    await server.loopback.close();
  });

  it("takes the newest file that the index page links to", async () => {
    const medlineplus = await open();

    expect(titlesOf(medlineplus)).toEqual(["Asthma", "Burns"]);
    expect(server.asked()).toEqual([DAY_2]);
    expect(medlineplus.dataVersion()).toBe("2030-10-02");
    expect(medlineplus.health().map(({ source, status, dataVersion }) => [source, status, dataVersion])).toEqual([
      ["medlineplus", "OK", "2030-10-02"],
      ["medlineplus-connect", "OK", null],
    ]);
  });

  it.each([
    ["is missing", () => null],
    ["links to nothing", () => "<html>Under construction</html>"],
  ])("looks for a file of each of the last days when the index page %s", async (_, page) => {
    server.page = page;
    const today = new Date(clock.now());
    const day = (ago: number): string => new Date(today.getTime() - ago * 24 * HOUR_MS).toISOString().slice(0, 10);
    server.files = new Map([[day(5), file("Asthma")]]);

    const medlineplus = await open();

    expect(titlesOf(medlineplus)).toEqual(["Asthma"]);
    expect(server.asked()).toEqual([-1, 0, 1, 2, 3, 4, 5].map(day));
  });

  it("opens what it kept after a restart and asks for no file that it has", async () => {
    await (await open()).close();
    server.loopback.seen.length = 0;

    const medlineplus = await open();

    expect(titlesOf(medlineplus)).toEqual(["Asthma", "Burns"]);
    await until(() => server.loopback.seen.length > 0);
    expect(server.loopback.seen).toEqual(["GET /xml.html"]);
  });

  it("serves what it kept while MedlinePlus is down, and says how old it is once that matters", async () => {
    await (await open()).close();
    await server.loopback.close();
    await clock.advance(25 * HOUR_MS);

    const medlineplus = await open();
    await until(() => noted("no newer topics could be loaded"));

    const topic = medlineplus.byId("1", callOf(platform));
    expect(topic?.title).toBe("Asthma");
    expect(topic && medlineplus.provenance(topic)).toMatchObject({
      freshness: "STALE_AFTER_ERROR",
      attribution: "Courtesy of MedlinePlus from the National Library of Medicine",
      license: { name: "Public domain", mayRepublish: true },
    });
  });

  it("calls the topics fresh as long as it has asked for newer ones, though none are made over the weekend", async () => {
    const medlineplus = await open();
    for (let looks = 1; looks <= 6; looks++) {
      await nextRefresh();
      await until(() => server.loopback.seen.filter((line) => line === "GET /xml.html").length === looks + 1);
      await until(() => clock.sleeping === 1);
    }

    const call = callOf(platform);
    const topic = medlineplus.byId("1", call);

    expect(topic && medlineplus.provenance(topic)).toMatchObject({ freshness: "FRESH", ageSeconds: 3 * 24 * 3_600 });
    expect(call.report.of("medlineplus")).toMatchObject({ fresh: 1, stale: 0, staleAfterError: 0 });
    expect(call.report.freshForMs).toBeGreaterThan(12 * HOUR_MS - 1);
    expect(server.asked()).toEqual([DAY_2]);
  });

  it("starts after a while when MedlinePlus is silent, and without topics", async () => {
    server.loopback.answer = () => undefined;
    const medlineplus = createTopics(platform, server.loopback, folder);
    opened.push(medlineplus);
    const started = medlineplus.start();
    await until(() => server.loopback.seen.length === 1);

    await clock.advance(12_000);
    await started;

    expect(medlineplus.ready()).toBe(false);
  });

  it("does not show what it kept from another server", async () => {
    await (await open()).close();
    await server.loopback.close();
    server = await listenTopics({ [DAY_1]: file("Fever") });

    expect(titlesOf(await open())).toEqual(["Fever"]);
  });

  it("is whole again soon after MedlinePlus is back, when what it kept is no longer fresh", async () => {
    await (await open()).close();
    const { answer } = server.loopback;
    server.loopback.answer = (_, response) => response.writeHead(503).end();
    await clock.advance(25 * HOUR_MS);
    const medlineplus = await open();
    await until(() => noted("no newer topics could be loaded"));
    server.loopback.answer = answer;
    server.files.set(DAY_3, file("Asthma", "Burns", "Cough"));

    const since = clock.elapsed();
    await until(() => titlesOf(medlineplus).length === 3);

    expect(clock.elapsed() - since).toBeLessThan(15_000);
  });

  it("does not fetch a broken file again and again", async () => {
    await open();
    server.files.set(DAY_3, file("Asthma").slice(0, -10));
    await nextRefresh();
    await until(() => noted("no newer topics could be loaded"));

    await clock.advance(5 * 60_000);

    expect(server.asked()).toEqual([DAY_2, DAY_3]);
  });

  it("exchanges the topics when a newer file is out, and asks no more often than said", async () => {
    const medlineplus = await open();
    server.files.set(DAY_3, file("Asthma", "Burns", "Cough"));
    await clock.advance(11 * HOUR_MS);
    expect(titlesOf(medlineplus)).toHaveLength(2);

    await nextRefresh();
    await until(() => titlesOf(medlineplus).length === 3);

    expect(server.asked()).toEqual([DAY_2, DAY_3]);
    expect(await readdir(folder)).toEqual([NAME]);
  });

  it.each([
    ["is cut short", topicsFileXml(plainTopics(20)).slice(0, -30)],
    ["is a page", "<!DOCTYPE html><html><body>Down for maintenance</body></html>"],
    [
      "lost more than a tenth of one language",
      topicsFileXml(plainTopics(20).filter((_, index) => index !== 1 && index !== 3 && index !== 5)),
    ],
    ["announces more topics than it has", topicsFileXml(plainTopics(20), 60)],
    ["is empty", topicsFileXml([])],
  ])("keeps the topics when the newer file %s", async (_, broken) => {
    server.files = new Map([[DAY_2, topicsFileXml(plainTopics(20))]]);
    const medlineplus = await open();
    server.files.set(DAY_3, broken);

    await nextRefresh();
    await until(() => noted("no newer topics could be loaded"));

    expect(titlesOf(medlineplus)).toHaveLength(20);
    expect(noted("a topics file was refused")).toBe(true);
    expect(await readdir(folder)).toEqual([NAME]);
  });

  it("takes a newer file that lost less than a tenth", async () => {
    server.files = new Map([[DAY_2, topicsFileXml(plainTopics(20))]]);
    const medlineplus = await open();
    server.files.set(DAY_3, topicsFileXml(plainTopics(20).slice(2)));

    await nextRefresh();
    await until(() => titlesOf(medlineplus).length < 20);

    expect(titlesOf(medlineplus)).toHaveLength(19);
  });

  it("falls back to the file of the day before when the newest is broken at the first start", async () => {
    server.files.set(DAY_3, file("Asthma").slice(0, -10));

    expect(titlesOf(await open())).toEqual(["Asthma", "Burns"]);
  });

  it.each([
    ["foreign", async (path: string) => writeFile(path, "What is this?\n".repeat(100))],
    ["empty", async (path: string) => writeFile(path, "")],
    ["cut short", async (path: string) => truncate(path, 600)],
    [
      "of an older format",
      async (path: string) => writeFile(path, (await readFile(path, "latin1")).replace("v0001", "v0000"), "latin1"),
    ],
    [
      "damaged in its contents",
      async (path: string) => writeFile(path, (await readFile(path, "latin1")).replace('"facts"', '"fact5"'), "latin1"),
    ],
  ])("sets a snapshot aside that is %s, says so once, and loads the topics anew", async (_, spoil) => {
    await (await open()).close();
    await spoil(join(folder, NAME));

    const medlineplus = await open();

    expect(titlesOf(medlineplus)).toEqual(["Asthma", "Burns"]);
    expect(platform.notes.map(({ message }) => message)).toEqual([
      "the topics snapshot cannot be used and was set aside",
    ]);
    expect((await readdir(folder)).sort()).toEqual([NAME, `${NAME}.unusable`]);
  });

  it("loads the topics anew when a record turns out to be damaged, and serves the others meanwhile", async () => {
    await (await open()).close();
    const path = join(folder, NAME);
    const text = await readFile(path, "latin1");
    await writeFile(path, text.replace('"title":"Asthma"', '"title":"Asthm4"'), "latin1");
    const medlineplus = await open();

    const readable = (): boolean => {
      try {
        return medlineplus.byId("1", callOf(platform))?.title === "Asthma";
      } catch {
        return false;
      }
    };

    expect(() => medlineplus.byId("1", callOf(platform))).toThrow("topic 1 cannot be read");
    expect(medlineplus.byId("2", callOf(platform))?.title).toBe("Burns");

    await until(() => server.asked().length === 2 && readable());
  });

  it("sweeps up what a killed process left behind, and leaves another's work alone", async () => {
    const [abandoned, active] = [`${NAME}.1.old.tmp`, `${NAME}.2.new.tmp`];
    for (const name of [abandoned, active]) await writeFile(join(folder, name), "half a file");
    await utimes(join(folder, abandoned), new Date(0), new Date(0));

    await open();

    expect((await readdir(folder)).sort()).toEqual([NAME, active]);
  });

  it("is not disturbed by a process that was killed while it wrote", async () => {
    await (await open()).close();
    server.files.set(DAY_3, file("Asthma", "Burns", "Cough"));
    const { answer } = server.loopback;
    server.loopback.answer = (request, response, body) => {
      if (!request.url?.includes(DAY_3)) return answer(request, response, body);
      response.writeHead(200, { "content-type": "text/xml" }).write(server.files.get(DAY_3)?.slice(0, -60));
    };
    await open();
    while ((await readdir(folder)).length === 1) await clock.advance(1);

    const medlineplus = await open();

    expect(titlesOf(medlineplus)).toEqual(["Asthma", "Burns"]);
    server.loopback.answer = answer;
    expect(platform.notes).toEqual([]);
  });

  it("lets processes that share the folder load at the same time", async () => {
    const all = await Promise.all([open(), open(), open()]);

    for (const medlineplus of all) expect(medlineplus.byId("2", callOf(platform))?.title).toBe("Burns");
    expect(await readdir(folder)).toEqual([NAME]);
    expect(titlesOf(await open())).toEqual(["Asthma", "Burns"]);
  });

  it("keeps the topics in memory when the data folder cannot be written", async () => {
    await writeFile(join(folder, "a file"), "");
    folder = join(folder, "a file", "folder");

    const medlineplus = await open();

    expect(medlineplus.byId("2", callOf(platform))?.title).toBe("Burns");
    expect(platform.notes.at(-1)?.message).toMatch(/the data folder cannot be written/);
  });

  it("starts without topics when there are none to be had, and has them soon after MedlinePlus is back", async () => {
    const { answer } = server.loopback;
    server.loopback.answer = (_, response) => response.writeHead(503).end();
    const medlineplus = createTopics(platform, server.loopback, folder);
    opened.push(medlineplus);
    const started = medlineplus.start();
    let hasStarted = false;
    void started.then(() => {
      hasStarted = true;
    });
    await until(() => hasStarted);
    expect(medlineplus.ready()).toBe(false);
    expect(() => medlineplus.byId("1", callOf(platform))).toThrow("the topics are not loaded yet");

    server.loopback.answer = answer;
    const since = clock.elapsed();
    await until(() => medlineplus.ready());

    expect(clock.elapsed() - since).toBeLessThan(15_000);
  });

  it("drops a topic that cannot be read or whose number is taken, and logs it once", async () => {
    const topics = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => topicXml({ id, title: `Ailment ${id}` }));
    server.files = new Map([[DAY_2, topicsFileXml([...topics, topicXml({ id: 9, title: "Twice" })], 10)]]);

    const medlineplus = await open();

    expect(titlesOf(medlineplus)).toHaveLength(9);
    expect(platform.notes).toEqual([
      {
        message: "topics could not be read",
        facts: expect.objectContaining({ dropped: [{ topicId: "9", reason: "its number occurs twice" }] }),
      },
    ]);
  });
});
