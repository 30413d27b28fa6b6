import { type License, type Provenance, toProvenance } from "../../content/index.js";
import type { ClinicalTrials } from "./loader.js";
import type { ClinicalTrial } from "./types.js";

// The records are a compilation of the U.S. government; single texts come from sponsors, and stay theirs.
const LICENSE: License = {
  name: "Public domain compilation of the U.S. government; some texts may be their sponsors'",
  url: "https://clinicaltrials.gov/about-site/terms-conditions",
  mayRepublish: true,
};

const ATTRIBUTION =
  "ClinicalTrials.gov, U.S. National Library of Medicine. A listing does not mean that NIH has evaluated the study.";

/** Where a study came from, how old the copy is and how it may be used. */
export function provenanceOf(trial: ClinicalTrial, trials: ClinicalTrials): Provenance {
  const facts = {
    source: "clinicaltrials",
    url: trial.url,
    sourceUpdatedOn: trial.lastUpdatedOn,
    attribution: trial.dataVersion === null ? ATTRIBUTION : `${ATTRIBUTION} Data as of ${trial.dataVersion}.`,
    license: LICENSE,
  };
  return toProvenance(facts, trials.copyOf(trial));
}
