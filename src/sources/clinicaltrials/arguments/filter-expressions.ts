import { badInput, quoted } from "../../../content/index.js";
import { UNRECOGNISED } from "../types.js";
import type { ClinicalTrialFilter } from "./filter.js";

/** Members that are lists of words, and the registry's piece that each of them looks at. */
const WORD_PIECES = {
  phases: "Phase",
  studyTypes: "StudyType",
  sexes: "Sex",
  ageGroups: "StdAge",
  interventionTypes: "InterventionType",
  funderTypes: "LeadSponsorClass",
} as const satisfies Partial<Record<keyof ClinicalTrialFilter, string>>;

/** Pairs of members that are dates, and the registry's piece that each of them looks at. */
const DATE_PIECES = [
  ["startedFrom", "startedTo", "StartDate"],
  ["completedFrom", "completedTo", "CompletionDate"],
  ["updatedFrom", "updatedTo", "LastUpdatePostDate"],
  ["firstPostedFrom", "firstPostedTo", "StudyFirstPostDate"],
] as const;

/**
 * A filter as Essie expressions that must all match; the statuses have a parameter of their own and are not in it.
 * @throws BAD_USER_INPUT naming the member
 */
export function toFilterExpressions(filter: ClinicalTrialFilter, argument: string): string[] {
  const expressions: string[] = [];
  for (const [member, piece] of Object.entries(WORD_PIECES)) {
    const words: readonly string[] = filter[member as keyof typeof WORD_PIECES] ?? [];
    if (words.length > 0) expressions.push(anyOf(piece, known(words, `${argument}.${member}`)));
  }
  if (filter.healthyVolunteers != null) expressions.push(`AREA[HealthyVolunteers]${filter.healthyVolunteers}`);
  if (filter.hasResults != null) expressions.push(resultsExpression(filter.hasResults));
  for (const [from, to, piece] of DATE_PIECES) {
    const earliest = toBound(filter[from], `${argument}.${from}`, "first");
    const latest = toBound(filter[to], `${argument}.${to}`, "last");
    if (earliest || latest) expressions.push(`AREA[${piece}]RANGE[${earliest ?? "MIN"},${latest ?? "MAX"}]`);
  }
  return expressions;
}

/** The expression for studies with any of these words in a piece of the record. */
export function anyOf(piece: string, words: readonly string[]): string {
  const sorted = [...new Set(words)].sort();
  return sorted.length === 1 ? `AREA[${piece}]${sorted[0]}` : `AREA[${piece}](${sorted.join(" OR ")})`;
}

/** The expression for studies with or without results: the registry itself tells it by this date. */
export function resultsExpression(hasResults: boolean): string {
  return `${hasResults ? "" : "NOT "}AREA[ResultsFirstSubmitDate]RANGE[MIN,MAX]`;
}

/**
 * Words that the registry knows.
 * @throws BAD_USER_INPUT for the word that stands for all that it may add
 */
export function known<T extends string>(words: readonly T[], argument: string): readonly T[] {
  if (!words.some((word) => word === UNRECOGNISED)) return words;
  throw badInput(argument, `${UNRECOGNISED} cannot be searched for`, "a value that the registry knows");
}

// The registry's ranges are of days; a year or month stands for its first day at the lower end, its last at the upper.
function toBound(date: string | null | undefined, argument: string, end: "first" | "last"): string | null {
  if (!date) return null;
  const [, year, month = end === "first" ? "01" : "12", day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(date) ?? [];
  if (year === undefined) throw badInput(argument, `${quoted(date)} has no days`, "a year, a month or a day: 2024-03");
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return `${year}-${month}-${day ?? (end === "first" ? "01" : lastDay)}`;
}
