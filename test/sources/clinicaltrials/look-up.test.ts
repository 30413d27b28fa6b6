import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Asker, createAsker } from "./asking.js";
import { listenRegistry, type Registry, study } from "./support.js";

let registry: Registry;
let asker: Asker;

const site = (city: string, lat?: number, lon?: number) => ({
  facility: `Clinic of ${city}`,
  city,
  country: "Norway",
  ...(lat === undefined ? {} : { geoPoint: { lat, lon } }),
});

beforeEach(async () => {
  const rich = study("NCT00000001", {
    designModule: { studyType: "INTERVENTIONAL", phases: ["PHASE2", "PHASE3"] },
    conditionsModule: { conditions: ["Asthma"] },
    descriptionModule: { briefSummary: "Age \\> 5 and <b>not</b> bold.\n\n* first\n* second" },
    eligibilityModule: {
      eligibilityCriteria: "Inclusion Criteria:\n\n* Age \\>= 18\n\nExclusion Criteria:\n\n* Smokers\n* Others",
      sex: "ALL",
    },
    contactsLocationsModule: {
      locations: [
        site("Bergen", 60.39, 5.32),
        site("Nowhere"),
        site("Oslo", 59.91, 10.75),
        site("Tromsø", 69.65, 18.96),
      ],
    },
  });
  registry = await listenRegistry([rich, study("NCT00000002")]);
  asker = createAsker(registry.url);
});

afterEach(async () => {
  await asker.trials.close();
  await registry.close();
});

