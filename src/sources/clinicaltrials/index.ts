export { questionOfArguments, SearchClinicalTrialsArgs } from "./arguments/search.js";
export { TrialSort } from "./arguments/sort.js";
export {
  type ClinicalTrialsContext,
  connectionOfIds,
  connectionOfSearch,
  LISTING_NOTICE,
  type PageArguments,
  searchCalls,
} from "./connections.js";
export { type ClinicalTrials, type ClinicalTrialsSettings, createClinicalTrials } from "./loader.js";
export { isNctId, toNctId } from "./nct-id.js";
export { practiseClinicalTrials } from "./practice.js";
export type { TrialQuestion } from "./question.js";
export { CLINICAL_TRIALS_RESOLVERS } from "./resolver.js";
export { questionOfSavedSearch, type SavedTrialSearch } from "./topic-question.js";
export { ClinicalTrial, ClinicalTrialConnection, ClinicalTrialEdge, TrialPhase, TrialStatus } from "./types.js";
