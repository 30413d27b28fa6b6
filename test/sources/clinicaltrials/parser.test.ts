import { describe, expect, it } from "@jest/globals";
import type { ClinicalTrial } from "../../../src/sources/clinicaltrials/index.js";
import { parseCount, parseStudies, parseVersion } from "../../../src/sources/clinicaltrials/parser.js";
import { study } from "./support.js";

const page = (...studies: unknown[]): string => JSON.stringify({ studies });

function trialWith(modules: Record<string, unknown>, rest: Record<string, unknown> = {}): ClinicalTrial {
  const [trial] = parseStudies(page(study("NCT01234567", modules, rest))).trials;
  if (!trial) throw new Error("no trial");
  return trial;
}

describe("a study", () => {
  it("has its identity, page and status", () => {
    expect(trialWith({})).toMatchObject({
      id: "ClinicalTrial:NCT01234567",
      nctId: "NCT01234567",
      url: "https://clinicaltrials.gov/study/NCT01234567",
      title: "Title of NCT01234567",
      overallStatus: "RECRUITING",
      lastUpdatedOn: "2026-03-02",
      dataVersion: "2026-08-28",
    });
  });

  it("of which nothing is known has empty lists and nulls", () => {
    const trial = trialWith({});

    expect(trial).toMatchObject({ phases: [], conditions: [], references: [], allLocations: [], locationCount: 0 });
    expect(trial).toMatchObject({
      design: null,
      eligibility: null,
      enrollment: null,
      startDate: null,
      oversight: null,
    });
  });

  it("keeps partial dates as they are, and their type apart", () => {
    const statusModule = {
      overallStatus: "COMPLETED",
      startDateStruct: { date: "2011-05" },
      completionDateStruct: { date: "2013-05-09", type: "ACTUAL" },
      primaryCompletionDateStruct: { date: "May 2013", type: "ACTUAL" },
    };

    expect(trialWith({ statusModule })).toMatchObject({
      startDate: { date: "2011-05", type: null },
      completionDate: { date: "2013-05-09", type: "ACTUAL" },
      primaryCompletionDate: null,
    });
  });

  it("survives words that the registry added later", () => {
    const trial = trialWith({
      statusModule: { overallStatus: "PAUSED_BY_MOON" },
      designModule: { studyType: "IN_SILICO", phases: ["PHASE2", "PHASE5", "PHASE6"] },
    });

    expect(trial.overallStatus).toBe("UNRECOGNISED");
    expect(trial.studyType).toBe("UNRECOGNISED");
    expect(trial.phases).toEqual(["PHASE2", "UNRECOGNISED"]);
  });

  it("takes a row of nines for an enrollment that is not known, and keeps real numbers", () => {
    const enrollmentOf = (count: unknown) =>
      trialWith({ designModule: { enrollmentInfo: { count } } }).enrollment?.count;

    expect(enrollmentOf(99999999)).toBeNull();
    expect(enrollmentOf(999999)).toBeNull();
    expect(enrollmentOf(188814085)).toBe(188814085);
    expect(enrollmentOf(999)).toBe(999);
    expect(enrollmentOf(0)).toBe(0);
    expect(enrollmentOf("many")).toBeNull();
  });

  it("unescapes Markdown where the schema gives plain text", () => {
    const armsInterventionsModule = {
      interventions: [{ type: "DRUG", name: "A", description: "Dose \\> 5 mg/kg \\[daily\\]\n\n* by mouth\n* twice" }],
    };

    expect(trialWith({ armsInterventionsModule }).interventions[0]?.description).toBe(
      "Dose > 5 mg/kg [daily]\n\n- by mouth\n- twice",
    );
  });

  it("writes the filled-up MeSH numbers of older data sets as MeSH does", () => {
    const meshes = ["D000003731", "D003731", "D000086382", "C536965"].map((id) => ({ id, term: `Term ${id}` }));
    const derivedSection = { conditionBrowseModule: { meshes } };

    const ids = trialWith({}, { derivedSection }).conditionMeshTerms.map(({ id }) => id);

    expect(ids).toEqual(["D003731", "D003731", "D000086382", "C536965"]);
  });

  it("keeps references without a PubMed number, and drops numbers that are none", () => {
    const references = [
      { pmid: "18519994", type: "RESULT", citation: "One", retractions: [{ pmid: "11111111", source: "A notice" }] },
      { citation: "Two", type: "BACKGROUND" },
      { pmid: "12 OR 13", citation: "Three" },
    ];

    const trial = trialWith({ referencesModule: { references } });

    expect(trial.references.map(({ pmid }) => pmid)).toEqual(["18519994", null, null]);
    expect(trial.references[0]?.retractions).toEqual([{ pmid: "11111111", source: "A notice" }]);
  });

  it("links posted documents under the last two digits of its number", () => {
    const largeDocs = [
      { label: "Study Protocol", filename: "Prot 1.pdf", date: "2020-01-02", size: 42, hasProtocol: true },
    ];

    const [document] = trialWith({}, { documentSection: { largeDocumentModule: { largeDocs } } }).documents;

    expect(document?.url).toBe("https://cdn.clinicaltrials.gov/large-docs/67/NCT01234567/Prot%201.pdf");
    expect(document).toMatchObject({ label: "Study Protocol", date: "2020-01-02", sizeBytes: 42, hasProtocol: true });
  });

  it("gives no address that a page must not link", () => {
    const seeAlsoLinks = ["javascript:alert(1)", "www.example.org/a", "https://example.org/b", "data:text/html,x"].map(
      (url) => ({ label: "Page", url }),
    );

    const urls = trialWith({ referencesModule: { seeAlsoLinks } }).seeAlsoLinks.map(({ url }) => url);

    expect(urls).toEqual(["http://www.example.org/a", "https://example.org/b"]);
  });

  it("has what only observational studies have", () => {
    const designModule = {
      patientRegistry: true,
      targetDuration: "5 Years",
      bioSpec: { retention: "SAMPLES_WITH_DNA", description: "Blood \\& saliva" },
    };

    expect(trialWith({ designModule }).design).toMatchObject({
      isPatientRegistry: true,
      followUpDuration: "5 Years",
      biospecimenRetention: "SAMPLES_WITH_DNA",
      biospecimenDescription: "Blood & saliva",
      whoMasked: [],
    });
  });

  it("names the responsible party of old records too", () => {
    const responsibleParty = { oldNameTitle: "A. Person, Director", oldOrganization: "An Institute" };

    expect(trialWith({ sponsorCollaboratorsModule: { responsibleParty } }).responsibleParty).toEqual({
      type: null,
      name: "A. Person, Director",
      title: null,
      affiliation: "An Institute",
    });
  });
});

