import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parse, validate } from "graphql";
import { type Asking, startAsking } from "../support/ask.js";

const FOLDER = join(import.meta.dirname, "../../schema/operations");

/**
 * Upstream calls of each operation with its default variables when nothing is cached. Trials cost one more call for the
 * whole process, the first time: the registry's data version.
 */
const CALLS: Readonly<Record<string, number>> = {
  ArticleSubjects: 2,
  ArticleTimeline: 6,
  ArticleTopicsAndTrials: 3,
  Citation: 1,
  Citations: 1,
  CompareTopics: 3,
  EncyclopediaEntry: 1,
  FindAgain: 0,
  FindArticles: 2,
  FindTopics: 0,
  FindTrials: 2,
  LinkTargets: 0,
  RecentReviews: 2,
  SearchEverything: 4,
  Sources: 0,
  SuggestTopics: 0,
  TopicCard: 0,
  TopicGroups: 0,
  TopicInSpanish: 0,
  TopicList: 0,
  TopicPage: 9,
  TopicsForCode: 1,
  Trial: 2,
  TrialDashboard: 2,
  TrialReferences: 3,
  Trials: 2,
  TrialsNearby: 2,
  WalkTheGraph: 4,
};

const operations = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".graphql"))
  .map((name) => ({ name: name.replace(".graphql", ""), text: readFileSync(join(FOLDER, name), "utf8") }));

describe.each(operations)("the operation $name", ({ name, text }) => {
  let galen: Asking;

  beforeAll(async () => {
    galen = await startAsking();
  });

  afterAll(async () => {
    await galen.close();
  });

  it("is valid, explains itself, and is named as its file", () => {
    expect(validate(galen.schema, parse(text))).toEqual([]);
    expect(text).toMatch(new RegExp(`^# .+\\nquery ${name}\\b`));
  });

  it(`answers with its default variables in ${CALLS[name]} upstream calls, and then in none`, async () => {
    const first = await galen.ask(text);
    const second = await galen.ask(text);

    expect(first.errors).toEqual([]);
    for (const [field, value] of Object.entries(first.data ?? {})) expect([field, value]).not.toEqual([field, null]);
    expect([name, first.calls.length]).toEqual([name, CALLS[name]]);
    expect(second.calls).toEqual([]);
  });
});

it("there are at least 25 operations, each with its price", () => {
  expect(operations.length).toBeGreaterThanOrEqual(25);
  expect(operations.map(({ name }) => name).sort()).toEqual(Object.keys(CALLS).sort());
});
