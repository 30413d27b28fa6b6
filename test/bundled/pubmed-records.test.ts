import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { BundledServer } from "../../src/bundled/http.js";
import { ask, startPubmed } from "./pubmed-service.js";

const pmidsOf = (xml: string) =>
  Array.from(xml.matchAll(/<(?:MedlineCitation[^>]*|BookDocument)><PMID[^>]*>(\d+)/g), ([, id]) => id);

describe("records of the bundled PubMed", () => {
  let server: BundledServer & { count: number };
  let pmids: string[];

  beforeAll(async () => {
    server = await startPubmed();
    pmids = (await readdir("fixtures/pubmed")).flatMap((name) => /^(\d+)\.xml$/.exec(name)?.[1] ?? []);
  });
  afterAll(() => server.close());

  it("serves every file of the sample by a posted form, in order, as pure ASCII without line feeds between elements", async () => {
    const body = new URLSearchParams({ db: "pubmed", retmode: "xml", id: pmids.join(",") });
    const text = await (await fetch(`${server.url}/efetch.fcgi`, { method: "POST", body })).text();

    expect(server.count).toBe(pmids.length);
    expect(pmids.length).toBeGreaterThanOrEqual(165);
    expect(pmidsOf(text)).toEqual(pmids);
    expect(text).toMatch(/^<\?xml version="1.0" \?>\n<!DOCTYPE PubmedArticleSet [^>]+>\n<PubmedArticleSet>\n<Pubmed/);
    expect(text).toMatch(/<\/PubmedArticle><\/PubmedArticleSet>$|<\/PubmedBookArticle><\/PubmedArticleSet>$/);
    expect(text).not.toMatch(/[^\p{ASCII}]/u);
    expect(text).not.toMatch(/<\/Author>\s/);
    expect(text).toContain("&#x2013;");
  });

  it("leaves out what does not exist, sends duplicates once and skips leading letters", async () => {
    const { text } = await ask(server, "efetch.fcgi", { id: "ABC31067371,999999999,31978945,31067371" });
    const none = await ask(server, "efetch.fcgi", { id: "999999999" });

    expect(pmidsOf(text)).toEqual(["31067371", "31978945"]);
    expect(none.status).toBe(200);
    expect(none.text).toMatch(/<PubmedArticleSet>\n<\/PubmedArticleSet>$/);
  });

  it("refuses a list without a usable id", async () => {
    const { status, text } = await ask(server, "efetch.fcgi", { id: "0" });

    expect(status).toBe(400);
    expect(text).toContain("<ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR>");
  });

  it("sums records up, and says in the record which one it does not have", async () => {
    const { text } = await ask(server, "esummary.fcgi", { id: "31067371,999", retmode: "json" });
    const { result } = JSON.parse(text) as { result: Record<string, Record<string, unknown>> };

    expect(result.uids).toEqual(["31067371", "999"]);
    expect(result["31067371"]).toMatchObject({ pubdate: "2019 May 9", source: "N Engl J Med", pmcrefcount: 2 });
    expect(result["999"]).toEqual({ uid: "999", error: "cannot get document summary" });
  });

  it.each([
    [{ id: "ABC" }, { error: "Invalid uid ABC at position= 0" }],
    [{ id: Array(501).fill("1").join(",") }, { error: expect.stringMatching(/^Too many UIDs in request/) }],
    [{}, { esummaryresult: ["Empty id list - nothing todo"] }],
    [{ WebEnv: "MCID_0", query_key: "1" }, { esummaryresult: ["Unable to obtain query #1"] }],
  ] as [Record<string, string>, object][])(
    "answers bad summaries in the service's three shapes (%#)",
    async (params, expected) => {
      const { status, text } = await ask(server, "esummary.fcgi", { ...params, retmode: "json" });

      expect(status).toBe(200);
      expect(JSON.parse(text)).toMatchObject(expected);
    },
  );

  it("links a paper to those it cites and that cite it, and leaves the list away where there are none", async () => {
    const links = async (id: string, linkname: string) =>
      JSON.parse((await ask(server, "elink.fcgi", { id, linkname, retmode: "json" })).text).linksets[0];

    expect((await links("31067371", "pubmed_pubmed_citedin")).linksetdbs[0].links).toEqual(["33915096", "33915095"]);
    expect((await links("30894356", "pubmed_pubmed_refs")).linksetdbs[0].links).toEqual(["12620443"]);
    expect(await links("99000026", "pubmed_pubmed")).not.toHaveProperty("linksetdbs");
  });

  it("stores posted ids for a later fetch", async () => {
    const { text } = await ask(server, "epost.fcgi", { db: "pubmed", id: "31067371,31978945" });
    const webEnv = /<WebEnv>([^<]+)/.exec(text)?.[1] ?? "";

    const fetched = await ask(server, "efetch.fcgi", { WebEnv: webEnv, query_key: "1", retstart: "1" });
    const beyond = await ask(server, "efetch.fcgi", { WebEnv: webEnv, query_key: "1", retstart: "2" });

    expect(pmidsOf(fetched.text)).toEqual(["31978945"]);
    expect(beyond.status).toBe(400);
  });

  it("suggests a spelling and matches a citation", async () => {
    const spelling = await ask(server, "espell.fcgi", { db: "pubmed", term: "miscariage" });
    const match = await ask(server, "ecitmatch.cgi", { bdata: "N Engl J Med|2019|380|1815|Coomarasamy A|k|" });

    expect(spelling.text).toContain("<CorrectedQuery>miscarriage</CorrectedQuery>");
    expect(match.text).toBe("N Engl J Med|2019|380|1815|Coomarasamy A|k|31067371\n");
  });

  it("refuses a wrong key before anything else, and shows the quota otherwise", async () => {
    const wrong = await ask(server, "esearch.fcgi", { term: "asthma", api_key: "abc" });
    const good = await ask(server, "einfo.fcgi", { api_key: "0".repeat(36) });

    expect(wrong.status).toBe(400);
    expect(JSON.parse(wrong.text)).toMatchObject({ error: "API key invalid", "api-key": "abc" });
    expect(good.headers.get("x-ratelimit-limit")).toBe("10");
    expect(good.headers.get("etag")).toBeNull();
  });
});
