import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DAY_2, DAY_3, fileOf, HOUR_MS, LoadingHarness, SNAPSHOT } from "./loading-harness.js";
import { callOf, titlesOf } from "./topics-server.js";
import { plainTopics, topicsFileXml, topicXml } from "./topics-xml.js";

describe("loading the topics", () => {
  let loading: LoadingHarness;

  beforeEach(async () => {
    loading = await LoadingHarness.create();
  });

  afterEach(() => loading.close());

  it("takes the newest file that the index page links to", async () => {
    const medlineplus = await loading.open();

    expect(titlesOf(medlineplus)).toEqual(["Asthma", "Burns"]);
    expect(loading.server.asked()).toEqual([DAY_2]);
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
    loading.server.page = page;
    const today = new Date(loading.clock.now());
    const day = (ago: number): string => new Date(today.getTime() - ago * 24 * HOUR_MS).toISOString().slice(0, 10);
    loading.server.files = new Map([[day(5), fileOf("Asthma")]]);

    const medlineplus = await loading.open();

    expect(titlesOf(medlineplus)).toEqual(["Asthma"]);
    expect(loading.server.asked()).toEqual([-1, 0, 1, 2, 3, 4, 5].map(day));
  });

  it("serves what it kept while MedlinePlus is down, and says how old it is once that matters", async () => {
    await (await loading.open()).close();
    await loading.server.loopback.close();
    await loading.clock.advance(25 * HOUR_MS);

    const medlineplus = await loading.open();
    await loading.until(() => loading.noted("no newer topics could be loaded"));

    const topic = medlineplus.byId("1", callOf(loading.platform));
    expect(topic?.title).toBe("Asthma");
    expect(topic && medlineplus.provenance(topic)).toMatchObject({
      freshness: "STALE_AFTER_ERROR",
      attribution: "Courtesy of MedlinePlus from the National Library of Medicine",
      license: { name: "Public domain", mayRepublish: true },
    });
  });

  it("calls the topics fresh as long as it has asked for newer ones, though none are made over the weekend", async () => {
    const medlineplus = await loading.open();
    for (let looks = 1; looks <= 6; looks++) {
      await loading.nextRefresh();
      await loading.until(
        () => loading.server.loopback.seen.filter((line) => line === "GET /xml.html").length === looks + 1,
      );
      await loading.until(() => loading.clock.sleeping === 1);
    }

    const call = callOf(loading.platform);
    const topic = medlineplus.byId("1", call);

    expect(topic && medlineplus.provenance(topic)).toMatchObject({ freshness: "FRESH", ageSeconds: 3 * 24 * 3_600 });
    expect(call.report.of("medlineplus")).toMatchObject({ fresh: 1, stale: 0, staleAfterError: 0 });
    expect(call.report.freshForMs).toBeGreaterThan(12 * HOUR_MS - 1);
    expect(loading.server.asked()).toEqual([DAY_2]);
  });

  it("starts after a while when MedlinePlus is silent, and without topics", async () => {
    loading.server.loopback.answer = () => undefined;
    const medlineplus = loading.create();
    const started = medlineplus.start();
    await loading.until(() => loading.server.loopback.seen.length === 1);

    await loading.clock.advance(12_000);
    await started;

    expect(medlineplus.ready()).toBe(false);
  });

  it("is whole again soon after MedlinePlus is back, when what it kept is no longer fresh", async () => {
    await (await loading.open()).close();
    const { answer } = loading.server.loopback;
    loading.server.loopback.answer = (_, response) => response.writeHead(503).end();
    await loading.clock.advance(25 * HOUR_MS);
    const medlineplus = await loading.open();
    await loading.until(() => loading.noted("no newer topics could be loaded"));
    loading.server.loopback.answer = answer;
    loading.server.files.set(DAY_3, fileOf("Asthma", "Burns", "Cough"));

    const since = loading.clock.elapsed();
    await loading.until(() => titlesOf(medlineplus).length === 3);

    expect(loading.clock.elapsed() - since).toBeLessThan(15_000);
  });

  it("does not fetch a broken file again and again", async () => {
    await loading.open();
    loading.server.files.set(DAY_3, fileOf("Asthma").slice(0, -10));
    await loading.nextRefresh();
    await loading.until(() => loading.noted("no newer topics could be loaded"));

    await loading.clock.advance(5 * 60_000);

    expect(loading.server.asked()).toEqual([DAY_2, DAY_3]);
  });

  it("exchanges the topics when a newer file is out, and asks no more often than said", async () => {
    const medlineplus = await loading.open();
    loading.server.files.set(DAY_3, fileOf("Asthma", "Burns", "Cough"));
    await loading.clock.advance(11 * HOUR_MS);
    expect(titlesOf(medlineplus)).toHaveLength(2);

    await loading.nextRefresh();
    await loading.until(() => titlesOf(medlineplus).length === 3);

    expect(loading.server.asked()).toEqual([DAY_2, DAY_3]);
    expect(await readdir(loading.folder)).toEqual([SNAPSHOT]);
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
    loading.server.files = new Map([[DAY_2, topicsFileXml(plainTopics(20))]]);
    const medlineplus = await loading.open();
    loading.server.files.set(DAY_3, broken);

    await loading.nextRefresh();
    await loading.until(() => loading.noted("no newer topics could be loaded"));

    expect(titlesOf(medlineplus)).toHaveLength(20);
    expect(loading.noted("a topics file was refused")).toBe(true);
    expect(await readdir(loading.folder)).toEqual([SNAPSHOT]);
  });

  it("takes a newer file that lost less than a tenth", async () => {
    loading.server.files = new Map([[DAY_2, topicsFileXml(plainTopics(20))]]);
    const medlineplus = await loading.open();
    loading.server.files.set(DAY_3, topicsFileXml(plainTopics(20).slice(2)));

    await loading.nextRefresh();
    await loading.until(() => titlesOf(medlineplus).length < 20);

    expect(titlesOf(medlineplus)).toHaveLength(19);
  });

  it("falls back to the file of the day before when the newest is broken at the first start", async () => {
    loading.server.files.set(DAY_3, fileOf("Asthma").slice(0, -10));

    expect(titlesOf(await loading.open())).toEqual(["Asthma", "Burns"]);
  });

  it("starts without topics when there are none to be had, and has them soon after MedlinePlus is back", async () => {
    const { answer } = loading.server.loopback;
    loading.server.loopback.answer = (_, response) => response.writeHead(503).end();
    const medlineplus = loading.create();
    const started = medlineplus.start();
    let hasStarted = false;
    void started.then(() => {
      hasStarted = true;
    });
    await loading.until(() => hasStarted);
    expect(medlineplus.ready()).toBe(false);
    expect(() => medlineplus.byId("1", callOf(loading.platform))).toThrow("the topics are not loaded");

    loading.server.loopback.answer = answer;
    const since = loading.clock.elapsed();
    await loading.until(() => medlineplus.ready());

    expect(loading.clock.elapsed() - since).toBeLessThan(15_000);
  });

  it("drops a topic that cannot be read or whose number is taken, and logs it once", async () => {
    const topics = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => topicXml({ id, title: `Ailment ${id}` }));
    loading.server.files = new Map([[DAY_2, topicsFileXml([...topics, topicXml({ id: 9, title: "Twice" })], 10)]]);

    const medlineplus = await loading.open();

    expect(titlesOf(medlineplus)).toHaveLength(9);
    expect(loading.platform.notes).toEqual([
      {
        message: "topics could not be read",
        facts: expect.objectContaining({ dropped: [{ topicId: "9", reason: "its number occurs twice" }] }),
      },
    ]);
  });
});
