import type { Call } from "../../upstream/index.js";
import { anyOf, resultsExpression } from "./arguments/filter-expressions.js";
import type { ClinicalTrials } from "./loader.js";
import { narrow, type TrialQuestion } from "./question.js";
import type { Tally } from "./tally.js";
import { type TrialFacet, TrialFacetKind, type TrialFacetValue, UNRECOGNISED } from "./types.js";

/** The registry's piece behind a facet; the other two are asked for in ways of their own. */
const PIECES: Partial<Record<TrialFacetKind, string>> = {
  [TrialFacetKind.PHASE]: "Phase",
  [TrialFacetKind.STUDY_TYPE]: "StudyType",
  [TrialFacetKind.SEX]: "Sex",
  [TrialFacetKind.AGE_GROUP]: "StdAge",
  [TrialFacetKind.FUNDER_TYPE]: "LeadSponsorClass",
  [TrialFacetKind.INTERVENTION_TYPE]: "InterventionType",
};

/** Most values of one facet that are counted one by one. */
const MOST_COUNTED = 12;

/** Estimates are ready this long before the deadline of the whole question, milliseconds. */
const SPARE_MS = 1_000;

/** The most calls that so many facets may cost. */
export function facetCalls(facets: number): number {
  return 1 + MOST_COUNTED * facets;
}

/**
 * Counts what a question finds by the values of facets.
 *
 * One call counts all facets of up to a thousand studies. Beyond that each value that occurs among the first thousand is
 * counted by a search of its own, most frequent first and behind whatever people wait for; a count that does not come in
 * time is estimated from the thousand, says so, and is there for the next asker.
 */
export async function countFacets(
  trials: ClinicalTrials,
  question: TrialQuestion,
  kinds: readonly TrialFacetKind[],
  call: Call,
): Promise<TrialFacet[]> {
  const tally = await trials.tally(question, call);
  const counts: Call = { ...call, priority: "background", deadline: call.deadline - SPARE_MS };
  const counting = [...new Set(kinds)].map(async (by): Promise<TrialFacet> => {
    const values = await countValues(trials, question, by, tally, counts);
    values.sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
    return { by, values, isExact: values.every(({ isExact }) => isExact) };
  });
  return Promise.all(counting);
}

async function countValues(
  trials: ClinicalTrials,
  question: TrialQuestion,
  by: TrialFacetKind,
  tally: Tally,
  call: Call,
): Promise<TrialFacetValue[]> {
  const sampled = Object.entries(tally.counts[by]).sort(([, a], [, b]) => b - a);
  if (tally.sampled >= tally.total) return sampled.map(([value, count]) => ({ value, count, isExact: true }));
  const estimate = (count: number): number => Math.round((count / tally.sampled) * tally.total);
  const values = sampled.map(async ([value, count], index): Promise<TrialFacetValue> => {
    const narrowed = index < MOST_COUNTED ? narrowTo(question, by, value) : null;
    const counted = narrowed && (await trials.count(narrowed, call).catch(() => null));
    return counted === null
      ? { value, count: estimate(count), isExact: false }
      : { value, count: counted, isExact: true };
  });
  return Promise.all(values);
}

/** The question for one value of a facet; null for a value that the registry cannot be asked for. */
function narrowTo(question: TrialQuestion, by: TrialFacetKind, value: string): TrialQuestion | null {
  if (value === UNRECOGNISED) return null;
  if (by === TrialFacetKind.OVERALL_STATUS) return narrow(question, { status: value });
  if (by === TrialFacetKind.HAS_RESULTS) return narrow(question, { filter: resultsExpression(value === "true") });
  const piece = PIECES[by];
  return piece === undefined ? null : narrow(question, { filter: anyOf(piece, [value]) });
}
