import { type Json, type JsonObject, textAt, valuesAt } from "./study-json.js";

const PROTOCOL = "protocolSection";

const at = (path: string) => (study: JsonObject) => valuesAt(study, [PROTOCOL, ...path.split(".")]).map(String);

/** Items of a list, each as some of its members in one text. */
const joined =
  (path: string, separator: string, ...members: string[]) =>
  (study: JsonObject) =>
    valuesAt(study, [PROTOCOL, ...path.split(".")]).map((item) => membersOf(item, members).join(separator));

const membersOf = (item: Json, members: readonly string[]) =>
  members.map((member) => textAt(item, member)).filter((text) => text !== undefined);

const outcomes = (list: string) => joined(`outcomesModule.${list}`, ", ", "measure", "description", "timeFrame");

const DESIGN_LABELS = {
  allocation: "Allocation",
  interventionModel: "Intervention Model",
  "maskingInfo.masking": "Masking",
  primaryPurpose: "Primary Purpose",
  observationalModel: "Observational Model",
  timePerspective: "Time Perspective",
};

const studyDesign = (study: JsonObject): string[] =>
  Object.entries(DESIGN_LABELS).flatMap(([path, label]) =>
    at(`designModule.designInfo.${path}`)(study).map((value) => `${label}: ${value}`),
  );

const nctId = (study: JsonObject): string => at("identificationModule.nctId")(study)[0] ?? "";

const documents = (study: JsonObject): string[] =>
  valuesAt(study, ["documentSection", "largeDocumentModule", "largeDocs"]).map((document) => {
    const folder = `https://cdn.clinicaltrials.gov/large-docs/${nctId(study).slice(-2)}/${nctId(study)}`;
    return `${textAt(document, "label")}, ${folder}/${textAt(document, "filename")}`;
  });

/** The columns of the table in their fixed order; several values of one cell are joined with a pipe. */
export const CSV_COLUMNS: Record<string, (study: JsonObject) => string[]> = {
  "NCT Number": at("identificationModule.nctId"),
  "Study Title": at("identificationModule.briefTitle"),
  "Study URL": (study) => [`https://clinicaltrials.gov/study/${nctId(study)}`],
  Acronym: at("identificationModule.acronym"),
  "Study Status": at("statusModule.overallStatus"),
  "Brief Summary": at("descriptionModule.briefSummary"),
  "Study Results": (study) => [study.hasResults === true ? "YES" : "NO"],
  Conditions: at("conditionsModule.conditions"),
  Interventions: joined("armsInterventionsModule.interventions", ": ", "type", "name"),
  "Primary Outcome Measures": outcomes("primaryOutcomes"),
  "Secondary Outcome Measures": outcomes("secondaryOutcomes"),
  "Other Outcome Measures": outcomes("otherOutcomes"),
  Sponsor: at("sponsorCollaboratorsModule.leadSponsor.name"),
  Collaborators: at("sponsorCollaboratorsModule.collaborators.name"),
  Sex: at("eligibilityModule.sex"),
  Age: (study) => [at("eligibilityModule.stdAges")(study).join(", ")],
  Phases: at("designModule.phases"),
  Enrollment: at("designModule.enrollmentInfo.count"),
  "Funder Type": at("sponsorCollaboratorsModule.leadSponsor.class"),
  "Study Type": at("designModule.studyType"),
  "Study Design": studyDesign,
  "Other IDs": (study) => [
    ...at("identificationModule.orgStudyIdInfo.id")(study),
    ...at("identificationModule.secondaryIdInfos.id")(study),
  ],
  "Start Date": at("statusModule.startDateStruct.date"),
  "Primary Completion Date": at("statusModule.primaryCompletionDateStruct.date"),
  "Completion Date": at("statusModule.completionDateStruct.date"),
  "First Posted": at("statusModule.studyFirstPostDateStruct.date"),
  "Results First Posted": at("statusModule.resultsFirstPostDateStruct.date"),
  "Last Update Posted": at("statusModule.lastUpdatePostDateStruct.date"),
  Locations: joined("contactsLocationsModule.locations", ", ", "facility", "city", "state", "zip", "country"),
  "Study Documents": documents,
};
