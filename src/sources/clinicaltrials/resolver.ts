import { ClinicalTrialConnectionResolver, ClinicalTrialsResolver } from "./resolvers/queries.js";
import { ClinicalTrialFieldsResolver, TrialEligibilityFieldsResolver } from "./resolvers/trial-fields.js";

/** All resolver classes of this source. */
export const CLINICAL_TRIALS_RESOLVERS = [
  ClinicalTrialsResolver,
  ClinicalTrialConnectionResolver,
  ClinicalTrialFieldsResolver,
  TrialEligibilityFieldsResolver,
] as const;
