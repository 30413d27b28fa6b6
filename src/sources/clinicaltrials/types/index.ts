export { TrialArmType, TrialInterventionType, TrialReferenceType } from "./arm-words.js";
export { TrialArmGroup, TrialIntervention, TrialOutcome } from "./arms.js";
export { ClinicalTrial } from "./clinical-trial.js";
export { ClinicalTrialConnection, ClinicalTrialEdge } from "./connection.js";
export { TrialDate } from "./dates.js";
export { TrialDesign, TrialEnrollment } from "./design.js";
export {
  TrialAllocation,
  TrialInterventionModel,
  TrialMaskedParty,
  TrialMasking,
  TrialObservationalModel,
  TrialPrimaryPurpose,
  TrialTimePerspective,
} from "./design-words.js";
export { TrialEligibility } from "./eligibility.js";
export { UNRECOGNISED } from "./enumeration.js";
export { TrialFacet, TrialFacetKind, TrialFacetValue } from "./facets.js";
export { TrialSecondaryId } from "./identity.js";
export {
  TrialContact,
  TrialLocation,
  TrialLocationConnection,
  TrialLocationEdge,
  TrialOfficial,
} from "./location.js";
export { TrialExpandedAccess, TrialOversight } from "./oversight.js";
export {
  TrialAgeGroup,
  TrialIpdInfoType,
  TrialIpdSharing,
  TrialResponsiblePartyType,
  TrialRole,
  TrialSamplingMethod,
  TrialSex,
} from "./people-words.js";
export { TrialDocument, TrialIpdStatement, TrialLink, TrialReference, TrialRetraction } from "./references.js";
export { TrialResponsibleParty, TrialSponsor } from "./sponsor.js";
export { TrialDateType, TrialStatus } from "./status.js";
export { TrialPhase, TrialSponsorClass, TrialStudyType } from "./study-kind.js";
