/** Builds bulk topics files for tests: the shape is MedlinePlus's, every word is made up. */

const DOCTYPE =
  '<!DOCTYPE health-topics PUBLIC "-//NLM//DTD health-topics //EN" "https://medlineplus.gov/xml/mplus_topics.dtd">';

export interface TopicXml {
  id: number;
  title: string;
  language?: "English" | "Spanish";
  slug?: string;
  /** Child elements, as XML. */
  inside?: string;
  createdOn?: string;
}

export function topicXml({
  id,
  title,
  language = "English",
  slug,
  inside = "",
  createdOn = "01/31/2004",
}: TopicXml): string {
  const page = slug ?? title.toLowerCase().replace(/[^a-z0-9]/g, "");
  const folder = language === "Spanish" ? "spanish/" : "";
  const url = `https://medlineplus.gov/${folder}${page}.html`;
  return `<health-topic meta-desc="Made up. " title="${title}" url="${url}" id="${id}" language="${language}" date-created="${createdOn}">
${inside}
</health-topic>
`;
}

export function topicsFileXml(
  topics: readonly string[],
  total = topics.length,
  generated = "10/02/2030 02:30:35",
): string {
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n${DOCTYPE}\n`;
  return `${head}<health-topics total="${total}" date-generated="${generated}">\n${topics.join("")}</health-topics>\n`;
}

export function siteXml(title: string, url: string, categories: readonly string[], rest = ""): string {
  const elements = categories.map((category) => `<information-category>${category}</information-category>`).join("\n");
  return `<site title="${title}" url="${url}">\n${elements}\n${rest}</site>\n`;
}

/** Many plain topics of both languages: ids 1, 2, 3, ... of which the even ones are Spanish. */
export function plainTopics(pairs: number): string[] {
  return Array.from({ length: pairs }, (_, pair) => [
    topicXml({ id: pair * 2 + 1, title: `Ailment ${pair}` }),
    topicXml({ id: pair * 2 + 2, title: `Dolencia ${pair}`, language: "Spanish", slug: `ailment${pair}` }),
  ]).flat();
}

/** The text as the body of an answer, cut into pieces of this many bytes. */
export async function* inPieces(text: string | Buffer, bytes = 1_000): AsyncGenerator<Uint8Array> {
  const body = Buffer.from(text);
  for (let start = 0; start < body.length; start += bytes) yield body.subarray(start, start + bytes);
}

/** Topics of both languages, each of the length of a real one, about 14,000 characters: the ids are 1, 2, 3, ... */
export function longTopics(pairs: number): string[] {
  const words = "A made-up sentence that says nothing of health and only fills the page.\n".repeat(190);
  return plainTopics(pairs).map((topic) =>
    topic.replace("\n\n", `\n<full-summary>&lt;p&gt;${words}&lt;/p&gt;</full-summary>\n`),
  );
}
