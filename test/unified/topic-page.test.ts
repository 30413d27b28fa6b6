import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Asking, startAsking } from "../support/ask.js";

let galen: Asking;

beforeAll(async () => {
  galen = await startAsking();
});

afterAll(async () => {
  await galen.close();
});

const TOPIC_PAGE = `query TopicPage {
  healthTopic(slug: "miscarriage") {
    title alsoCalled url summary { text html } primaryInstitute { name }
    meshHeadings { descriptor { id name } }
    sections { heading block links { title url organizations { name } isNih alsoInSpanish format } }
    relatedTopics { title slug }
    translation { title language url }
    encyclopediaArticles { title summary { text } sections { heading text { text } } reviewedOn provenance { source attribution license { name } } }
    journalArticles(first: 3) { totalCount nodes { pmid title { text } journal { isoAbbreviation } authors { displayName } publishedOn abstract { label text } } }
    clinicalTrials(first: 10) { totalCount nodes { nctId title overallStatus phases conditions url } }
  }
}`;

describe("the topic page", () => {
  it("answers", async () => {
    const first = await galen.ask(TOPIC_PAGE);
    console.log(
      JSON.stringify(first.data, null, 1).slice(0, 6000),
      JSON.stringify(first.errors),
      first.calls.join("\n"),
    );
    const second = await galen.ask(TOPIC_PAGE);
    expect(second.calls).toEqual([]);
  });
});