describe("a changed wire format", () => {
  const odd = [null, 7, true, "text", [], {}, [null], [7], [[]], { text: {} }, [{ a: null }]];

  it.each(odd.map((value) => [JSON.stringify(value), value]))(
    "costs single fields where modules are %s",
    (_, value) => {
      const names = [
        "design",
        "conditions",
        "eligibility",
        "outcomes",
        "references",
        "contactsLocations",
        "description",
      ];
      const modules = Object.fromEntries(
        [...names, "sponsorCollaborators", "armsInterventions", "ipdSharingStatement", "oversight"].map((name) => [
          `${name}Module`,
          value,
        ]),
      );

      const text = JSON.stringify(trialWith(modules, { documentSection: value, derivedSection: value }));

      expect(text).toContain('"title":"Title of NCT01234567"');
      expect(text).not.toMatch(/\[object|undefined|NaN/);
    },
  );

  it.each(odd.map((value) => [JSON.stringify(value), value]))(
    "costs single fields where members are %s",
    (_, value) => {
      const everything = new Proxy({}, { get: () => value });
      const members = [
        "conditions",
        "keywords",
        "phases",
        "locations",
        "references",
        "armGroups",
        "eligibilityCriteria",
      ];
      const strange = Object.fromEntries(members.map((name) => [name, (everything as Record<string, unknown>)[name]]));
      const modules = Object.fromEntries(
        ["conditions", "design", "contactsLocations", "references", "armsInterventions", "eligibility"].map((name) => [
          `${name}Module`,
          { ...strange, keywords: ["kept"] },
        ]),
      );

      const trial = trialWith(modules);

      expect(trial.keywords).toEqual(["kept"]);
      expect(JSON.stringify(trial)).not.toMatch(/\[object|undefined|NaN/);
    },
  );

  it("costs a study without a number that study alone", () => {
    const broken = [study("NCT12"), { protocolSection: null }, { hasResults: true }];

    const { trials, unreadable } = parseStudies(page(study("NCT00000001"), ...broken, study("NCT00000002")));

    expect(trials.map(({ nctId }) => nctId)).toEqual(["NCT00000001", "NCT00000002"]);
    expect(unreadable).toBe(3);
  });
});

describe("an answer", () => {
  it("has its token and total", () => {
    const body = JSON.stringify({ totalCount: 3, studies: [study("NCT00000001")], nextPageToken: "abc-_" });

    expect(parseStudies(body)).toMatchObject({ totalCount: 3, nextPageToken: "abc-_" });
  });

  it("of no studies is an empty page", () => {
    expect(parseStudies('{"studies": [  ]}')).toEqual({
      trials: [],
      unreadable: 0,
      nextPageToken: null,
      totalCount: null,
    });
  });

  it.each([
    "{}",
    "[]",
    "null",
    '"text"',
    '{"error":"no"}',
    '{"studies":null}',
    '{"studies":{}}',
    '{"studies":[',
    "Too many",
  ])("that reads %s is refused", (body) => {
    expect(() => parseStudies(body)).toThrow();
    expect(() => parseCount(body)).toThrow();
    expect(() => parseVersion(body)).toThrow();
  });

  it("has a version that is a time", () => {
    expect(parseVersion('{"apiVersion":"2.0.5","dataTimestamp":"2026-08-28T09:00:06"}')).toBe("2026-08-28T09:00:06");
  });
});
