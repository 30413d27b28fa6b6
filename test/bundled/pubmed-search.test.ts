import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { BundledServer } from "../../src/bundled/http.js";
import { ask, searchFor, startPubmed } from "./pubmed-service.js";

interface Concordance {
  topics: { slug: string; savedSearch: string | null }[];
}

describe("searching the bundled PubMed", () => {
  let server: BundledServer;

  beforeAll(async () => {
    server = await startPubmed();
  });
  afterAll(() => server.close());

  it("finds something for the saved search of every topic", async () => {
    const { topics } = JSON.parse(await readFile("fixtures/concordance.json", "utf8")) as Concordance;
    const saved = topics.flatMap(({ savedSearch }) => savedSearch ?? []);

    const counts = await Promise.all(saved.map(async (term) => [term, Number((await searchFor(server, term)).count)]));

    expect(saved.length).toBeGreaterThan(35);
    expect(counts.filter(([, count]) => count === 0)).toEqual([]);
  });

  it("reads operators from left to right, without precedence", async () => {
    const [grouped, plain, other] = await Promise.all([
      searchFor(server, "(asthma[mh] OR measles[mh]) AND 2019[dp]"),
      searchFor(server, "asthma[mh] OR measles[mh] AND 2019[dp]"),
      searchFor(server, "asthma[mh] OR (measles[mh] AND 2019[dp])"),
    ]);

    expect(plain.idlist).toEqual(grouped.idlist);
    expect(other.idlist).not.toEqual(grouped.idlist);
    expect(plain.querytranslation).toBe(
      '("asthma"[MeSH Terms] OR "measles"[MeSH Terms]) AND "2019"[Date - Publication]',
    );
  });

  it("counts a heading as major when only its qualifier is, and explodes unless told not to", async () => {
    const major = await searchFor(server, '"Abortion, Spontaneous"[majr:noexp]');
    const exploded = await searchFor(server, '"Neoplasms"[mh]');
    const single = await searchFor(server, '"Neoplasms"[mh:noexp]');

    expect(major.idlist).toContain("31067371");
    expect(exploded.idlist).toContain("29860917");
    expect(single.idlist).not.toContain("29860917");
  });

  it.each([
    ["NCT02012491[si]", "29874535"],
    ["Zhu N[au]", "31978945"],
    ["31978945[pmid]", "31978945"],
    ['"N Engl J Med"[ta] AND 2020/02/01:2020/02/28[dp] AND coronavirus[ti]', "31978945"],
    ["free full text[sb] AND dexamethasone[tiab]", "32678530"],
    ["spa[la] AND spontaneo*[all]", "99000004"],
    ['"Retracted Publication"[Publication Type]', "9500320"],
    ['"2016/12/01"[dp] : "2016/12/31"[dp] AND anxiety[ti]', "27349358"],
  ])("understands %s", async (term, pmid) => {
    expect((await searchFor(server, term)).idlist).toContain(pmid);
  });

  it("drops a word that nobody has, says so and searches for the rest", async () => {
    const result = await searchFor(server, "asthma zzzqqq");

    expect(Number(result.count)).toBeGreaterThan(0);
    expect(result.errorlist).toEqual({ phrasesnotfound: ["zzzqqq"], fieldsnotfound: [] });
  });

  it("maps everyday words to headings and shows the mapping", async () => {
    const result = await searchFor(server, "miscarriage");

    expect(result.translationset).toEqual([{ from: "miscarriage", to: result.querytranslation }]);
    expect(result.querytranslation).toContain('"abortion, spontaneous"[MeSH Terms]');
  });

  it("tells of no hits in XML as the service does", async () => {
    const { text } = await ask(server, "esearch.fcgi", { term: "qqqzz" });

    expect(text).toContain(
      "<Count>0</Count><RetMax>0</RetMax><RetStart>0</RetStart><IdList/><TranslationSet/><QueryTranslation>(qqqzz[All Fields])</QueryTranslation><ErrorList><PhraseNotFound>qqqzz</PhraseNotFound></ErrorList><WarningList><OutputMessage>No items found.</OutputMessage></WarningList>",
    );
  });

  it("limits by date, counts only, pages, and warns of an unknown order", async () => {
    const range = await searchFor(server, "hasabstract", { datetype: "pdat", mindate: "2018", maxdate: "2018" });
    const empty = await searchFor(server, "hasabstract", { mindate: "", maxdate: "" });
    const page = await searchFor(server, "hasabstract", { retstart: "2", retmax: "3", sort: "journal" });
    const all = await searchFor(server, "hasabstract");

    expect(range.idlist).toContain("29874535");
    expect(range.idlist).not.toContain("31067371");
    expect(empty.count).toBe("0");
    expect(page.idlist).toEqual(all.idlist.slice(2, 5));
    expect(page.warninglist?.outputmessages).toEqual(["Unknown sort schema 'journal' ignored"]);
    expect((await searchFor(server, "asthma", { rettype: "count" })).idlist).toBeUndefined();
  });

  it("refuses an unreadable term and a page past the ceiling with status 200, the latter as invalid JSON", async () => {
    const malformed = await searchFor(server, "((");
    const tooFar = await ask(server, "esearch.fcgi", { term: "asthma", retmode: "json", retstart: "9999" });

    expect(malformed.ERROR).toMatch(/^Search Backend failed: /);
    expect(tooFar.status).toBe(200);
    expect(() => JSON.parse(tooFar.text)).toThrow(SyntaxError);
    expect(tooFar.text).toContain("Search Backend failed: Exception:\n'retstart' cannot be larger than 9998.");
  });

  it("keeps a result set and intersects with it later", async () => {
    const { webenv = "", querykey = "" } = await searchFor(server, "asthma[mh]", { usehistory: "y" });

    const joined = await searchFor(server, `#${querykey} AND 2019[dp]`, { WebEnv: webenv });

    expect(webenv).toMatch(/^MCID_[0-9a-f]+$/);
    expect(joined.idlist).toEqual((await searchFor(server, "asthma[mh] AND 2019[dp]")).idlist);
  });
});
