import { SaxesParser } from "saxes";

export interface SampleSite {
  title: string;
  url: string;
  mappedUrl: string | undefined;
  categories: string[];
  organizations: string[];
}

/** A topic as these tests read it: by a reader of their own, so that no parser of the product vouches for the data. */
export interface SampleTopic {
  id: string;
  title: string;
  url: string;
  language: string;
  metaDescription: string;
  /** Texts of the plain child elements by element name. */
  texts: Record<string, string[]>;
  relatedIds: string[];
  sisterId: string | undefined;
  mesh: { id: string; name: string; qualifiers: string[] }[];
  otherLanguages: { name: string; url: string }[];
  sites: SampleSite[];
}

export function readSampleTopics(file: string): SampleTopic[] {
  const topics: SampleTopic[] = [];
  let text = "";
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    text = "";
    open(topics, name, attributes);
  });
  parser.on("text", (part) => {
    text += part;
  });
  parser.on("closetag", ({ name }) => {
    const topic = topics.at(-1);
    if (topic) close(topic, name, text.trim());
  });
  parser.write(file).close();
  return topics;
}

function open(topics: SampleTopic[], name: string, attributes: Record<string, string>): void {
  const { id = "", title = "", url = "", language = "" } = attributes;
  if (name === "health-topic") {
    topics.push({
      id,
      title,
      url,
      language,
      metaDescription: attributes["meta-desc"] ?? "",
      texts: {},
      relatedIds: [],
      sisterId: undefined,
      mesh: [],
      otherLanguages: [],
      sites: [],
    });
  }
  const topic = topics.at(-1);
  if (!topic) return;
  if (name === "related-topic") topic.relatedIds.push(id);
  if (name === "language-mapped-topic") topic.sisterId = id;
  if (name === "descriptor") topic.mesh.push({ id, name: "", qualifiers: [] });
  if (name === "other-language") topic.otherLanguages.push({ name: "", url });
  if (name === "site") {
    topic.sites.push({ title, url, mappedUrl: attributes["language-mapped-url"], categories: [], organizations: [] });
  }
}

function close(topic: SampleTopic, name: string, text: string): void {
  const heading = topic.mesh.at(-1);
  const site = topic.sites.at(-1);
  const language = topic.otherLanguages.at(-1);
  if (name === "descriptor" && heading) heading.name = text;
  else if (name === "qualifier") heading?.qualifiers.push(text);
  else if (name === "other-language" && language) language.name = text;
  else if (name === "information-category") site?.categories.push(text);
  else if (name === "organization") site?.organizations.push(text);
  else topic.texts[name] = [...(topic.texts[name] ?? []), text];
}
