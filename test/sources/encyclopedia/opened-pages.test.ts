import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Language } from "../../../src/content/index.js";
import { type PageKey, parsePagePath } from "../../../src/sources/encyclopedia/addresses.js";
import { openPage, parsePage } from "../../../src/sources/encyclopedia/parser.js";
import type { OpenedPage } from "../../../src/sources/encyclopedia/types.js";
import { WholePages } from "../../../src/sources/encyclopedia/whole-pages.js";
import { UpstreamError } from "../../../src/upstream/index.js";
import { OLDER_PAGE, page } from "./pages.js";

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
  it("begins like one that is read whole: all bundled pages, and recorded ones where they are", () => {
    expect(bundled.length).toBeGreaterThan(100);
    for (const [file, key] of [...bundled, ...recorded]) {
      if (!key) throw new Error(`no page belongs to ${file}`);
      const html = readFileSync(file, "utf8");
      const opened = openPage(html, key);
      const whole = parsePage(html, key);
      expect(whole).toMatchObject(opened);
    }
  });

  it("is read no further than its summary", () => {
    expect(openPage(DEEP_REST, KEY)).toMatchObject({
      title: "Sample rash",
      summary: { text: expect.stringContaining("made up") },
    });
    expect(() => parsePage(DEEP_REST, KEY)).toThrow(expect.objectContaining({ name: "UnreadableAnswerError" }));
  });

  it("without a summary is read to its end, where there may be no text at all", () => {
    expect(openPage(OLDER_PAGE, KEY).summary).toBeNull();
    const empty = "<html><body><article><h1>Page</h1></article></body></html>";
    expect(() => openPage(empty, KEY)).toThrow(expect.objectContaining({ name: "UnreadableAnswerError" }));
  });

  it("begins like one that is read whole, whatever order its pieces come in", () => {
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
        expect({ ...whole, translationUrl: null }).toMatchObject({ ...openPage(html, KEY), translationUrl: null });
      }),
      { numRuns: 1_000 },
    );
  });
});

/** A page as it is kept when it came as it is, or compressed. */
const kept = (html: string, coding: string | null = null): OpenedPage => ({
  ...openPage(html, KEY),
  page: { coding, data: coding === null ? html : (COMPRESS[coding]?.(html).toString("base64") ?? "") },
});
const COMPRESS: Record<string, (text: string) => Buffer> = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
};

describe("the rest of pages", () => {
  it("is read once for all who ask for it", () => {
    const wholes = new WholePages(() => undefined);
    const opened = kept(page());

    expect(wholes.of(opened)).toEqual(parsePage(page(), KEY));
    expect(wholes.of(opened)).toBe(wholes.of(opened));
  });

  it.each(["gzip", "deflate", "br"])("is read from a page that came compressed with %s", (coding) => {
    const opened = kept(page().replace("Sample rash </h1>", "Sample rash ñ</h1>"), coding);

    expect(new WholePages(() => undefined).of(opened)).toMatchObject({ title: expect.stringMatching(/ ñ$/) });
  });

  it("that cannot be read fails for everybody who asks for it, and is told of once", () => {
    const told: string[] = [];
    const wholes = new WholePages(({ articleId }, reason) => told.push(`${articleId}: ${reason}`));
    const deep = kept(DEEP_REST);
    const whole = kept(page(), "gzip");
    const damaged = { ...whole, page: { ...whole.page, data: whole.page.data.slice(0, 100) } };

    for (const opened of [deep, damaged])
      for (let time = 0; time < 3; time++) expect(() => wholes.of(opened)).toThrow(UpstreamError);
    expect(told).toEqual([
      "article/009999: a page nested too deeply",
      "article/009999: a text that was damaged where it was kept",
    ]);
  });
});
