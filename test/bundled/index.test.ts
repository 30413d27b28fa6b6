import { afterEach, describe, expect, it } from "@jest/globals";
import { type BundledSources, startBundledSources } from "../../src/bundled/index.js";

let sources: BundledSources | undefined;
afterEach(async () => {
  await sources?.close();
  sources = undefined;
});

describe("the bundled sources", () => {
  it("have the addresses that the gateway's settings would have", async () => {
    sources = await startBundledSources({ fixtures: "fixtures" });
    const paths = Object.entries(sources.urls).map(([name, url]) => [
      name,
      url.replace(/^http:\/\/127\.0\.0\.1:\d+/, ""),
    ]);
    expect(Object.fromEntries(paths)).toEqual({
      medlineplus: "",
      medlineplusConnect: "/service",
      pubmed: "/entrez/eutils",
      clinicaltrials: "/api/v2",
    });
  });

  it("take the controls of each server from the start", async () => {
    sources = await startBundledSources({ fixtures: "fixtures", controls: { connect: { down: true } } });
    await expect(fetch(sources.urls.medlineplusConnect)).rejects.toThrow();
    expect((await fetch(`${sources.urls.medlineplus}/xml.html`)).status).toBe(200);
  });

  it("refuse a call too many to PubMed as NCBI does", async () => {
    sources = await startBundledSources({ fixtures: "fixtures", controls: { pubmed: { quotaPerSecond: 3 } } });
    const { pubmed } = sources.urls;
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => fetch(`${pubmed}/esearch.fcgi?db=pubmed&term=x`)),
    );
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.headers.get("retry-after")).toBe("2");
    expect(await refused?.json()).toEqual({
      error: "API rate limit exceeded",
      "api-key": "127.0.0.1",
      count: "4",
      limit: "3",
    });
  });

  it("do not start without their data", async () => {
    await expect(startBundledSources({ fixtures: "no-such-folder" })).rejects.toThrow("no-such-folder");
  });

  it("leave nothing listening when they are closed", async () => {
    const closed = await startBundledSources({ fixtures: "fixtures" });
    await closed.close();
    await expect(fetch(`${closed.urls.medlineplus}/xml.html`)).rejects.toThrow();
  });
});
