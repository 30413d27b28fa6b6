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
import { readAnswer } from "../../../src/upstream/body.js";
import { OpenEnding, type UpstreamAnswer, UpstreamError } from "../../../src/upstream/index.js";
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

const COMPRESS: Record<string, (text: string) => Buffer> = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
};

/** A page as the source's answer gives it. */
const answerWith = (html: string, coding = "identity"): Promise<UpstreamAnswer> => {
  const bytes = COMPRESS[coding]?.(html) ?? Buffer.from(html);
  return readAnswer(
    "encyclopedia",
    { status: 200, headers: { "content-encoding": coding }, bytes },
    "html",
    1_000_000,
    new OpenEnding(),
  );
};

/** A page as it is kept when it came as it is, or compressed. */
async function kept(html: string, coding?: string): Promise<OpenedPage> {
  const answer = await answerWith(html, coding);
  return { ...openPage(answer, KEY), page: answer.pack() };
}

const opened = async (html: string, key = KEY) => openPage(await answerWith(html), key);

describe("a page that is opened", () => {
  it("begins like one that is read whole: all bundled pages, and recorded ones where they are", async () => {
    expect(bundled.length).toBeGreaterThan(100);
    for (const [file, key] of [...bundled, ...recorded]) {
      if (!key) throw new Error(`no page belongs to ${file}`);
      const html = readFileSync(file, "utf8");
      expect(parsePage(html, key)).toMatchObject(await opened(html, key));
    }
  });

  it("is read no further than its summary", async () => {
    expect(await opened(DEEP_REST)).toMatchObject({
      title: "Sample rash",
      summary: { text: expect.stringContaining("made up") },
    });
    expect(() => parsePage(DEEP_REST, KEY)).toThrow(expect.objectContaining({ name: "UnreadableAnswerError" }));
  });

  it("is read on where its summary does not end within the first bytes", async () => {
    for (const filling of ["x".repeat(40_000), "é".repeat(9_000)])
      for (const words of [{ head: `<script>${filling}</script>` }, { summary: `<p>${filling}</p>` }])
        expect(parsePage(page(words), KEY)).toMatchObject(await opened(page(words)));
  });

  it("is refused when it was cut short, wherever that was", async () => {
    const whole = page();
    for (const end of [whole.indexOf("</h1>") + 5, whole.indexOf("<h2>Causes"), whole.indexOf("</article>")])
      await expect(opened(whole.slice(0, end))).rejects.toMatchObject({ name: "UnreadableAnswerError" });
  });

  it("without a summary is read to its end, where there may be no text at all", async () => {
    expect((await opened(OLDER_PAGE)).summary).toBeNull();
    const empty = "<html><body><article><h1>Page</h1></article></body></html>";
    await expect(opened(empty)).rejects.toMatchObject({ name: "UnreadableAnswerError" });
  });

  it("begins like one that is read whole, whatever order its pieces come in", async () => {
    const pieces = page().split(/(?=<)/);
    const shuffled = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((some) => `<article>${some.join("")}`);
    await fc.assert(
      fc.asyncProperty(shuffled, async (html) => {
        let whole: ReturnType<typeof parsePage>;
        try {
          whole = parsePage(html, KEY);
        } catch {
          return;
        }
        // What a page says of its translation stands in its head, which is read when it is opened.
        expect({ ...whole, translationUrl: null }).toMatchObject({
          ...(await opened(html)),
          translationUrl: null,
        });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("the rest of pages", () => {
  it("is read once for all who ask for it", async () => {
    const wholes = new WholePages(() => undefined);
    const keptPage = await kept(page());

    expect(wholes.of(keptPage)).toEqual(parsePage(page(), KEY));
    expect(wholes.of(keptPage)).toBe(wholes.of(keptPage));
  });

  it.each(["gzip", "deflate", "br"])("is read from a page that came compressed with %s", async (coding) => {
    const keptPage = await kept(page().replace("Sample rash </h1>", "Sample rash ñ</h1>"), coding);

    expect(new WholePages(() => undefined).of(keptPage)).toMatchObject({ title: expect.stringMatching(/ ñ$/) });
  });

  it("that cannot be read fails for everybody who asks for it, and is told of once", async () => {
    const told: string[] = [];
    const wholes = new WholePages(({ articleId }, reason) => told.push(`${articleId}: ${reason}`));
    const deep = await kept(DEEP_REST);
    const whole = await kept(page(), "gzip");
    const damaged = { ...whole, page: { ...whole.page, data: whole.page.data.slice(0, 100) } };

    for (const keptPage of [deep, damaged])
      for (let time = 0; time < 3; time++) expect(() => wholes.of(keptPage)).toThrow(UpstreamError);
    expect(told).toEqual([
      "article/009999: a page nested too deeply",
      "article/009999: a text that was damaged where it was kept",
    ]);
  });
});
