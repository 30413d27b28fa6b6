import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Language } from "../../../src/content/index.js";
import { EncyclopediaClient } from "../../../src/sources/encyclopedia/client.js";
import { parsePage } from "../../../src/sources/encyclopedia/parser.js";
import { createUpstream, createUpstreamCall, systemClock, type Upstream } from "../../../src/upstream/index.js";
import { type Loopback, listenLoopback } from "../../support/loopback.js";
import { testPlatform } from "../../support/platform.js";
import { page } from "./pages.js";

const KEY = { articleId: "article/009999", language: Language.ENGLISH };

describe("asking for a page", () => {
  let server: Loopback;
  let upstream: Upstream;
  let conditions: (string | undefined)[];

  beforeEach(async () => {
    conditions = [];
    server = await listenLoopback((_, response) => response.end());
    const quota = { requests: 100, windowMs: 1000, concurrency: 4 };
    upstream = createUpstream(testPlatform(systemClock), { source: "encyclopedia", baseUrl: server.url, quota });
  });

  afterEach(async () => {
    await upstream.close();
    await server.close();
  });

  function answerWith(status: number, body: string, headers: Record<string, string> = {}): void {
    server.answer = (request, response) => {
      conditions.push(request.headers["if-none-match"], request.headers["if-modified-since"]);
      response.writeHead(status, { "content-type": "text/html; charset=UTF-8", ...headers }).end(body);
    };
  }

  const fetchPage = (validator: string | null = null, key = KEY) =>
    new EncyclopediaClient(upstream, ({ text }, of) => parsePage(text, of)).fetchPage(
      key,
      validator,
      createUpstreamCall(systemClock, { deadlineMs: 4000 }),
    );

  it("reads the article and keeps its entity tag", async () => {
    answerWith(200, page(), { etag: `"abc"`, "last-modified": "Mon, 02 Feb 2026 10:00:00 GMT" });
    expect(await fetchPage()).toMatchObject({ value: { title: "Sample rash" }, validator: `"abc"` });
    expect(server.seen).toEqual(["GET /ency/article/009999.htm"]);
    expect(conditions).toEqual([undefined, undefined]);
  });

  it("finds Spanish pages and instruction sheets at their own paths", async () => {
    answerWith(404, "<html></html>");
    await fetchPage(null, { articleId: "patientinstructions/000823", language: Language.SPANISH });
    expect(server.seen).toEqual(["GET /spanish/ency/patientinstructions/000823.htm"]);
  });

  it("asks with the entity tag it was given and hears that nothing has changed", async () => {
    answerWith(304, "", { etag: `"abc"` });
    expect(await fetchPage(`"abc"`)).toEqual({ unchanged: true, validator: `"abc"` });
    expect(conditions).toEqual([`"abc"`, undefined]);
  });

  it("makes do with the date where there is no entity tag", async () => {
    const date = "Mon, 02 Feb 2026 10:00:00 GMT";
    answerWith(200, page(), { "last-modified": date });
    const first = await fetchPage();
    answerWith(304, "");
    await fetchPage("validator" in first ? (first.validator ?? null) : null);
    expect(conditions).toEqual([undefined, undefined, undefined, date]);
  });

  it("takes an HTML page with status 404 for an article that does not exist", async () => {
    answerWith(404, "<html><body><article><h1>Page Not Found</h1><p>No.</p></article></body></html>");
    expect(await fetchPage()).toEqual({ value: null });
  });

  it("tells a page that is no article, one cut short and an unasked 304 from answers", async () => {
    const refused = expect.objectContaining({ name: "UpstreamError", failure: "malformed", source: "encyclopedia" });
    answerWith(200, "<html><body><h1>Maintenance</h1></body></html>");
    await expect(fetchPage()).rejects.toEqual(refused);
    answerWith(200, page().slice(0, 3000));
    await expect(fetchPage()).rejects.toEqual(refused);
    answerWith(304, "");
    await expect(fetchPage()).rejects.toEqual(refused);
    answerWith(200, page(), { "content-type": "application/json" });
    await expect(fetchPage()).rejects.toEqual(refused);
  });

  it("asks again after a 503 that passes", async () => {
    let asked = 0;
    server.answer = (_, response) => {
      asked += 1;
      response.writeHead(asked === 1 ? 503 : 200, { "content-type": "text/html" }).end(asked === 1 ? "busy" : page());
    };
    expect(await fetchPage()).toMatchObject({ value: { title: "Sample rash" } });
    expect(asked).toBe(2);
  });

  it("says that the source is unavailable when every answer is a 503", async () => {
    answerWith(503, "busy");
    await expect(fetchPage()).rejects.toMatchObject({ failure: "unavailable", source: "encyclopedia" });
  });
});
