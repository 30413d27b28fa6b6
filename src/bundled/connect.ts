import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CODE_SYSTEMS } from "./code-systems.js";
import { atomFeed, type ConnectQuestion, jsonFeed } from "./connect-feed.js";
import type { BundledAnswer, BundledHandler, BundledRequest } from "./http.js";
import { notFoundPage } from "./markup.js";
import { readTopic, type TopicRecord } from "./topic-records.js";

/** One code of `codes.json` and the topics that MedlinePlus shows for it. */
interface CodeEntry {
  system: string;
  code: string;
  name: string;
  topics: string[];
}

/** MedlinePlus Connect: a code of a clinical system in, up to three health topics out. */
export async function connectHandler(fixtures: string, now: () => Date): Promise<BundledHandler> {
  const file = await readFile(join(fixtures, "connect", "codes.json"), "utf8");
  const entries = (JSON.parse(file) as { codes: CodeEntry[] }).codes;
  return async (request) => {
    if (request.path !== "/service") return notFoundPage();
    const question = readQuestion(request, now());
    const slugs = findEntry(entries, question)?.topics ?? [];
    const topics = await Promise.all(
      slugs.map((slug) => readTopic(join(fixtures, "medlineplus"), slug, question.language)),
    );
    const found = topics.filter((topic) => topic !== null).slice(0, 3);
    return feedAnswer(request, question, found);
  };
}

function readQuestion({ params }: BundledRequest, at: Date): ConnectQuestion {
  const oid = params.get("mainSearchCriteria.v.cs") ?? "";
  return {
    system: CODE_SYSTEMS[oid] ?? { oid, label: oid, name: oid, isDrug: false },
    code: params.get("mainSearchCriteria.v.c") ?? "",
    displayName: params.get("mainSearchCriteria.v.dn") ?? "",
    language: params.get("informationRecipient.languageCode.c")?.startsWith("es") ? "es" : "en",
    recipient: params.get("informationRecipient") ?? "PAT",
    at,
  };
}

/** Codes match as written, save for case. A drug that is unknown by its code is found by its name. */
function findEntry(entries: readonly CodeEntry[], question: ConnectQuestion): CodeEntry | undefined {
  const same = (one: string, other: string) => one.toLowerCase() === other.trim().toLowerCase();
  const ofSystem = entries.filter((entry) => entry.system === question.system.oid);
  const byCode = ofSystem.find((entry) => same(entry.code, question.code));
  if (byCode || !question.system.isDrug) return byCode;
  return ofSystem.find((entry) => same(entry.name, question.displayName));
}

function feedAnswer({ params }: BundledRequest, question: ConnectQuestion, topics: TopicRecord[]): BundledAnswer {
  const type = params.get("knowledgeResponseType") ?? "text/xml";
  if (type === "application/json") return answer("application/json;charset=UTF-8", jsonFeed(question, topics));
  if (type !== "application/javascript") return answer("text/xml;charset=UTF-8", atomFeed(question, topics));
  const callback = (params.get("callback") ?? "callback").replace(/[^\w.$]/g, "");
  return answer("application/javascript;charset=UTF-8", `${callback}(${jsonFeed(question, topics)})`);
}

function answer(type: string, body: string): BundledAnswer {
  return { status: 200, headers: { "content-type": type }, body };
}
