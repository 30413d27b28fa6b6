import { readdir, readFile, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DAY_1, DAY_3, fileOf, LoadingHarness, SNAPSHOT } from "./loading-harness.js";
import { callOf, listenTopics, titlesOf } from "./topics-server.js";

describe("the snapshot of the topics", () => {
  let loading: LoadingHarness;

  beforeEach(async () => {
    loading = await LoadingHarness.create();
  });

  afterEach(() => loading.close());

  it("opens what it kept after a restart and asks for no file that it has", async () => {
    await (await loading.open()).close();
    loading.server.loopback.seen.length = 0;

    const medlineplus = await loading.open();

    expect(titlesOf(medlineplus)).toEqual(["Asthma", "Burns"]);
    await loading.until(() => loading.server.loopback.seen.length > 0);
    expect(loading.server.loopback.seen).toEqual(["GET /xml.html"]);
  });

  it("does not show what it kept from another server", async () => {
    await (await loading.open()).close();
    await loading.server.loopback.close();
    loading.server = await listenTopics({ [DAY_1]: fileOf("Fever") });

    expect(titlesOf(await loading.open())).toEqual(["Fever"]);
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
    await (await loading.open()).close();
    await spoil(join(loading.folder, SNAPSHOT));

    const medlineplus = await loading.open();

    expect(titlesOf(medlineplus)).toEqual(["Asthma", "Burns"]);
    expect(loading.platform.notes.map(({ message }) => message)).toEqual([
      "the topics snapshot cannot be used and was set aside",
    ]);
    expect((await readdir(loading.folder)).sort()).toEqual([SNAPSHOT, `${SNAPSHOT}.unusable`]);
  });

  it("loads the topics anew when a record turns out to be damaged, and serves the others meanwhile", async () => {
    await (await loading.open()).close();
    const path = join(loading.folder, SNAPSHOT);
    const text = await readFile(path, "latin1");
    await writeFile(path, text.replace('"title":"Asthma"', '"title":"Asthm4"'), "latin1");
    const medlineplus = await loading.open();

    const readable = (): boolean => {
      try {
        return medlineplus.byId("1", callOf(loading.platform))?.title === "Asthma";
      } catch {
        return false;
      }
    };

    expect(() => medlineplus.byId("1", callOf(loading.platform))).toThrow("topic 1 cannot be read");
    expect(medlineplus.byId("2", callOf(loading.platform))?.title).toBe("Burns");

    await loading.until(() => loading.server.asked().length === 2 && readable());
  });

  it("sweeps up what a killed process left behind, and leaves another's work alone", async () => {
    const [abandoned, active] = [`${SNAPSHOT}.1.old.tmp`, `${SNAPSHOT}.2.new.tmp`];
    for (const name of [abandoned, active]) await writeFile(join(loading.folder, name), "half a file");
    await utimes(join(loading.folder, abandoned), new Date(0), new Date(0));

    await loading.open();

    expect((await readdir(loading.folder)).sort()).toEqual([SNAPSHOT, active]);
  });

  it("is not disturbed by a process that was killed while it wrote", async () => {
    await (await loading.open()).close();
    loading.server.files.set(DAY_3, fileOf("Asthma", "Burns", "Cough"));
    const { answer } = loading.server.loopback;
    loading.server.loopback.answer = (request, response, body) => {
      if (!request.url?.includes(DAY_3)) return answer(request, response, body);
      response.writeHead(200, { "content-type": "text/xml" }).write(loading.server.files.get(DAY_3)?.slice(0, -60));
    };
    await loading.open();
    while ((await readdir(loading.folder)).length === 1) await loading.clock.advance(1);

    const medlineplus = await loading.open();

    expect(titlesOf(medlineplus)).toEqual(["Asthma", "Burns"]);
    loading.server.loopback.answer = answer;
    expect(loading.platform.notes).toEqual([]);
  });

  it("lets processes that share the folder load at the same time", async () => {
    const all = await Promise.all([loading.open(), loading.open(), loading.open()]);

    for (const medlineplus of all) expect(medlineplus.byId("2", callOf(loading.platform))?.title).toBe("Burns");
    expect(await readdir(loading.folder)).toEqual([SNAPSHOT]);
    expect(titlesOf(await loading.open())).toEqual(["Asthma", "Burns"]);
  });

  it("keeps the topics in memory when the data folder cannot be written", async () => {
    await writeFile(join(loading.folder, "a file"), "");
    loading.folder = join(loading.folder, "a file", "folder");

    const medlineplus = await loading.open();

    expect(medlineplus.byId("2", callOf(loading.platform))?.title).toBe("Burns");
    expect(loading.platform.notes.at(-1)?.message).toMatch(/the data folder cannot be written/);
  });
});
