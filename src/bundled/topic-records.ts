import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SaxesParser } from "saxes";

/** As much of a health topic as its own page and MedlinePlus Connect show. */
export interface TopicRecord {
  title: string;
  url: string;
  language: "en" | "es";
  alsoCalled: string[];
  /** The summary's HTML; empty when the record has none. */
  summary: string;
}

/** Reads a topic in one language from its file; null when there is no such topic. */
export async function readTopic(folder: string, slug: string, language: "en" | "es"): Promise<TopicRecord | null> {
  if (!/^[a-z0-9]+$/.test(slug)) return null;
  const text = await readFile(join(folder, "topics", `${slug}.xml`), "utf8").catch(() => null);
  return text === null ? null : (parseTopics(text).find((topic) => topic.language === language) ?? null);
}

function parseTopics(text: string): TopicRecord[] {
  const topics: TopicRecord[] = [];
  let value = "";
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    value = "";
    if (name !== "health-topic") return;
    const { title = "", url = "", language } = attributes;
    topics.push({ title, url, language: language === "Spanish" ? "es" : "en", alsoCalled: [], summary: "" });
  });
  parser.on("text", (part) => {
    value += part;
  });
  parser.on("closetag", ({ name }) => {
    const topic = topics.at(-1);
    if (name === "also-called") topic?.alsoCalled.push(value);
    if (name === "full-summary" && topic) topic.summary = value;
  });
  parser.write(`<topics>${text}</topics>`).close();
  return topics;
}
