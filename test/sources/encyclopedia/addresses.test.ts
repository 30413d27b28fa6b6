import { describe, expect, it } from "@jest/globals";
import { Language } from "../../../src/content/index.js";
import {
  naturalKey,
  pageUrl,
  parseEncyclopediaUrl,
  parseNaturalKey,
} from "../../../src/sources/encyclopedia/addresses.js";

const ENGLISH = { articleId: "article/001488", language: Language.ENGLISH };
const SPANISH = { articleId: "patientinstructions/000823", language: Language.SPANISH };

describe("the address of an encyclopedia page", () => {
  it("is read back from what it was written as", () => {
    for (const key of [ENGLISH, SPANISH]) {
      expect(parseEncyclopediaUrl(pageUrl(key))).toEqual(key);
      expect(parseNaturalKey(naturalKey(key))).toEqual(key);
    }
  });

  it("may have the old form, a query and a fragment", () => {
    for (const url of [
      "http://www.nlm.nih.gov/medlineplus/ency/article/001488.htm",
      "http://medlineplus.gov/ency/article/001488.htm?utm_source=x",
      "https://www.medlineplus.gov/ency/article/001488.htm#start",
      "  https://medlineplus.gov/ency/article/001488.htm\n",
    ])
      expect(parseEncyclopediaUrl(url)).toEqual(ENGLISH);
  });

  it("is no image page, no index, no topic page and on no other host", () => {
    for (const url of [
      "https://medlineplus.gov/ency/imagepages/17108.htm",
      "https://medlineplus.gov/ency/encyclopedia_A.htm",
      "https://medlineplus.gov/ency/presentations/100001_1.htm",
      "https://medlineplus.gov/asthma.html",
      "https://medlineplus.gov/ency/article/1488.htm",
      "https://medlineplus.gov/ency/article/001488.htm/x",
      "https://medlineplus.gov.example.org/ency/article/001488.htm",
      "ftp://medlineplus.gov/ency/article/001488.htm",
      "ency/article/001488.htm",
      "",
    ])
      expect(parseEncyclopediaUrl(url)).toBeNull();
  });

  it("has natural keys that nothing else is taken for", () => {
    for (const key of ["001488", "fr/article/001488", "es/es/article/001488", "article/001488/", "article/0014888"])
      expect(parseNaturalKey(key)).toBeNull();
  });
});
