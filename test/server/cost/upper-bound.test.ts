import { describe, expect, it } from "@jest/globals";
import { getOperationAST, parse } from "graphql";
import { createPricer } from "../../../src/server/cost/pricer.js";
import { createSchema, readOperations } from "../../../src/server/index.js";
import { startAsking } from "../../support/ask.js";
import { HurriedClock } from "../../support/hurried-clock.js";

const ANY = Number.MAX_SAFE_INTEGER;
const pricer = createPricer(await createSchema(), { cost: ANY, upstreamCalls: ANY });

/** How many times as fast time flies once the topics are loaded, so that no question waits long for a quota. */
const SPEED = 10;

const committed = [...readOperations("schema/operations").values()].map(({ name, text }): [string, string] => [
  name,
  text,
]);

const WIDE: [string, string][] = [
  [
    "twenty topics with articles and trials each",
    `{ healthTopics(first: 20) { nodes { journalArticles(first: 3) { nodes { title { text } } }
       clinicalTrials(first: 3) { nodes { title } } } } }`,
  ],
  [
    "everything behind the links of a page",
    `{ healthTopic(slug: "miscarriage") { links { target { ... on EncyclopediaArticle { summary { text } }
       ... on JournalArticle { volume } ... on ClinicalTrial { title } ... on HealthTopic { title } } } } }`,
  ],
  [
    "what is cited and citing, for every article found",
    `{ searchJournalArticles(query: "asthma", first: 20) { edges { node { title { text } citedBy { nodes { volume } }
       similarArticles { edges { node { volume } } } } } } }`,
  ],
  [
    "all facets, all subjects and a timeline",
    `{ searchClinicalTrials(condition: "hypertension") { facets(by: [PHASE, SEX, AGE_GROUP, FUNDER_TYPE]) { by } nodes { title } }
       searchJournalArticles(query: "asthma") { topMeshHeadings { sampleSize } timeline { count } query { spellingSuggestion } } }`,
  ],
  [
    "one search over everything, and the joins of what it finds",
    `{ search(query: "migraine", first: 10) { hits { record { ... on HealthTopic { clinicalTrials { totalCount } }
       ... on JournalArticle { healthTopics { totalCount } } ... on EncyclopediaArticle { summary { text } }
       ... on ClinicalTrial { journalArticles { nodes { volume } } } } } } }`,
  ],
];

describe("The price in upstream calls, with nothing in a cache", () => {
  it.each([...committed, ...WIDE])("is never less than what is called: %s", async (_, query) => {
    const clock = new HurriedClock();
    const galen = await startAsking({ clock });
    clock.hurry(SPEED);
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error("There is no operation");
    const { upstreamCalls } = pricer.price({ document, operation, variables: {} });

    const { calls, errors } = await galen.ask(query);
    await galen.close();
    // The registry is asked for its data's version once in five minutes, whoever asks what.
    const own = calls.filter((call) => !call.endsWith("/version"));

    expect(errors).toEqual([]);
    expect(own.length).toBeLessThanOrEqual(upstreamCalls);
  });
});
