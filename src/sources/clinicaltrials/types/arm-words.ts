import { describeEnum } from "./enumeration.js";

export enum TrialArmType {
  EXPERIMENTAL = "EXPERIMENTAL",
  ACTIVE_COMPARATOR = "ACTIVE_COMPARATOR",
  PLACEBO_COMPARATOR = "PLACEBO_COMPARATOR",
  SHAM_COMPARATOR = "SHAM_COMPARATOR",
  NO_INTERVENTION = "NO_INTERVENTION",
  OTHER = "OTHER",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialArmType, "TrialArmType", "The part that an arm plays in an interventional study.", {
  EXPERIMENTAL: "Receives what is being tried.",
  ACTIVE_COMPARATOR: "Receives something known to work, for comparison.",
  PLACEBO_COMPARATOR: "Receives a placebo.",
  SHAM_COMPARATOR: "Receives a procedure or device that only looks real.",
  NO_INTERVENTION: "Receives nothing.",
  OTHER: "Another part.",
});

export enum TrialInterventionType {
  BEHAVIORAL = "BEHAVIORAL",
  BIOLOGICAL = "BIOLOGICAL",
  COMBINATION_PRODUCT = "COMBINATION_PRODUCT",
  DEVICE = "DEVICE",
  DIAGNOSTIC_TEST = "DIAGNOSTIC_TEST",
  DIETARY_SUPPLEMENT = "DIETARY_SUPPLEMENT",
  DRUG = "DRUG",
  GENETIC = "GENETIC",
  PROCEDURE = "PROCEDURE",
  RADIATION = "RADIATION",
  OTHER = "OTHER",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialInterventionType, "TrialInterventionType", "What kind of thing an intervention is.", {
  BEHAVIORAL: "Behaviour: counselling, exercise, training.",
  BIOLOGICAL: "A biological product, such as a vaccine or blood product.",
  COMBINATION_PRODUCT: "A drug, device or biological product combined.",
  DEVICE: "A device.",
  DIAGNOSTIC_TEST: "A diagnostic test.",
  DIETARY_SUPPLEMENT: "A dietary supplement.",
  DRUG: "A drug, or a placebo of one.",
  GENETIC: "Gene transfer, stem cells or recombinant DNA.",
  PROCEDURE: "A procedure, such as surgery.",
  RADIATION: "Radiation.",
  OTHER: "Anything else.",
});

export enum TrialReferenceType {
  BACKGROUND = "BACKGROUND",
  RESULT = "RESULT",
  DERIVED = "DERIVED",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialReferenceType, "TrialReferenceType", "How a publication relates to the study.", {
  BACKGROUND: "Named by the sponsor as background.",
  RESULT: "Named by the sponsor as a report of the study's results.",
  DERIVED: "Found by the National Library of Medicine, because the article names the study's NCT number.",
});
