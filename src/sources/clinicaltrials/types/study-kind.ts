import { describeEnum } from "./enumeration.js";

/** What kind of study a record describes. */
export enum TrialStudyType {
  INTERVENTIONAL = "INTERVENTIONAL",
  OBSERVATIONAL = "OBSERVATIONAL",
  EXPANDED_ACCESS = "EXPANDED_ACCESS",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialStudyType, "TrialStudyType", "What kind of study it is.", {
  INTERVENTIONAL: "A clinical trial: participants are assigned to interventions.",
  OBSERVATIONAL: "Participants are observed and not assigned to anything.",
  EXPANDED_ACCESS: "Access to an investigational product outside a trial (compassionate use).",
});

/** The phase of a drug trial. */
export enum TrialPhase {
  NA = "NA",
  EARLY_PHASE1 = "EARLY_PHASE1",
  PHASE1 = "PHASE1",
  PHASE2 = "PHASE2",
  PHASE3 = "PHASE3",
  PHASE4 = "PHASE4",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialPhase, "TrialPhase", "The phase of a trial of a drug or biological product.", {
  NA: "Not applicable: a trial without phases, such as one of a device or of behaviour. It does not mean unknown.",
  EARLY_PHASE1: "Early phase 1: exploratory, with little exposure and no intent to treat (once called phase 0).",
  PHASE1: "Phase 1: safety and dose, in a small group.",
  PHASE2: "Phase 2: first evidence that it works, and further safety.",
  PHASE3: "Phase 3: whether it works and how safe it is, in a large group.",
  PHASE4: "Phase 4: after approval.",
});

/** What kind of organisation pays for or runs a study. */
export enum TrialSponsorClass {
  NIH = "NIH",
  FED = "FED",
  OTHER_GOV = "OTHER_GOV",
  INDIV = "INDIV",
  INDUSTRY = "INDUSTRY",
  NETWORK = "NETWORK",
  AMBIG = "AMBIG",
  OTHER = "OTHER",
  UNKNOWN = "UNKNOWN",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialSponsorClass, "TrialSponsorClass", "What kind of organisation a sponsor or collaborator is.", {
  NIH: "The U.S. National Institutes of Health.",
  FED: "Another agency of the U.S. federal government.",
  OTHER_GOV: "Another government.",
  INDIV: "A person.",
  INDUSTRY: "A company.",
  NETWORK: "A research network.",
  AMBIG: "Could not be told apart.",
  OTHER: "Anything else: universities, hospitals, foundations.",
  UNKNOWN: "Not known.",
});
