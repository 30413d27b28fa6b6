import type { Variable } from "./config-variables.js";

/** How long records of each source are kept; the topics have a schedule of their own. */
export const lifetimeVariables = [
  {
    name: "GALEN_ENCYCLOPEDIA_FRESH_SECONDS",
    kind: "integer",
    range: [1, 31_536_000],
    default: null,
    meaning:
      "Seconds for which an encyclopedia page is shown without asking again, and searches at most. Unset: a day.",
  },
  {
    name: "GALEN_ENCYCLOPEDIA_STALE_SECONDS",
    kind: "integer",
    range: [0, 31_536_000],
    default: null,
    meaning:
      "Seconds after that for which an encyclopedia page is still shown at once while a newer copy is fetched. Unset: a week.",
  },
  {
    name: "GALEN_PUBMED_FRESH_SECONDS",
    kind: "integer",
    range: [1, 31_536_000],
    default: null,
    meaning: "Seconds for which a journal article is shown without asking again, and searches at most. Unset: a week.",
  },
  {
    name: "GALEN_PUBMED_STALE_SECONDS",
    kind: "integer",
    range: [0, 31_536_000],
    default: null,
    meaning:
      "Seconds after that for which a journal article is still shown at once while a newer copy is fetched. Unset: 30 days.",
  },
  {
    name: "GALEN_CLINICALTRIALS_FRESH_SECONDS",
    kind: "integer",
    range: [1, 31_536_000],
    default: null,
    meaning:
      "Seconds for which a clinical trial is shown without asking again, and searches at most. Unset: a day, or until the registry's data set changes.",
  },
  {
    name: "GALEN_CLINICALTRIALS_STALE_SECONDS",
    kind: "integer",
    range: [0, 31_536_000],
    default: null,
    meaning:
      "Seconds after that for which a clinical trial is still shown at once while a newer copy is fetched. Unset: a week.",
  },
] as const satisfies readonly Variable[];
