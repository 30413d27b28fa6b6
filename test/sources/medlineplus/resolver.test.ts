import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type ExecutionResult, type GraphQLSchema, graphql } from "graphql";
import { buildSchema, type NonEmptyArray } from "type-graphql";
import { type MedlinePlus, medlineplusResolvers } from "../../../src/sources/medlineplus/index.js";
import { systemClock } from "../../../src/upstream/index.js";
import { testPlatform } from "../../support/platform.js";
import { callOf, createTopics, listenTopics, type TopicsServer, temporaryFolder } from "./topics-server.js";
import { siteXml, topicsFileXml, topicXml } from "./topics-xml.js";

const group = (id: number, name: string, folder = ""): string =>
  `<group url="https://medlineplus.gov/${folder}group${id}.html" id="${id}">${name}</group>`;

const TOPICS = [
  topicXml({
    id: 1,
    title: "Sample Rash",
    inside: `<also-called>Blotch</also-called>
      <full-summary>&lt;p&gt;A rash is red. It can itch at night.&lt;/p&gt;</full-summary>${group(18, "Skin")}
      <language-mapped-topic url="https://medlineplus.gov/spanish/samplerash.html" id="2" language="Spanish">X</language-mapped-topic>
      <related-topic url="https://medlineplus.gov/itch.html" id="3">Itch</related-topic>
      <related-topic url="https://medlineplus.gov/gone.html" id="99">Gone</related-topic>
      ${siteXml("Sample rash", "https://medlineplus.gov/ency/article/009999.htm", ["Encyclopedia"])}
      ${siteXml("Trials", "https://clinicaltrials.gov/search?cond=%22Rash%22&amp;aggFilters=status:not%20rec", ["Clinical Trials"])}`,
  }),
  topicXml({
    id: 2,
    title: "Sarpullido de muestra",
    language: "Spanish",
    slug: "samplerash",
    inside: `${group(18, "Piel", "spanish/")}
      <language-mapped-topic url="https://medlineplus.gov/samplerash.html" id="1" language="English">X</language-mapped-topic>`,
  }),
  topicXml({ id: 3, title: "Itch", inside: group(18, "Skin") + group(31, "Symptoms") }),
  topicXml({ id: 4, title: "Él Niño Fever", slug: "elninofever", inside: group(31, "Symptoms") }),
];