describe("clinicalTrial", () => {
  it("answers with the fields of a list", async () => {
    const { clinicalTrial } = await asker.data(
      '{ clinicalTrial(nctId: " nct00000001") { id nctId title overallStatus phases conditions url } }',
    );

    expect(clinicalTrial).toEqual({
      id: "ClinicalTrial:NCT00000001",
      nctId: "NCT00000001",
      title: "Title of NCT00000001",
      overallStatus: "RECRUITING",
      phases: ["PHASE2", "PHASE3"],
      conditions: ["Asthma"],
      url: "https://clinicaltrials.gov/study/NCT00000001",
    });
  });

  it("gives Markdown as HTML and plain text, and HTML in it as text", async () => {
    const { clinicalTrial } = await asker.data(
      '{ clinicalTrial(nctId: "NCT00000001") { briefSummary { html text } } }',
    );

    expect(clinicalTrial?.briefSummary).toEqual({
      html: "<p>Age &gt; 5 and &lt;b&gt;not&lt;/b&gt; bold.</p><ul><li>first</li><li>second</li></ul>",
      text: "Age > 5 and <b>not</b> bold.\n- first\n- second",
    });
  });

  it("parts the criteria where they say so", async () => {
    const { clinicalTrial } = await asker.data(`{ clinicalTrial(nctId: "NCT00000001") {
      eligibility { sex inclusion { text } exclusion { text } criteria { text } }
    } }`);

    expect(clinicalTrial?.eligibility).toMatchObject({
      sex: "ALL",
      inclusion: { text: "- Age >= 18" },
      exclusion: { text: "- Smokers\n- Others" },
      criteria: { text: expect.stringContaining("Inclusion Criteria:") },
    });
  });

  it("says where it came from and how old it is", async () => {
    const { clinicalTrial } = await asker.data(`{ clinicalTrial(nctId: "NCT00000001") {
      dataVersion provenance { source url freshness sourceUpdatedOn attribution license { mayRepublish } }
    } }`);

    expect(clinicalTrial).toEqual({
      dataVersion: "2026-08-28",
      provenance: {
        source: "clinicaltrials",
        url: "https://clinicaltrials.gov/study/NCT00000001",
        freshness: "FRESH",
        sourceUpdatedOn: "2026-03-02",
        attribution: expect.stringContaining("does not mean that NIH has evaluated"),
        license: { mayRepublish: true },
      },
    });
  });

  it("can be cited", async () => {
    const { clinicalTrial } = await asker.data(
      '{ clinicalTrial(nctId: "NCT00000001") { citation ris: citation(style: RIS) } }',
    );

    expect(clinicalTrial?.citation).toContain("Title of NCT00000001 (NCT00000001)");
    expect(clinicalTrial?.citation).toContain("https://clinicaltrials.gov/study/NCT00000001");
    expect(clinicalTrial?.ris).toContain("UR  - https://clinicaltrials.gov/study/NCT00000001");
  });

  it("is null for a number that nobody has", async () => {
    expect(await asker.data('{ clinicalTrial(nctId: "NCT09999999") { title } }')).toEqual({ clinicalTrial: null });
  });

  it.each([
    "NCT12",
    "12345678",
    "",
    "NCT012345678",
    "NCT00000000",
    "NCT0000000\u0661",
    "NCT00000001,NCT00000002",
    "../version",
  ])("refuses %j without asking the registry", async (nctId) => {
    const { errors } = await asker.ask("query ($nctId: ID!) { clinicalTrial(nctId: $nctId) { title } }", { nctId });

    expect(errors?.[0]?.message).toMatch(/^Argument "nctId": .* Expected NCT and 8 digits/);
    expect(errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
    expect(registry.server.seen).toEqual([]);
  });
});

describe("clinicalTrials", () => {
  it("keeps the order, with null for the unknown, in one call", async () => {
    const nctIds = ["NCT00000002", "nct09999999", "NCT00000001"];

    const { clinicalTrials } = await asker.data(
      "query ($nctIds: [ID!]!) { clinicalTrials(nctIds: $nctIds) { nctId } }",
      { nctIds },
    );

    expect(clinicalTrials).toEqual([{ nctId: "NCT00000002" }, null, { nctId: "NCT00000001" }]);
    expect(registry.asked()).toHaveLength(1);
  });

  it("refuses more than a hundred numbers, and names the one that is wrong", async () => {
    const source = "query ($nctIds: [ID!]!) { clinicalTrials(nctIds: $nctIds) { nctId } }";

    const many = await asker.ask(source, { nctIds: Array.from({ length: 101 }, () => "NCT00000001") });
    const wrong = await asker.ask(source, { nctIds: ["NCT00000001", "x"] });

    expect(many.errors?.[0]?.message).toContain("at most 100");
    expect(wrong.errors?.[0]?.message).toContain('Argument "nctIds.1"');
    expect(registry.server.seen).toEqual([]);
  });
});

describe("locations", () => {
  it("come a page at a time, as registered", async () => {
    const source = `query ($after: String) { clinicalTrial(nctId: "NCT00000001") { locationCount
      locations(first: 3, after: $after) { totalCount nodes { city } edges { distanceKm } pageInfo { endCursor hasNextPage } }
    } }`;

    const first = (await asker.data(source)).clinicalTrial?.locations as { pageInfo: { endCursor: string } };
    const second = (await asker.data(source, { after: first.pageInfo.endCursor })).clinicalTrial;

    expect(first).toMatchObject({ totalCount: 4, nodes: [{ city: "Bergen" }, { city: "Nowhere" }, { city: "Oslo" }] });
    expect(second).toMatchObject({
      locationCount: 4,
      locations: { nodes: [{ city: "Tromsø" }], edges: [{ distanceKm: null }], pageInfo: { hasNextPage: false } },
    });
  });

  it("near a point come nearest first, without those outside or without position", async () => {
    const { clinicalTrial } = await asker.data(`{ clinicalTrial(nctId: "NCT00000001") {
      locations(near: { latitude: 59.9, longitude: 10.7, radiusKm: 400 }) { totalCount edges { distanceKm node { city } } }
    } }`);

    expect(clinicalTrial?.locations).toEqual({
      totalCount: 2,
      edges: [
        { distanceKm: 3, node: { city: "Oslo" } },
        { distanceKm: expect.closeTo(303, -1), node: { city: "Bergen" } },
      ],
    });
  });
});

describe("the schema of trials", () => {
  it("describes every type, field, argument and value", async () => {
    const undescribed = await undescribedNames();

    expect(undescribed).toEqual([]);
  });
});

async function undescribedNames(): Promise<string[]> {
  const { data } = await asker.ask(`{ __schema { types { name description
    fields { name description args { name description } } inputFields { name description } enumValues { name description }
  } } }`);
  interface Named {
    name: string;
    description: string | null;
    fields?: (Named & { args: Named[] })[] | null;
    inputFields?: Named[] | null;
    enumValues?: Named[] | null;
  }
  const introspected = data as { __schema: { types: Named[] } } | null | undefined;
  return (introspected?.__schema.types ?? [])
    .filter(({ name }) => !name.startsWith("__") && name !== "Query")
    .flatMap((type) => [
      type,
      ...(type.fields ?? []).flatMap((field) => [field, ...field.args]),
      ...(type.inputFields ?? []),
      ...(type.enumValues ?? []),
    ])
    .filter(({ description }) => !description)
    .map(({ name }) => name);
}
