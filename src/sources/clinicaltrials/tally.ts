import { type JsonPart, parseStudyParts } from "./parser.js";
import {
  TrialAgeGroup,
  TrialFacetKind,
  TrialInterventionType,
  TrialPhase,
  TrialSex,
  TrialSponsorClass,
  TrialStatus,
  TrialStudyType,
} from "./types.js";

/** How often each value occurs among the first studies that a question finds, by facet. */
export interface Tally {
  /** Studies that the question finds. */
  total: number;
  /** Studies that were looked at: all of them, or the first thousand. */
  sampled: number;
  counts: Record<TrialFacetKind, Record<string, number>>;
}

/** The values of each facet in one study. */
const VALUES: Record<TrialFacetKind, (study: JsonPart) => readonly string[]> = {
  [TrialFacetKind.OVERALL_STATUS]: (study) => one(module(study, "status").oneOf(TrialStatus, "overallStatus")),
  [TrialFacetKind.PHASE]: (study) => module(study, "design").manyOf(TrialPhase, "phases"),
  [TrialFacetKind.STUDY_TYPE]: (study) => one(module(study, "design").oneOf(TrialStudyType, "studyType")),
  [TrialFacetKind.SEX]: (study) => one(module(study, "eligibility").oneOf(TrialSex, "sex")),
  [TrialFacetKind.AGE_GROUP]: (study) => module(study, "eligibility").manyOf(TrialAgeGroup, "stdAges"),
  [TrialFacetKind.FUNDER_TYPE]: (study) =>
    one(module(study, "sponsorCollaborators").part("leadSponsor").oneOf(TrialSponsorClass, "class")),
  [TrialFacetKind.INTERVENTION_TYPE]: (study) => [
    ...new Set(
      module(study, "armsInterventions")
        .parts("interventions", (part) => part.oneOf(TrialInterventionType, "type"))
        .filter((type) => type !== null),
    ),
  ],
  [TrialFacetKind.HAS_RESULTS]: (study) => [study.flag("hasResults") ? "true" : "false"],
};

/**
 * Counts the values on a page of studies.
 * @throws Error when the body is no page of studies, or does not say how many there are in all
 */
export function parseTally(body: string): Tally {
  const { studies, totalCount } = parseStudyParts(body);
  if (totalCount === null) throw new Error("an answer without totalCount");
  return { total: totalCount, sampled: studies.length, counts: countAll(studies) };
}

/** The tally of no studies at all. */
export function emptyTally(): Tally {
  return { total: 0, sampled: 0, counts: countAll([]) };
}

function countAll(studies: readonly JsonPart[]): Tally["counts"] {
  const counts = Object.entries(VALUES).map(([kind, read]) => [kind, countValues(studies.flatMap(read))]);
  return Object.fromEntries(counts) as Tally["counts"];
}

function countValues(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function module(study: JsonPart, name: string): JsonPart {
  return study.part("protocolSection", `${name}Module`);
}

function one<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}
