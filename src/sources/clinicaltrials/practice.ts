import type { PracticeAnswers } from "../../upstream/index.js";

/** The registry as it answers when somebody practises: a study of no content under every number and for every search. */
export const practiseClinicalTrials: PracticeAnswers = ({ path, parameters }) => {
  if (path === "/version") return json({ apiVersion: "2.0", dataTimestamp: "2025-01-02T09:00:00" });
  if (path !== "/studies") return null;
  const nctIds = parameters.get("filter.ids")?.split(",") ?? foundIds(Number(parameters.get("pageSize")));
  return json({ totalCount: nctIds.length, studies: nctIds.map(emptyStudy) });
};

function json(answer: object) {
  return { type: "application/json", text: JSON.stringify(answer) };
}

function foundIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `NCT${String(index + 1).padStart(8, "0")}`);
}

function emptyStudy(nctId: string): object {
  const date = { date: "2025-01-02", type: "ACTUAL" };
  return {
    protocolSection: {
      identificationModule: { nctId, briefTitle: "None", officialTitle: "No study" },
      statusModule: { overallStatus: "COMPLETED", startDateStruct: date, completionDateStruct: date },
      sponsorCollaboratorsModule: { leadSponsor: { name: "Nobody", class: "OTHER" } },
      descriptionModule: { briefSummary: "A sentence.\n\n* one\n* two", detailedDescription: "Nothing." },
      conditionsModule: { conditions: ["None"], keywords: ["none"] },
      designModule: { studyType: "INTERVENTIONAL", phases: ["PHASE2"], enrollmentInfo: { count: 1, type: "ACTUAL" } },
      armsInterventionsModule: {
        armGroups: [{ label: "A", type: "EXPERIMENTAL", description: "None", interventionNames: ["Drug: None"] }],
        interventions: [{ type: "DRUG", name: "None", description: "None", armGroupLabels: ["A"] }],
      },
      outcomesModule: { primaryOutcomes: [{ measure: "None", description: "None", timeFrame: "1 day" }] },
      eligibilityModule: { eligibilityCriteria: "Inclusion Criteria:\n\n* None", sex: "ALL", minimumAge: "18 Years" },
      contactsLocationsModule: { locations: [{ facility: "None", city: "Nowhere", country: "None" }] },
      referencesModule: { references: [{ pmid: "1", type: "RESULT", citation: "None." }] },
    },
    derivedSection: {
      conditionBrowseModule: {
        meshes: [{ id: "D000000", term: "None" }],
        ancestors: [{ id: "D000000", term: "None" }],
      },
    },
    hasResults: false,
  };
}
