import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Language } from "../../../src/content/index.js";
import { toAddress } from "../../../src/sources/medlineplus/addresses.js";
import { targetAt } from "../../../src/sources/medlineplus/link-target.js";
import { TopicLinkKind } from "../../../src/sources/medlineplus/link-words.js";

const linkTarget = (url: string) => targetAt(toAddress(url) ?? "");

const OPEN = ["NOT_YET_RECRUITING", "RECRUITING"];

const article = (articleId: string, language = Language.ENGLISH) => ({
  kind: TopicLinkKind.ENCYCLOPEDIA_ARTICLE,
  articleId,
  language,
});
const trialSearch = (conditions: string[], overallStatuses: string[] = []) => ({
  kind: TopicLinkKind.TRIAL_SEARCH,
  conditions,
  overallStatuses,
});

describe("what the address of a link names", () => {
  it.each([
    ["https://medlineplus.gov/ency/article/001488.htm", article("article/001488")],
    ["https://medlineplus.gov/ency/article/001488.htm#Causes", article("article/001488")],
    ["https://www.nlm.nih.gov/medlineplus/ency/article/001488.htm", article("article/001488")],
    ["http://www.nlm.nih.gov/medlineplus/spanish/ency/article/001488.htm", article("article/001488", Language.SPANISH)],
    ["https://medlineplus.gov/ency/patientinstructions/000488.htm", article("patientinstructions/000488")],
  ])("%s is an encyclopedia entry", (url, target) => {
    expect(linkTarget(url)).toEqual(target);
  });

  it.each([
    ["https://pubmed.ncbi.nlm.nih.gov/31978945/", "31978945"],
    ["http://www.ncbi.nlm.nih.gov/pubmed/9", "9"],
    ["https://www.ncbi.nlm.nih.gov/m/pubmed/0012345", "12345"],
    ["https://www.ncbi.nlm.nih.gov/pubmed/31978945?dopt=Abstract", "31978945"],
  ])("%s is one paper", (url, pmid) => {
    expect(linkTarget(url)).toEqual({ kind: TopicLinkKind.JOURNAL_ARTICLE, pmid });
  });

  it.each([
    [
      "http://www.ncbi.nlm.nih.gov/pubmed?term=%22Pain%22%5Bmajr%5D+AND+%22last+1+Year%22%5Bedat%5D",
      '"Pain"[majr] AND "last 1 Year"[edat]',
    ],
    ["https://pubmed.ncbi.nlm.nih.gov/?term=asthma%5Bmh%5D", "asthma[mh]"],
  ])("%s is a saved search of papers", (url, query) => {
    expect(linkTarget(url)).toEqual({ kind: TopicLinkKind.PUBMED_SEARCH, query });
  });

  it.each([
    ["http://clinicaltrials.gov/search/open/condition=%22Some+Condition%22", trialSearch(["Some Condition"], OPEN)],
    ["https://clinicaltrials.gov/ct2/results?cond=%22A%22+OR+%22B+C%22", trialSearch(["A", "B C"])],
    [
      "https://clinicaltrials.gov/search?cond=%22Some+Condition%22&aggFilters=status:not%20rec",
      trialSearch(["Some Condition"], OPEN),
    ],
    ["https://clinicaltrials.gov/search?aggFilters=phase:2,status:com&cond=A", trialSearch(["A"], ["COMPLETED"])],
    ["https://clinicaltrials.gov/search/condition=%22100%+Pain%22", trialSearch(["100% Pain"])],
  ])("%s is a saved search of trials, never a trial", (url, target) => {
    expect(linkTarget(url)).toEqual(target);
  });

  it.each([
    "https://clinicaltrials.gov/study/NCT01234567",
    "https://www.clinicaltrials.gov/ct2/show/nct01234567?term=x",
    "https://classic.clinicaltrials.gov/show/NCT01234567",
  ])("%s is one trial", (url) => {
    expect(linkTarget(url)).toEqual({ kind: TopicLinkKind.CLINICAL_TRIAL, nctId: "NCT01234567" });
  });

  it.each([
    ["https://medlineplus.gov/miscarriage.html", Language.ENGLISH],
    ["http://www.nlm.nih.gov/medlineplus/miscarriage.html", Language.ENGLISH],
    ["https://medlineplus.gov/spanish/miscarriage.html?utm_source=x#summary", Language.SPANISH],
  ])("%s is a health topic", (url, language) => {
    expect(linkTarget(url)).toEqual({ kind: TopicLinkKind.HEALTH_TOPIC, slug: "miscarriage", language });
  });

  it.each([
    "https://medlineplus.gov/ency/imagepages/17108.htm",
    "https://medlineplus.gov/ency/article/1488.htm",
    "https://medlineplus.gov/genetics/condition/sample/",
    "https://clinicaltrials.gov/search?term=x",
    "https://pubmed.ncbi.nlm.nih.gov/",
    "https://medlineplus.gov.example.org/miscarriage.html",
    "https://example.org/?cond=A",
    "javascript:alert(1)",
    "",
  ])("%s is any other page", (url) => {
    expect(linkTarget(url)).toEqual({ kind: TopicLinkKind.WEB_PAGE });
  });

  it("reads any text without failing", () => {
    const starts = ["", "https://clinicaltrials.gov/search/open/condition=", "https://pubmed.ncbi.nlm.nih.gov/?term="];
    const addresses = fc
      .tuple(fc.constantFrom(...starts), fc.string({ unit: "binary" }))
      .map((parts) => parts.join(""));

    fc.assert(fc.property(addresses, (address) => Object.values(TopicLinkKind).includes(linkTarget(address).kind)));
  });
});

describe("addresses in the topics file", () => {
  it.each([
    [
      "https://medlineplus.gov/languages/x.html#Chinese, Simplified (dialect)",
      "https://medlineplus.gov/languages/x.html#Chinese,%20Simplified%20(dialect)",
    ],
    ["https://www.nlm.nih.gov/medlineplus/pain.html", "https://medlineplus.gov/pain.html"],
    ["http://medlineplus.gov/pain.html", "https://medlineplus.gov/pain.html"],
    ["//medlineplus.gov/pain.html", "https://medlineplus.gov/pain.html"],
    ["pain.html", "https://medlineplus.gov/pain.html"],
    [" http://example.org/a%20b ", "http://example.org/a%20b"],
    ["mailto:someone@example.org", null],
    ["https://", null],
    ["  ", null],
    [undefined, null],
  ])("%s becomes %s", (raw, address) => {
    expect(toAddress(raw)).toBe(address);
  });
});
