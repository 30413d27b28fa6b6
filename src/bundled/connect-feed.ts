import type { CodeSystem } from "./code-systems.js";
import { escapeMarkup } from "./markup.js";
import type { TopicRecord } from "./topic-records.js";

/** What was asked of MedlinePlus Connect, and when. */
export interface ConnectQuestion {
  system: CodeSystem;
  code: string;
  displayName: string;
  language: "en" | "es";
  recipient: string;
  at: Date;
}

const AUTHOR = { name: "U.S. National Library of Medicine", uri: "https://www.nlm.nih.gov" };
const UTM = "?utm_source=mplusconnect";

interface Entry {
  title: string;
  href: string;
  id: string;
  summary: string;
}

/** The JSON feed: every Atom element is an object with `_value`, every repeatable one an array. */
export function jsonFeed(question: ConnectQuestion, topics: readonly TopicRecord[]): string {
  const updated = { _value: stamp(question.at) };
  const entry = topics
    .map((topic) => toEntry(topic, question.at))
    .map(({ title, href, id, summary }) => ({
      title: { _value: title, type: "text" },
      link: [{ href, rel: "alternate" }],
      id: { _value: id },
      summary: { type: "html", _value: summary },
      updated,
    }));
  const feed = {
    base: base(question),
    lang: question.language,
    xsi: "http://www.w3.org/2001/XMLSchema-instance",
    title: { type: "text", _value: "MedlinePlus Connect" },
    updated,
    id: { _value: "" },
    author: { name: { _value: AUTHOR.name }, uri: { _value: AUTHOR.uri } },
    subtitle: { type: "text", _value: subtitle(question) },
    category: categories(question),
    entry,
  };
  return JSON.stringify({ feed });
}

/** The same feed as Atom, the form a caller gets who names none. */
export function atomFeed(question: ConnectQuestion, topics: readonly TopicRecord[]): string {
  const updated = `<updated>${stamp(question.at)}</updated>`;
  const entries = topics
    .map((topic) => toEntry(topic, question.at))
    .map(
      ({ title, href, id, summary }) => `<entry>
<title type="text">${escapeMarkup(title)}</title>
<link href="${escapeMarkup(href)}" rel="alternate"/>
<id>${escapeMarkup(id)}</id>
<summary type="html">${escapeMarkup(summary)}</summary>
${updated}
</entry>`,
    );
  const echoed = categories(question).map(
    ({ scheme, term }) => `<category scheme="${scheme}" term="${escapeMarkup(term)}"/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xml:base="${base(question)}" xml:lang="${question.language}">
<title type="text">MedlinePlus Connect</title>
<subtitle type="text">${escapeMarkup(subtitle(question))}</subtitle>
<author><name>${AUTHOR.name}</name><uri>${AUTHOR.uri}</uri></author>
${updated}
${echoed.join("\n")}
<id></id>
${[...entries, "</feed>"].join("\n")}
`;
}

function toEntry(topic: TopicRecord, at: Date): Entry {
  const path = new URL(topic.url).pathname;
  return {
    title: topic.title,
    href: `${topic.url}${UTM}&utm_medium=service`,
    id: `tag: medlineplus.gov, ${yearDayMonth(at)}:${path}${UTM}&utm_medium=application`,
    summary: topic.summary.replace(/(href="https:\/\/medlineplus\.gov\/[^"?#]*)"/g, `$1${UTM}"`),
  };
}

/** The service puts the day before the month. A client that takes this for a date is wrong on most days of the year. */
function yearDayMonth(at: Date): string {
  const [year, month, day] = at.toISOString().slice(0, 10).split("-");
  return `${year}-${day}-${month}`;
}

function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

function base({ language }: ConnectQuestion): string {
  return language === "es" ? "https://medlineplus.gov/spanish/" : "https://medlineplus.gov/";
}

function subtitle({ language, system, code }: ConnectQuestion): string {
  const results = language === "es" ? "Resultados de MedlinePlus Connect para" : "MedlinePlus Connect results for";
  return `${results} ${system.name} ${code}`;
}

function categories({ code, system, displayName, recipient }: ConnectQuestion): { scheme: string; term: string }[] {
  return [
    { scheme: "mainSearchCriteria.v.c", term: code },
    { scheme: "mainSearchCriteria.v.cs", term: system.label },
    { scheme: "mainSearchCriteria.v.dn", term: displayName },
    { scheme: "informationRecipient", term: recipient },
  ];
}
