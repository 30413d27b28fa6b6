export { TrialArmType, TrialInterventionType, TrialReferenceType } from "./types/arm-words.js";
export { TrialArmGroup, TrialIntervention, TrialOutcome } from "./types/arms.js";
export { ClinicalTrial } from "./types/clinical-trial.js";
export { ClinicalTrialConnection, ClinicalTrialEdge } from "./types/connection.js";
export { TrialDate } from "./types/dates.js";
export { TrialDesign, TrialEnrollment } from "./types/design.js";
export {
  TrialAllocation,
  TrialBiospecimenRetention,
  TrialInterventionModel,
  TrialMaskedParty,
  TrialMasking,
  TrialObservationalModel,
  TrialPrimaryPurpose,
  TrialTimePerspective,
} from "./types/design-words.js";
export { TrialEligibility } from "./types/eligibility.js";
export { UNRECOGNISED } from "./types/enumeration.js";
export { TrialFacet, TrialFacetKind, TrialFacetValue } from "./types/facets.js";
export { TrialSecondaryId } from "./types/identity.js";
export {
  TrialContact,
  TrialLocation,
  TrialLocationConnection,
  TrialLocationEdge,
  TrialOfficial,
} from "./types/location.js";
export { TrialExpandedAccess, TrialOversight } from "./types/oversight.js";
export {
  TrialAgeGroup,
  TrialIpdInfoType,
  TrialIpdSharing,
  TrialResponsiblePartyType,
  TrialRole,
  TrialSamplingMethod,
  TrialSex,
} from "./types/people-words.js";
export {
  TrialDocument,
  TrialIpdStatement,
  TrialLink,
  TrialReference,
  TrialRetraction,
  TrialSharedData,
} from "./types/references.js";
export { TrialResponsibleParty, TrialSponsor } from "./types/sponsor.js";
export { TrialDateType, TrialStatus } from "./types/status.js";
export { TrialPhase, TrialSponsorClass, TrialStudyType } from "./types/study-kind.js";