describe("questions about health topics", () => {
  let server: TopicsServer;
  let medlineplus: MedlinePlus;
  let schema: GraphQLSchema;
  const platform = testPlatform(systemClock);

  const ask = async (source: string): Promise<ExecutionResult> => {
    const result = await graphql({ schema, source, contextValue: { call: callOf(platform), medlineplus } });
    return JSON.parse(JSON.stringify(result)) as ExecutionResult;
  };
  const answer = async (source: string): Promise<unknown> => {
    const { data, errors } = await ask(source);
    expect(errors).toBeUndefined();
    return data;
  };

  beforeAll(async () => {
    server = await listenTopics({ "2030-10-02": topicsFileXml(TOPICS) });
    medlineplus = createTopics(platform, server.loopback, await temporaryFolder());
    await medlineplus.start();
    const resolvers = medlineplusResolvers as unknown as NonEmptyArray<new () => object>;
    schema = await buildSchema({ resolvers, validate: false });
  });

  afterAll(async () => {
    await medlineplus.close();
    await server.loopback.close();
  });

  it("answers a whole topic page without asking anybody", async () => {
    const seen = server.loopback.seen.length;

    const data = await answer(`{ healthTopic(slug: "samplerash") {
      id topicId slug title language url metaDescription alsoCalled summary { text } createdOn
      groups { groupId name topicCount }
      relatedTopics { title } translation { title language translation { title } }
      sections { heading block kind links { title kind encyclopediaArticleId trialConditions } }
      provenance { source url freshness sourceUpdatedOn }
    } }`);

    expect(data).toEqual({
      healthTopic: {
        id: "HealthTopic:1",
        topicId: "1",
        slug: "samplerash",
        title: "Sample Rash",
        language: "ENGLISH",
        url: "https://medlineplus.gov/samplerash.html",
        metaDescription: "Made up.",
        alsoCalled: ["Blotch"],
        summary: { text: "A rash is red. It can itch at night." },
        createdOn: "2004-01-31",
        groups: [{ groupId: "18", name: "Skin", topicCount: 2 }],
        relatedTopics: [{ title: "Itch" }],
        translation: { title: "Sarpullido de muestra", language: "SPANISH", translation: { title: "Sample Rash" } },
        sections: [
          {
            heading: "Clinical Trials",
            block: "RESEARCH",
            kind: "CLINICAL_TRIALS",
            links: [{ title: "Trials", kind: "TRIAL_SEARCH", encyclopediaArticleId: null, trialConditions: ["Rash"] }],
          },
          {
            heading: "Medical Encyclopedia",
            block: "ENCYCLOPEDIA",
            kind: "ENCYCLOPEDIA",
            links: [
              {
                title: "Sample rash",
                kind: "ENCYCLOPEDIA_ARTICLE",
                encyclopediaArticleId: "article/009999",
                trialConditions: [],
              },
            ],
          },
        ],
        provenance: {
          source: "medlineplus",
          url: "https://medlineplus.gov/samplerash.html",
          freshness: "FRESH",
          sourceUpdatedOn: null,
        },
      },
    });
    expect(server.loopback.seen).toHaveLength(seen);
  });

  it.each([
    [`slug: "SampleRash"`, "Sample Rash"],
    [`slug: "samplerash", language: SPANISH`, "Sarpullido de muestra"],
    [`topicId: "2"`, "Sarpullido de muestra"],
    [`url: "http://www.nlm.nih.gov/medlineplus/spanish/samplerash.html"`, "Sarpullido de muestra"],
    [`url: "https://medlineplus.gov/itch.html?utm_source=x#y"`, "Itch"],
  ])("finds a topic by %s", async (names, title) => {
    expect(await answer(`{ healthTopic(${names}) { title } }`)).toEqual({ healthTopic: { title } });
  });

  it.each([`slug: "nosuchtopic"`, `topicId: "999"`, `url: "https://medlineplus.gov/ency/article/000001.htm"`])(
    "answers null for %s",
    async (names) => {
      expect(await answer(`{ healthTopic(${names}) { title } }`)).toEqual({ healthTopic: null });
    },
  );

  it.each([
    [`healthTopic { title }`, "slug", "nothing names the topic"],
    [`healthTopic(slug: "itch", topicId: "3") { title }`, "topicId", "slug and topicId are given together"],
    [`healthTopic(slug: "../etc") { title }`, "slug", "is no slug"],
    [`healthTopic(topicId: "abc") { title }`, "topicId", "is no topic number"],
    [`healthTopic(url: "https://example.org/itch.html") { title }`, "url", "is no address at MedlinePlus"],
    [`healthTopics(first: 0) { totalCount }`, "first", "0 is out of range"],
    [`healthTopics(first: 5000) { totalCount }`, "first", "5000 is out of range"],
    [`healthTopics(after: "foreign") { totalCount }`, "after", "is not a cursor"],
    [`healthTopics(group: "skin") { totalCount }`, "group", "is no group number"],
    [`healthTopics(startsWith: "?") { totalCount }`, "startsWith", "starts no title"],
    [`searchHealthTopics(query: " ") { totalCount }`, "query", "there is nothing to search for"],
    [`searchHealthTopics(query: "${"x".repeat(201)}") { totalCount }`, "query", "it has 201 characters"],
    [`searchHealthTopics(query: "itch", first: -1) { totalCount }`, "first", "-1 is out of range"],
    [`suggestHealthTopics(prefix: "itch", first: 21) { text }`, "first", "21 is out of range"],
    [`healthTopicsForCode(system: ICD_10_CM, code: "drop table") { title }`, "code", "is no ICD_10_CM code"],
  ])("refuses %s", async (field, argument, wrong) => {
    const { errors } = await ask(`{ ${field} }`);

    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toContain(`Argument "${argument}"`);
    expect(errors?.[0]?.message).toContain(wrong);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
  });

  it("lists topics page by page in the order of their titles", async () => {
    const page = (after: string | null) =>
      answer(`{ healthTopics(first: 2${after ? `, after: "${after}"` : ""}) {
        nodes { title } edges { cursor node { title } } totalCount pageInfo { hasNextPage hasPreviousPage endCursor } } }`) as Promise<{
        healthTopics: { pageInfo: { endCursor: string } };
      }>;

    const first = await page(null);
    const second = await page(first.healthTopics.pageInfo.endCursor);

    expect(first.healthTopics).toMatchObject({
      nodes: [{ title: "Él Niño Fever" }, { title: "Itch" }],
      totalCount: 3,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    expect(second.healthTopics).toMatchObject({
      edges: [{ node: { title: "Sample Rash" } }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
  });

  it("refuses a cursor of another list", async () => {
    const data = (await answer(`{ healthTopics(first: 1) { pageInfo { endCursor } } }`)) as {
      healthTopics: { pageInfo: { endCursor: string } };
    };

    const { errors } = await ask(
      `{ healthTopics(language: SPANISH, after: "${data.healthTopics.pageInfo.endCursor}") { totalCount } }`,
    );

    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "after" });
  });

  it("lists topics by group and by the start of their titles, accents aside", async () => {
    const data = await answer(`{
      group: healthTopics(group: "31") { nodes { title } totalCount }
      none: healthTopics(group: "77") { nodes { title } totalCount }
      start: healthTopics(startsWith: "el nino") { nodes { title } }
      both: healthTopics(group: "18", startsWith: "s") { nodes { title } }
    }`);

    expect(data).toEqual({
      group: { nodes: [{ title: "Él Niño Fever" }, { title: "Itch" }], totalCount: 2 },
      none: { nodes: [], totalCount: 0 },
      start: { nodes: [{ title: "Él Niño Fever" }] },
      both: { nodes: [{ title: "Sample Rash" }] },
    });
  });

  it("lists the groups of a language with their topics", async () => {
    const data = await answer(`{
      healthTopicGroups { groupId name topicCount topics(first: 1) { nodes { title } totalCount } }
      spanish: healthTopicGroups(language: SPANISH) { groupId name language url }
    }`);

    expect(data).toEqual({
      healthTopicGroups: [
        { groupId: "18", name: "Skin", topicCount: 2, topics: { nodes: [{ title: "Itch" }], totalCount: 2 } },
        {
          groupId: "31",
          name: "Symptoms",
          topicCount: 2,
          topics: { nodes: [{ title: "Él Niño Fever" }], totalCount: 2 },
        },
      ],
      spanish: [
        { groupId: "18", name: "Piel", language: "SPANISH", url: "https://medlineplus.gov/spanish/group18.html" },
      ],
    });
  });

  it("searches with snippets, suggestion and group", async () => {
    const data = await answer(`{
      found: searchHealthTopics(query: "itching") { totalCount suggestion edges { node { title } snippet { html text } } }
      grouped: searchHealthTopics(query: "itch", group: "31") { nodes { title } }
      misspelt: searchHealthTopics(query: "blotsh") { nodes { title } suggestion }
    }`);

    expect(data).toEqual({
      found: {
        totalCount: 2,
        suggestion: null,
        edges: [
          { node: { title: "Itch" }, snippet: { html: "Made up.", text: "Made up." } },
          {
            node: { title: "Sample Rash" },
            snippet: {
              html: "A rash is red. It can <mark>itch</mark> at night.",
              text: "A rash is red. It can itch at night.",
            },
          },
        ],
      },
      grouped: { nodes: [{ title: "Itch" }] },
      misspelt: { nodes: [{ title: "Sample Rash" }], suggestion: "blotch" },
    });
  });

  it("pages through what a search found", async () => {
    type Found = { searchHealthTopics: { nodes: object[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    const fields = "{ nodes { title } pageInfo { endCursor hasNextPage } }";

    const first = (await answer(`{ searchHealthTopics(query: "itch", first: 1) ${fields} }`)) as Found;
    const { endCursor } = first.searchHealthTopics.pageInfo;
    const second = (await answer(
      `{ searchHealthTopics(query: "itch", first: 1, after: "${endCursor}") ${fields} }`,
    )) as Found;

    expect(first.searchHealthTopics.nodes).toEqual([{ title: "Itch" }]);
    expect(second.searchHealthTopics.nodes).toEqual([{ title: "Sample Rash" }]);
    expect(second.searchHealthTopics.pageInfo.hasNextPage).toBe(false);
  });

  it("suggests names while somebody types", async () => {
    expect(await answer(`{ suggestHealthTopics(prefix: "blo") { text topic { title } } }`)).toEqual({
      suggestHealthTopics: [{ text: "Blotch", topic: { title: "Sample Rash" } }],
    });
  });

  it("describes every type, field, argument and value", () => {
    const silent = Object.values(schema.getTypeMap()).flatMap((type) => {
      if (type.name.startsWith("__")) return [];
      const fields = "getFields" in type ? Object.values(type.getFields()) : [];
      const values = "getValues" in type ? type.getValues() : [];
      const parts = fields.flatMap((field) => [field, ...("args" in field ? field.args : [])]);
      const all = [...parts, ...values].map((part) => ({ name: `${type.name}.${part.name}`, text: part.description }));
      const named = type.name === "Query" ? [] : [{ name: type.name, text: type.description }];
      return [...named, ...all].filter(({ text }) => !text).map(({ name }) => name);
    });

    expect(silent).toEqual([]);
  });
});
