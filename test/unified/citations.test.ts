import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Asking, startAsking } from "../support/ask.js";

let galen: Asking;

beforeAll(async () => {
  galen = await startAsking();
});

afterAll(async () => {
  await galen.close();
});

const RECORDS = [
  ["an article", `journalArticle(pmid: "31978945")`, /Zhu/],
  ["a trial", `clinicalTrial(nctId: "NCT00000542")`, /NCT00000542/],
  ["an encyclopedia entry", `encyclopediaArticle(articleId: "article/001488")`, /Miscarriage/],
] as const;

describe.each(RECORDS)("the citation of %s", (_, field, mark) => {
  it.each(["VANCOUVER", "APA", "AMA", "BIBTEX", "RIS", "CSL_JSON"])(
    "in %s names it and leaves nothing undefined",
    async (style) => {
      const { data, errors } = await galen.ask(`{ record: ${field} { citation(style: ${style}) } }`);
      const { citation } = (data as unknown as { record: { citation: string } }).record;

      expect(errors).toEqual([]);
      expect(citation).toMatch(mark);
      expect(citation).not.toMatch(/undefined|\[object|NaN|null/);
      if (style === "CSL_JSON") expect(JSON.parse(citation)).toMatchObject({ title: expect.any(String) });
      if (style === "BIBTEX") expect(citation).toMatch(/^@\w+\{/);
      if (style === "RIS") expect(citation).toMatch(/^TY {2}- [\s\S]*ER {2}-/);
    },
  );
});
