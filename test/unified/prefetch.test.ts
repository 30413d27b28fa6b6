import { describe, expect, it } from "@jest/globals";
import { prefetchCitations } from "../../src/unified/index.js";
import { type Log, systemClock, UpstreamError } from "../../src/upstream/index.js";
import { startAsking } from "../support/ask.js";
import { FakeClock } from "../support/fake-clock.js";

type Sources = Pick<Parameters<typeof prefetchCitations>[0], "medlineplus" | "pubmed">;

const nothing = () => undefined;
const quiet: Log = { info: nothing, warn: nothing, error: nothing };
const never = new AbortController().signal;

describe("Fetching ahead what topics link to", () => {
  it("has every citation of every topic at hand after a few calls, and asks for none of them again", async () => {
    const galen = await startAsking();
    const { medlineplus, pubmed } = galen.sources as Sources;

    await prefetchCitations({ medlineplus, pubmed, clock: systemClock, log: quiet, signal: never });
    const fetches = galen.bundled.pubmed.requests.filter(({ path }) => path.includes("efetch"));
    const { calls, errors } = await galen.ask(
      "{ healthTopics(first: 40) { nodes { journalArticles(first: 3, via: TOPIC_LINK) { nodes { title { text } } } } } }",
    );
    await galen.close();

    expect(fetches.length).toBeGreaterThan(0);
    expect(fetches.length).toBeLessThanOrEqual(3);
    expect(errors).toEqual([]);
    expect(calls).toEqual([]);
  });

  it("goes on where it was after a failure, and gives up when failures do not end", async () => {
    const asked: string[][] = [];
    let failing = true;
    const source = (pmids: readonly string[]) => {
      asked.push([...pmids]);
      if (failing) return Promise.resolve(pmids.map(() => new UpstreamError("pubmed", "unavailable", "down")));
      return Promise.resolve(pmids.map(() => null));
    };
    const pmids = Array.from({ length: 450 }, (_, index) => String(index + 1));
    const medlineplus = { linkedPmids: () => Promise.resolve(pmids) };
    const clock = new FakeClock();
    const options = { medlineplus, pubmed: { loadMany: source }, clock, log: quiet, signal: never };
    const run = prefetchCitations(options);
    await clock.advance(1);
    failing = false;
    await clock.advance(60_000);
    await run;
    expect(asked.map((ids) => [ids[0], ids.length])).toEqual([
      ["1", 200],
      ["1", 200],
      ["201", 200],
      ["401", 50],
    ]);

    failing = true;
    asked.length = 0;
    const second = prefetchCitations(options);
    for (let pause = 0; pause < 8; pause++) await clock.advance(60_000);
    await second;
    expect(asked).toHaveLength(6);
  });
});
