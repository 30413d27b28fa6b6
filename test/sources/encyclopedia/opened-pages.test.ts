import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Language } from "../../../src/content/index.js";
import { type PageKey, parsePagePath } from "../../../src/sources/encyclopedia/addresses.js";
import { openPage, parsePage, readOn } from "../../../src/sources/encyclopedia/parser.js";
import { WholePages } from "../../../src/sources/encyclopedia/whole-pages.js";
import { UpstreamError } from "../../../src/upstream/index.js";
import { OLDER_PAGE, page, SPANISH_PAGE } from "./pages.js";

const KEY: PageKey = { articleId: "article/009999", language: Language.ENGLISH };
const SAMPLES = join(import.meta.dirname, "../../../../shared/samples/medlineplus");

const bundled = globSync("fixtures/encyclopedia/**/*.htm").map((file): [string, PageKey | null] => [
  file,
  parsePagePath(
    file.replace("fixtures/encyclopedia/spanish", "/spanish/ency").replace("fixtures/encyclopedia", "/ency"),
  ),
]);
const recorded = globSync(join(SAMPLES, "*_article*.html")).map((file): [string, PageKey] => [
  file,
  { articleId: `article/${/(\d{6})_article/.exec(file)?.[1]}`, language: Language.ENGLISH },
]);

/** A page whose rest nests deeper than is read. */
const DEEP_REST = page({ sections: `<section><h2>Causes</h2>${"<div>".repeat(1_000)}` });

describe("a page that is opened", () => {
  it("is in the end the same as one that is read at once: all bundled pages, and recorded ones where they are", () => {
    expect(bundled.length).toBeGreaterThan(100);
    for (const [file, key] of [...bundled, ...recorded]) {
      if (!key) throw new Error(`no page belongs to ${file}`);
      const html = readFileSync(file, "utf8");
      const opened = openPage(html, key);
      const whole = parsePage(html, key);
      expect(whole).toMatchObject({
        title: opened.title,
        summary: opened.summary,
        translationUrl: opened.translationUrl,
      });
      expect(readOn(opened)).toEqual(whole);
    }
  });

  it("keeps nothing of what stands before its article", () => {
    const { html } = openPage(page({ head: `<script>${"x".repeat(10_000)}</script>` }), KEY);

    expect(html).toMatch(/^<article>/);
    expect(readOn(openPage(SPANISH_PAGE, { ...KEY, language: Language.SPANISH })).translationUrl).not.toBeNull();
  });

  it("is kept as it is where something before its article matters to it", () => {
    const inSomething = OLDER_PAGE.replace("<body>", "<body><section>").replace("</body>", "</section></body>");

    expect(openPage(inSomething, KEY).html).toBe(inSomething);
    expect(readOn(openPage(inSomething, KEY))).toEqual(parsePage(inSomething, KEY));
  });

  it("is read no further than its summary", () => {
    expect(openPage(DEEP_REST, KEY)).toMatchObject({
      title: "Sample rash",
      summary: { text: expect.stringContaining("made up") },
    });
    expect(() => readOn(openPage(DEEP_REST, KEY))).toThrow(expect.objectContaining({ name: "UnreadableAnswerError" }));
  });

  it("without a summary is read to its end, where there may be no text at all", () => {
    expect(openPage(OLDER_PAGE, KEY).summary).toBeNull();
    const empty = "<html><body><article><h1>Page</h1></article></body></html>";
    expect(() => openPage(empty, KEY)).toThrow(expect.objectContaining({ name: "UnreadableAnswerError" }));
  });

  it("ends like one that is read at once, whatever order its pieces come in", () => {
    const pieces = page().split(/(?=<)/);
    const shuffled = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((some) => `<article>${some.join("")}`);
    fc.assert(
      fc.property(shuffled, (html) => {
        let whole: ReturnType<typeof parsePage>;
        try {
          whole = parsePage(html, KEY);
        } catch {
          return;
        }
        // What a page says of its translation stands in its head, which is read when it is opened.
        const opened = readOn(openPage(html, KEY));
        expect({ ...opened, translationUrl: null }).toEqual({ ...whole, translationUrl: null });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("the rest of pages", () => {
  it("is read once for all who ask for it", () => {
    const wholes = new WholePages(() => undefined);
    const opened = openPage(page(), KEY);

    expect(wholes.of(opened)).toEqual(parsePage(page(), KEY));
    expect(wholes.of(opened)).toBe(wholes.of(opened));
  });

  it("that cannot be read fails for everybody who asks for it, and is told of once", () => {
    const told: string[] = [];
    const wholes = new WholePages(({ articleId }, reason) => told.push(`${articleId}: ${reason}`));
    const opened = openPage(DEEP_REST, KEY);

    for (let time = 0; time < 3; time++) expect(() => wholes.of(opened)).toThrow(UpstreamError);
    expect(told).toEqual(["article/009999: a page nested too deeply"]);
  });
});
