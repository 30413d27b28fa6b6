/**
 * What is fetched of a study: all that the schema can select, and nothing else. A cached record is therefore whole
 * whatever the question was that brought it. Results are left out on purpose: they make a record of 18 kB one of 200.
 */
export const RECORD_FIELDS = [
  "ProtocolSection",
  "LargeDocumentModule",
  "VersionHolder",
  "ConditionMeshId",
  "ConditionMeshTerm",
  "ConditionAncestorId",
  "ConditionAncestorTerm",
  "InterventionMeshId",
  "InterventionMeshTerm",
  "InterventionAncestorId",
  "InterventionAncestorTerm",
  "HasResults",
].join(",");

/** The smallest study that can be asked for, where only the number of studies counts. */
export const COUNT_FIELDS = "NCTId";

/** What facets are counted from. */
export const FACET_FIELDS = [
  "OverallStatus",
  "Phase",
  "StudyType",
  "Sex",
  "StdAge",
  "LeadSponsorClass",
  "InterventionType",
  "HasResults",
].join(",");
