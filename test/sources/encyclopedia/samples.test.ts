import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Language } from "../../../src/content/index.js";
import { parsePage } from "../../../src/sources/encyclopedia/parser.js";

const FOLDER = join(import.meta.dirname, "../../../../shared/samples/medlineplus");
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /^\d{6}_article.*\.html$/.test(name)) : [];
const described = files.length > 0 ? describe : describe.skip;

described("recorded pages (skipped where ../shared/samples is missing)", () => {
  it.each(files)("%s is read without losing a part", (file) => {
    const html = readFileSync(join(FOLDER, file), "utf8");
    const articleId = `article/${file.slice(0, 6)}`;
    const article = parsePage(html, { articleId, language: Language.ENGLISH });
    const numbered = html.match(/class="section-body" id="section-\d+"/g) ?? [];
    expect(article.sections).toHaveLength(numbered.length);
    expect(article.title).toBe(/<h1[^>]*>([^<]*)<\/h1>/.exec(html)?.[1]);
    expect(article.sections.map(({ heading }) => heading)).not.toContain("Images");
    expect(article.reviewedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const list of [article.alternativeNames, article.images, article.references, article.relatedTopicLinks])
      expect(list).not.toHaveLength(0);
    expect([article.updatedBy, article.alsoReviewedBy]).not.toContain(null);
    expect(JSON.stringify(article)).not.toMatch(/sharing features|Expand Section|test=\\"/);
    expect(new Set(article.images?.map(({ pageUrl }) => pageUrl)).size).toBe(article.images?.length);
  });
});
