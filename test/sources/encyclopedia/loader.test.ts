import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Language } from "../../../src/content/index.js";
import {
  createEncyclopedia,
  type Encyclopedia,
  type EncyclopediaSettings,
  toEncyclopediaLink,
} from "../../../src/sources/encyclopedia/index.js";
import { createCall } from "../../../src/upstream/index.js";
import { FakeClock, settle } from "../../support/fake-clock.js";
import { type Loopback, listenLoopback } from "../../support/loopback.js";
import { type TestPlatform, testPlatform } from "../../support/platform.js";
import { page, SPANISH_PAGE } from "./pages.js";

const DAY_MS = 24 * 3_600_000;
const ID = "article/009999";

describe("the encyclopedia's records", () => {
  let clock: FakeClock;
  let platform: TestPlatform;
  const opened: Encyclopedia[] = [];
  let server: Loopback;
  let etag: string;

  beforeEach(async () => {
    clock = new FakeClock();
    platform = testPlatform(clock);
    etag = `"1"`;
    server = await listenLoopback((request, response) => {
      const isKnown = /\/article\/009999\.htm$/.test(request.url ?? "");
      const isHeld = request.headers["if-none-match"] === etag;
      response.writeHead(isKnown ? (isHeld ? 304 : 200) : 404, { "content-type": "text/html", etag });
      response.end(!isKnown || isHeld ? "" : request.url?.startsWith("/spanish") ? SPANISH_PAGE : page());
    });
  });

  afterEach(async () => {
    for (const encyclopedia of opened.splice(0)) await encyclopedia.close();
    await server.close();
  });

  const call = () => createCall(clock, { deadlineMs: 5000 });
  function open(settings: Partial<EncyclopediaSettings> = {}): Encyclopedia {
    const encyclopedia = createEncyclopedia(platform, {
      baseUrl: server.url,
      text: "full",
      license: "adam",
      ...settings,
    });
    opened.push(encyclopedia);
    return encyclopedia;
  }

  it("keep the two languages of one article apart", async () => {
    const encyclopedia = open();
    const titles = await Promise.all(
      [Language.ENGLISH, Language.SPANISH].map(
        async (language) => (await encyclopedia.load(ID, language, call()))?.title,
      ),
    );
    expect(titles).toEqual(["Sample rash", "Sarpullido de muestra"]);
  });

  it("are fetched once for all who ask, and answered at once from memory", async () => {
    const encyclopedia = open();
    await Promise.all(Array.from({ length: 20 }, () => encyclopedia.load(ID, Language.ENGLISH, call())));
    expect(encyclopedia.load(ID, Language.ENGLISH, call())).toMatchObject({ title: "Sample rash" });
    expect(server.seen).toHaveLength(1);
  });

  it("are fetched side by side, each with a question of its own", async () => {
    const encyclopedia = open({ pageConcurrency: 3 });
    let underWay = 0;
    let most = 0;
    const held: (() => void)[] = [];
    server.answer = (_, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      held.push(() => {
        underWay -= 1;
        response.writeHead(404, { "content-type": "text/html" }).end("<html></html>");
      });
      if (held.length >= 3) for (const release of held.splice(0)) release();
    };
    const asker = call();
    const ids = Array.from({ length: 6 }, (_, index) => `article/00000${index}`);
    const loaded = await Promise.all(ids.map((id) => encyclopedia.load(id, Language.ENGLISH, asker)));
    expect(loaded).toEqual(ids.map(() => null));
    expect([server.seen.length, most]).toEqual([6, 3]);
  });

  it("are begun no faster than the operator says", async () => {
    const encyclopedia = open({ pageConcurrency: 6, pagesPerSecond: 2 });
    server.answer = (_, response) => response.writeHead(404, { "content-type": "text/html" }).end("<html></html>");
    const asker = call();
    const ids = Array.from({ length: 4 }, (_, index) => `article/00000${index}`);
    const loads = Promise.all(ids.map((id) => encyclopedia.load(id, Language.ENGLISH, asker)));
    await settle();
    const atOnce = server.seen.length;
    await clock.advance(1_000);
    await settle();
    expect([atOnce, server.seen.length]).toEqual([2, 4]);
    expect(await loads).toEqual(ids.map(() => null));
  });

  it("are shown past their lifetime while they are asked after, and young again when nothing has changed", async () => {
    const encyclopedia = open();
    const first = await encyclopedia.load(ID, Language.ENGLISH, call());
    clock.jumpBy(DAY_MS + 1000);
    const second = encyclopedia.load(ID, Language.ENGLISH, call());
    expect(second).toBe(first);
    expect(first && encyclopedia.provenanceOf(first)).toMatchObject({ freshness: "STALE", ageSeconds: 86_401 });
    while (server.seen.length < 2 || encyclopedia.health().inFlight > 0) await settle();
    await settle();
    const third = await encyclopedia.load(ID, Language.ENGLISH, call());
    expect(third && encyclopedia.provenanceOf(third)).toMatchObject({ freshness: "FRESH", ageSeconds: 0 });
    expect(third).toEqual(first);
    expect(server.seen).toHaveLength(2);
  });

  it("that do not exist are asked for again after six hours", async () => {
    const encyclopedia = open();
    expect(await encyclopedia.load("article/000001", Language.ENGLISH, call())).toBeNull();
    expect(encyclopedia.load("article/000001", Language.ENGLISH, call())).toBeNull();
    clock.jumpBy(6 * 3_600_000 + 1);
    expect(await encyclopedia.load("article/000001", Language.ENGLISH, call())).toBeNull();
    expect(server.seen).toHaveLength(2);
  });

  it("say whose the text is and that it may not be shown elsewhere", async () => {
    const encyclopedia = open();
    const article = await encyclopedia.load(ID, Language.ENGLISH, call());
    expect(article && encyclopedia.provenanceOf(article)).toMatchObject({
      source: "encyclopedia",
      url: "https://medlineplus.gov/ency/article/009999.htm",
      sourceUpdatedOn: "2024-03-07",
      attribution: expect.stringContaining("A.D.A.M."),
      license: { mayRepublish: false },
    });
  });

  it("of the sample texts say that these are free", async () => {
    const encyclopedia = open({ license: "sample" });
    const article = await encyclopedia.load(ID, Language.ENGLISH, call());
    expect(article && encyclopedia.provenanceOf(article)).toMatchObject({
      attribution: expect.stringMatching(/^Sample text/),
      license: { mayRepublish: true },
    });
  });

  it("hold no more than a teaser where only that may be shown, in the store neither", async () => {
    const encyclopedia = open({ text: "teaser" });
    const article = await encyclopedia.load(ID, Language.ENGLISH, call());
    expect(article).toMatchObject({
      title: "Sample rash",
      summary: { html: "<p>A rash that was made up. It itches.</p>", text: "A rash that was made up. It itches." },
      reviewedOn: "2024-03-07",
      sections: [
        { heading: "Causes", kind: "CAUSES", text: null },
        { heading: "How to scratch", kind: "OTHER", text: null },
      ],
      alternativeNames: null,
      images: null,
      references: null,
      reviewedBy: null,
    });
    await settle();
    const stored = await platform.store.getMany([`encyclopedia:teaser:3:ENGLISH/${ID}`]);
    expect(stored[0]).toContain("Sample rash");
    expect(stored[0]).not.toMatch(/Wool|nails|Book of Spots|Jane Doe/);
  });

  it("behind a link are loaded only for what the link does not know", async () => {
    const encyclopedia = open();
    const link = toEncyclopediaLink(ID, Language.ENGLISH, "A title of the link");
    expect(link).toMatchObject({ id: `EncyclopediaArticle:${ID}`, kind: "ARTICLE", title: "A title of the link" });
    expect(await encyclopedia.page(link, call(), (whole) => whole.reviewedOn)).toBe("2024-03-07");
    expect(encyclopedia.page(link, call(), (whole) => whole.title)).toBe("Sample rash");
    const missing = toEncyclopediaLink("article/000002", Language.ENGLISH, "Gone");
    expect(await encyclopedia.page(missing, call(), (whole) => whole.summary)).toBeNull();
  });
});
