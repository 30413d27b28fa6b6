import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parseConnectFeed } from "../../../src/sources/medlineplus/connect-parser.js";
import { toHealthTopic } from "../../../src/sources/medlineplus/model.js";
import { type DroppedTopic, parseTopicsFile } from "../../../src/sources/medlineplus/parser.js";
import type { StoredTopic } from "../../../src/sources/medlineplus/stored-topic.js";
import { TopicIndex } from "../../../src/sources/medlineplus/topic-index.js";
import { toStoredTopic } from "../../../src/sources/medlineplus/topic-parser.js";
import type { HealthTopic } from "../../../src/sources/medlineplus/types.js";
import { readXml } from "../../../src/upstream/index.js";
import { inPieces } from "./topics-xml.js";

const SAMPLES = join(import.meta.dirname, "../../../../shared/samples/medlineplus");

const sample = (name: string): string => readFileSync(join(SAMPLES, name), "utf8");

// Real answers are not part of the project; where they are not at hand, these are reported as skipped.
const describeSamples = existsSync(SAMPLES) ? describe : describe.skip;

describeSamples("real answers of MedlinePlus", () => {
  const parseFile = async (): Promise<{ topics: StoredTopic[]; dropped: DroppedTopic[] }> => {
    const topics: StoredTopic[] = [];
    const dropped: DroppedTopic[] = [];
    await parseTopicsFile(inPieces(sample("mplus_topics_2012-07-21.search-gov-fixture.xml")), {
      topic: (topic) => void topics.push(topic),
      dropped: (topic) => void dropped.push(topic),
    });
    return { topics, dropped };
  };

  it("the file of 2012 loses no topic and no link", async () => {
    const { topics, dropped } = await parseFile();

    expect(dropped).toEqual([]);
    expect(topics.map(({ topicId, slug, language, links }) => [topicId, slug, language, links.length])).toEqual([
      ["3061", "abdominalpain", "ENGLISH", 49],
      ["3062", "abdominalpain", "SPANISH", 30],
    ]);
    expect(topics[0]).toMatchObject({
      translationTopicId: "3062",
      relatedTopicIds: ["351", "4486"],
      createdOn: "2003-01-07",
    });
    expect(topics[0]?.meshHeadings).toMatchObject([{ descriptor: { id: "D015746", name: "Abdominal Pain" } }]);
    expect(JSON.stringify(topics)).not.toContain("nlm.nih.gov/medlineplus");
  });

  it("its links stand in known sections and name what they lead to", async () => {
    const { topics } = await parseFile();

    const [english, spanish] = topics.map((topic) => toHealthTopic(topic, new TopicIndex()));

    const kinds = (topic: HealthTopic | undefined): string[] => topic?.sections.map(({ kind }) => kind) ?? [];
    expect(kinds(english)).toEqual([...new Set(kinds(english))]);
    expect([...kinds(english), ...kinds(spanish)]).not.toContain("OTHER");
    expect(english?.links.filter(({ kind }) => kind === "ENCYCLOPEDIA_ARTICLE")).toHaveLength(13);
    expect(spanish?.links.filter(({ kind }) => kind === "ENCYCLOPEDIA_ARTICLE")).toHaveLength(13);
    expect(english?.links.filter(({ kind }) => kind === "TRIAL_SEARCH")).toHaveLength(3);
    expect(english?.links.filter(({ kind }) => kind === "PUBMED_SEARCH")).toHaveLength(3);
  });

  it("a topic inside a search answer reads like one of the file", () => {
    const answer = readXml(sample("topic_leishmaniasis_hand-trimmed.xml"));

    const node = answer.at("list", "document", "content", "health-topic");

    expect(node && toStoredTopic(node)).toMatchObject({
      topicId: "3748",
      slug: "leishmaniasis",
      createdOn: "2004-02-17",
    });
  });

  it("an answer of MedlinePlus Connect names one page", () => {
    expect(parseConnectFeed(sample("icd10cm_G93.32_one-entry_2026-10-08.json"))).toEqual([
      "https://medlineplus.gov/myalgicencephalomyelitischronicfatiguesyndrome.html",
    ]);
  });
});
