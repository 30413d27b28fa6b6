import { onlyNctIds, toEssieAlternatives } from "./essie.js";
import { createQuestion, type TrialQuestion } from "./question.js";
import { TrialStatus } from "./types.js";

/** More conditions than this make a query that the registry finds too complicated; topics have up to a dozen. */
const MOST_CONDITIONS = 50;

/** A search that a page of another source has saved: conditions of which any may match, and statuses of which any may. */
export interface SavedTrialSearch {
  /** Plain names, such as MeSH headings. */
  conditions: readonly string[];
  /** Names of statuses, such as `RECRUITING`; none for any status. */
  overallStatuses: readonly string[];
}

/** A saved search as a question: each condition is one phrase, whatever is in it. */
export function questionOfSavedSearch({ conditions, overallStatuses }: SavedTrialSearch): TrialQuestion {
  const expression = toEssieAlternatives(conditions.slice(0, MOST_CONDITIONS));
  const known: readonly string[] = Object.values(TrialStatus).filter((status) => status !== TrialStatus.UNRECOGNISED);
  // Without any condition this gives an empty list of numbers: nothing is found, and not all half million studies.
  const nctIds = onlyNctIds(expression);
  return createQuestion({
    texts: nctIds === null ? { cond: expression } : {},
    nctIds,
    statuses: overallStatuses.filter((status) => known.includes(status)),
    sort: "@relevance",
  });
}
