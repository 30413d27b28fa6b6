import { registerEnumType } from "type-graphql";

/** The orders that trials can be had in. */
export enum TrialSort {
  RELEVANCE = "RELEVANCE",
  LAST_UPDATED = "LAST_UPDATED",
  FIRST_POSTED = "FIRST_POSTED",
  START_DATE_NEWEST = "START_DATE_NEWEST",
  START_DATE_OLDEST = "START_DATE_OLDEST",
  COMPLETION_DATE_NEWEST = "COMPLETION_DATE_NEWEST",
  ENROLLMENT_LARGEST = "ENROLLMENT_LARGEST",
}

registerEnumType(TrialSort, {
  name: "TrialSort",
  description: "The order of trials. Trials without the date or number come last.",
  valuesConfig: {
    RELEVANCE: { description: "Best match first; without a text to match, the same as LAST_UPDATED." },
    LAST_UPDATED: { description: "Most recently changed first." },
    FIRST_POSTED: { description: "Most recently registered first." },
    START_DATE_NEWEST: { description: "Latest start first; planned starts before past ones." },
    START_DATE_OLDEST: { description: "Earliest start first." },
    COMPLETION_DATE_NEWEST: { description: "Latest completion first." },
    ENROLLMENT_LARGEST: {
      description: "Most participants first. Placeholders for an unknown number count as large numbers here.",
    },
  },
});

/** The registry's names. Nothing is sorted unless asked for, not even by relevance. */
const ORDERS: Record<TrialSort, string> = {
  [TrialSort.RELEVANCE]: "@relevance",
  [TrialSort.LAST_UPDATED]: "LastUpdatePostDate:desc",
  [TrialSort.FIRST_POSTED]: "StudyFirstPostDate:desc",
  [TrialSort.START_DATE_NEWEST]: "StartDate:desc",
  [TrialSort.START_DATE_OLDEST]: "StartDate:asc",
  [TrialSort.COMPLETION_DATE_NEWEST]: "CompletionDate:desc",
  [TrialSort.ENROLLMENT_LARGEST]: "EnrollmentCount:desc",
};

/** The registry's name of an order; relevance needs a text to be relevant to. */
export function toOrder(sort: TrialSort, hasText: boolean): string {
  return ORDERS[sort === TrialSort.RELEVANCE && !hasText ? TrialSort.LAST_UPDATED : sort];
}
