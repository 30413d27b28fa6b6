import { setImmediate as turn } from "node:timers/promises";
import { parseStudies } from "./parser.js";

const TIMES = 20;
const STUDIES = 10;

/** Reads studies of no content until V8 has compiled the parser; others get their turn after every few. */
export async function warmUpParser(): Promise<void> {
  const answer = JSON.stringify({ totalCount: STUDIES, studies: Array.from({ length: STUDIES }, emptyStudy) });
  for (let time = 0; time < TIMES; time++) {
    parseStudies(answer);
    await turn();
  }
}

function emptyStudy(_: unknown, index: number): object {
  const date = { date: "2025-01-02", type: "ACTUAL" };
  return {
    protocolSection: {
      identificationModule: { nctId: `NCT0000000${index}`, briefTitle: "None", officialTitle: "No study" },
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
