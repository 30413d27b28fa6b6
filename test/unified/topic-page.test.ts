import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Asking, startAsking } from "../support/ask.js";

const TOPIC_PAGE = readFileSync(join(import.meta.dirname, "../../schema/operations/TopicPage.graphql"), "utf8");

let galen: Asking;

beforeAll(async () => {
  galen = await startAsking();
});

afterAll(async () => {
  await galen.close();
});

interface Page {
  title: string;
  sections: { heading: string; links: { title: string }[] }[];
  encyclopediaArticles: { title: string; summary: { text: string } | null; sections: object[] | null }[];
  journalArticles: { totalCount: number; nodes: ({ title: { text: string }; authors: object[] } | null)[] };
  clinicalTrials: { totalCount: number; nodes: { overallStatus: string }[] };
  translation: { title: string; language: string };
  relatedTopics: object[];
}

async function page(): Promise<{ topic: Page; calls: string[]; errors: readonly object[] }> {
  const { data, calls, errors } = await galen.ask(TOPIC_PAGE);
  return { topic: (data as unknown as { healthTopic: Page }).healthTopic, calls, errors };
}

describe("the topic page", () => {
  it("answers whole, joined with the records behind its links", async () => {
    const { topic, errors } = await page();

    expect(errors).toEqual([]);
    expect(topic.title).toBe("Miscarriage");
    expect(topic.sections.map(({ heading }) => heading).slice(0, 3)).toEqual([
      "Start Here",
      "Diagnosis and Tests",
      "Prevention and Risk Factors",
    ]);
    expect(topic.translation.language).toBe("SPANISH");
    expect(topic.relatedTopics.length).toBeGreaterThan(0);
    for (const entry of topic.encyclopediaArticles) {
      expect(entry.summary?.text).toBeTruthy();
      expect(entry.sections?.length).toBeGreaterThan(0);
    }
    expect(topic.journalArticles.nodes).toHaveLength(3);
    for (const article of topic.journalArticles.nodes) expect(article?.title.text).toBeTruthy();
    expect(topic.clinicalTrials.nodes).toHaveLength(10);
  });

  it("asks no upstream the second time", async () => {
    await page();

    expect((await page()).calls).toEqual([]);
  });

  it("keeps everything else when a source is down", async () => {
    const fresh = await startAsking();
    fresh.bundled.clinicaltrials.controls.down = true;
    fresh.bundled.pubmed.controls.down = true;

    const { data, errors } = await fresh.ask(TOPIC_PAGE);
    await fresh.close();

    expect(data).toMatchObject({ healthTopic: { title: "Miscarriage", clinicalTrials: null } });
    expect(errors.map(({ path }) => path?.slice(0, 2).join("."))).toContain("healthTopic.clinicalTrials");
    expect((data as unknown as { healthTopic: Page }).healthTopic.encyclopediaArticles[0]?.summary).not.toBeNull();
  });
});
