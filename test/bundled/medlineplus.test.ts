import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type BundledSources, startBundledSources } from "../../src/bundled/index.js";

const THURSDAY = new Date("2026-10-01T12:00:00Z");
let sources: BundledSources;
let clock = THURSDAY;

beforeAll(async () => {
  sources = await startBundledSources({ fixtures: "fixtures", now: () => clock });
});
afterAll(() => sources.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${sources.urls.medlineplus}${path}`, { headers });
const text = async (path: string) => (await get(path)).text();

async function datesOnIndexPage(at: string): Promise<string[]> {
  clock = new Date(at);
  const page = await text("/xml.html");
  clock = THURSDAY;
  return [...page.matchAll(/\/mplus_topics_(\d{4}-\d\d-\d\d)\.xml"/g)].map(([, date = ""]) => date);
}

describe("the index of bulk files", () => {
  it("links to six generations and leaves out Sunday and Monday", async () => {
    const expected = ["2026-10-02", "2026-10-01", "2026-09-30", "2026-09-29", "2026-09-26", "2026-09-25"];
    expect(await datesOnIndexPage("2026-10-02T12:00:00Z")).toEqual(expected);
  });

  it("begins with Saturday's generation on a Monday", async () => {
    expect((await datesOnIndexPage("2026-10-05T23:00:00Z"))[0]).toBe("2026-10-03");
  });

  it("has no generation of the day before half past two", async () => {
    expect((await datesOnIndexPage("2026-10-02T02:00:00Z"))[0]).toBe("2026-10-01");
    expect((await datesOnIndexPage("2026-10-02T02:31:00Z"))[0]).toBe("2026-10-02");
  });
});

describe("the bulk files", () => {
  it("announce as many topics as they hold", async () => {
    const file = await text("/xml/mplus_topics_2026-10-01.xml");
    expect(file).toContain(`<health-topics total="${sources.counts.topics}" date-generated="10/01/2026 02:30:35">`);
    expect(file.split("<health-topic ").length - 1).toBe(sources.counts.topics);
    expect(file.endsWith("</health-topics>\n")).toBe(true);
  });

  it("hold 44 groups in two languages", async () => {
    const file = await text("/xml/mplus_topic_groups_2026-10-01.xml");
    expect(file).toContain('total="88"');
    expect(file.match(/<group [^>]*language="Spanish"/g)).toHaveLength(44);
  });

  it("are offered zipped, as one file under its plain name", async () => {
    const response = await get("/xml/mplus_topics_compressed_2026-10-01.zip");
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get("content-type")).toBe("application/zip");
    expect(bytes.subarray(30, 30 + 27).toString()).toBe("mplus_topics_2026-10-01.xml");
  });

  it.each([
    ["a date that is no longer kept", "/xml/mplus_topics_2026-09-12.xml"],
    ["a Sunday", "/xml/mplus_topics_2026-09-27.xml"],
    ["a day to come", "/xml/mplus_topics_2026-10-02.xml"],
    ["no date", "/xml/mplus_topics.xml"],
    ["the zipped form of an old date", "/xml/mplus_topics_compressed_2026-09-12.zip"],
  ])("answer with a page and status 404 for %s", async (_case, path) => {
    const response = await get(path);
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
  });

  it("answer 304 to who has the generation already", async () => {
    const first = await get("/xml/mplus_topics_2026-10-01.xml");
    await first.arrayBuffer();
    expect(first.headers.get("last-modified")).toBe("Thu, 01 Oct 2026 02:30:35 GMT");
    const again = await get("/xml/mplus_topics_2026-10-01.xml", { "if-none-match": first.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
  });
});

describe("the encyclopedia", () => {
  it.each([
    ["an article", "/ency/article/001488.htm", "Miscarriage"],
    ["an instruction sheet", "/ency/patientinstructions/000488.htm", "Miscarriage - self-care"],
    ["a Spanish article", "/spanish/ency/article/001488.htm", "Aborto espontáneo"],
    ["a Spanish sheet", "/spanish/ency/patientinstructions/000488.htm", "Aborto espontáneo - cuidados personales"],
  ])("serves %s as a whole page", async (_case, path, title) => {
    const response = await get(path);
    expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    expect(await response.text()).toContain(`<h1 class="with-also" itemprop="name">${title}</h1>`);
  });

  it("keeps pages of equal number apart by their kind", async () => {
    expect(await text("/ency/article/000915.htm")).toContain(">Endometriosis</h1>");
    expect(await text("/ency/patientinstructions/000915.htm")).toContain(
      ">Endometriosis - what to ask your doctor</h1>",
    );
  });

  it("answers 304 by entity tag and by date", async () => {
    const { headers } = await get("/ency/article/001488.htm");
    const byTag = await get("/ency/article/001488.htm", { "if-none-match": headers.get("etag") ?? "" });
    const byDate = await get("/ency/article/001488.htm", { "if-modified-since": headers.get("last-modified") ?? "" });
    const changed = await get("/ency/article/001488.htm", { "if-none-match": '"another"' });
    expect([byTag.status, byDate.status, changed.status]).toEqual([304, 304, 200]);
  });

  it.each([
    "/ency/article/999999.htm",
    "/ency/imagepages/17108.htm",
    "/spanish/ency/article/003789.htm",
    "/ency/article/1488.htm",
  ])("answers 404 with a page for %s", async (path) => {
    const response = await get(path);
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
  });

  it("lists its pages by first letter, accents aside", async () => {
    expect(await text("/ency/encyclopedia_A.htm")).toContain('<a href="article/003120.htm">Abdominal pain</a>');
    expect(await text("/ency/encyclopedia_M.htm")).not.toContain("Abdominal pain");
    expect(await text("/spanish/ency/encyclopedia_A.htm")).toContain(">Aborto espontáneo</a>");
    expect((await get("/ency/encyclopedia_0-9.htm")).status).toBe(200);
  });
});

describe("topic pages", () => {
  it("show title, other names and summary in both languages", async () => {
    const english = await text("/miscarriage.html");
    expect(english).toContain("Also called: Early pregnancy loss, Spontaneous abortion");
    expect(english).toContain('<div id="topic-summary" class="syndicate"><h3>What is a miscarriage?</h3>');
    expect(await text("/spanish/miscarriage.html")).toContain('<h1 class="with-also">Aborto espontáneo</h1>');
  });

  it.each(["/nosuchtopic.html", "/spanish/acuteflaccidmyelitis.html", "/../concordance.html"])(
    "answer 404 for %s",
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});
