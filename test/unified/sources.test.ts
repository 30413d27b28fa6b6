import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Asking, startAsking } from "../support/ask.js";

interface Source {
  name: string;
  status: string;
  breaker: string;
  quota: { requests: number; windowMs: number; remaining: number };
  queueLength: number;
  inFlight: number;
  hitRatio: number | null;
  calls: number;
  retries: number;
  p50Ms: number | null;
  p95Ms: number | null;
  lastError: { kind: string; at: string } | null;
  dataVersion: string | null;
}

const SOURCES = `{ sources {
  name status breaker quota { requests windowMs remaining } queueLength inFlight hitRatio calls retries p50Ms p95Ms
  lastError { kind at } dataVersion
} }`;
const ARTICLES = "query($pmids: [ID!]!) { journalArticles(pmids: $pmids) { pmid } }";

let asking: Asking;

beforeAll(async () => {
  asking = await startAsking();
});

afterAll(() => asking.close());

async function sourceNamed(name: string): Promise<Source> {
  const { data, calls } = await asking.ask(SOURCES);
  expect(calls).toEqual([]);
  const found = ((data?.sources as Source[] | undefined) ?? []).find((source) => source.name === name);
  if (!found) throw new Error(`There is no source ${name}.`);
  return found;
}

/** PMIDs of the sample data, as a search finds them. */
async function somePmids(count: number): Promise<string[]> {
  const query = 'query($count: Int) { searchJournalArticles(query: "asthma", first: $count) { nodes { pmid } } }';
  const { data } = await asking.ask(query, { count });
  const found = data?.searchJournalArticles as { nodes: { pmid: string }[] } | undefined;
  return (found?.nodes ?? []).map(({ pmid }) => pmid);
}

// One story in its order: what a later test expects has been done by the ones before it.
describe("the sources", () => {
  it("are all there before anything is asked, and their telling asks nobody", async () => {
    const { data } = await asking.ask(SOURCES);

    const names = ((data?.sources as Source[] | undefined) ?? []).map(({ name }) => name);
    expect(names).toEqual(["medlineplus", "medlineplus-connect", "encyclopedia", "pubmed", "clinicaltrials"]);
    expect(await sourceNamed("encyclopedia")).toMatchObject({
      status: "OK",
      breaker: "CLOSED",
      hitRatio: null,
      calls: 0,
    });
    expect((await sourceNamed("medlineplus")).dataVersion).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect((await sourceNamed("medlineplus")).calls).toBeGreaterThan(0);
  });

  it("count records that needed a call, and those that needed none", async () => {
    const pmids = await somePmids(4);
    expect(pmids).toHaveLength(4);
    const before = await sourceNamed("pubmed");
    await asking.ask(ARTICLES, { pmids });
    await asking.ask(ARTICLES, { pmids });

    const { hitRatio, calls, quota, p50Ms, p95Ms, queueLength, inFlight } = await sourceNamed("pubmed");
    expect(calls - before.calls).toBeLessThanOrEqual(1);
    expect(hitRatio).toBeGreaterThan(0.4);
    expect(hitRatio).toBeLessThan(1);
    expect(quota).toMatchObject({ requests: 3, windowMs: 1_200 });
    expect(quota.remaining).toBeLessThan(3);
    expect(p50Ms).toBeGreaterThan(0);
    expect(p95Ms).toBeGreaterThanOrEqual(p50Ms ?? Number.POSITIVE_INFINITY);
    expect([queueLength, inFlight]).toEqual([0, 0]);
  });

  it("know the version of the trials' data set once a trial has been asked for", async () => {
    await asking.ask('{ searchClinicalTrials(term: "heart", first: 1) { totalCount } }');

    expect((await sourceNamed("clinicaltrials")).dataVersion).toMatch(/^\d{4}-\d{2}-\d{2}/);
  });

  it("say which one fails, how and since when; the answer to the failed question says the same", async () => {
    asking.bundled.pubmed.controls.down = true;
    const { data, errors, report } = await asking.ask(ARTICLES, { pmids: ["99999901", "99999902"] });

    expect(data).toEqual({ journalArticles: [null, null] });
    expect(errors[0]).toBeDefined();
    expect(report.of("pubmed").failures).toContain("unavailable");
    const { status, lastError, retries } = await sourceNamed("pubmed");
    expect(status).toBe("DEGRADED");
    expect(lastError?.kind).toBe("UNAVAILABLE");
    expect(Date.now() - Date.parse(lastError?.at ?? "")).toBeLessThan(10_000);
    expect(retries).toBeGreaterThan(0);
    expect(report.of("pubmed").retries).toBe(2);
    expect(report.of("pubmed").ownCalls).toBe(3);
  });

  it("are down once a source has failed five times, while the others stay as they were", async () => {
    for (let question = 0; question < 5; question++) await asking.ask(ARTICLES, { pmids: [`9999991${question}`] });

    expect(await sourceNamed("pubmed")).toMatchObject({ status: "DOWN", breaker: expect.not.stringMatching("CLOSED") });
    expect(await sourceNamed("clinicaltrials")).toMatchObject({ status: "OK", breaker: "CLOSED" });
  });
});

describe("the report of one question", () => {
  it("counts what was fetched and what was at hand, and the calls that were its own", async () => {
    const query = "{ healthTopics(first: 3) { nodes { title encyclopediaArticles { summary { text } } } } }";
    const first = await asking.ask(query);
    const second = await asking.ask(query);

    const fetched = first.report.of("encyclopedia");
    expect(fetched.fetched).toBeGreaterThan(0);
    expect(fetched.ownCalls).toBe(first.calls.filter((call) => call.includes("/ency/")).length);
    expect(second.report.of("encyclopedia")).toMatchObject({ fetched: 0, ownCalls: 0, sharedCalls: 0, waitedMs: 0 });
    expect(second.report.of("encyclopedia").fresh).toBeGreaterThanOrEqual(fetched.fetched);
    expect(first.report.of("medlineplus")).toMatchObject({ stale: 0, failures: [] });
    expect(first.report.freshForMs).toBeLessThan(Number.POSITIVE_INFINITY);
  });
});
