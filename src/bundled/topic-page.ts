import type { BundledAnswer } from "./http.js";
import { escapeMarkup, htmlAnswer, htmlPage } from "./markup.js";
import { readTopic, type TopicRecord } from "./topic-records.js";

/** The page people read for a topic: title, other names and summary. Null when the path names no topic. */
export async function topicPage(folder: string, path: string): Promise<BundledAnswer | null> {
  const [, spanish, slug = ""] = /^\/(spanish\/)?([a-z0-9]+)\.html$/.exec(path) ?? [];
  const topic = await readTopic(folder, slug, spanish ? "es" : "en");
  return topic && htmlAnswer(htmlPage(topic.title, content(topic), topic.language));
}

function content(topic: TopicRecord): string {
  const label = topic.language === "es" ? "Otros nombres" : "Also called";
  const names = topic.alsoCalled.length > 0 ? `<p class="alsocalled">${label}: ${topic.alsoCalled.join(", ")}</p>` : "";
  return `<article>
<div class="page-info"><div class="page-title"><h1 class="with-also">${escapeMarkup(topic.title)}</h1>${names}</div></div>
<section id="topsum_section"><div id="topic-summary" class="syndicate">${topic.summary}</div></section>
</article>`;
}
