import { describeEnum } from "./enumeration.js";

export enum TrialAllocation {
  RANDOMIZED = "RANDOMIZED",
  NON_RANDOMIZED = "NON_RANDOMIZED",
  NA = "NA",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialAllocation, "TrialAllocation", "How participants are assigned to the arms.", {
  RANDOMIZED: "By chance.",
  NON_RANDOMIZED: "Not by chance.",
  NA: "Not applicable: there is one arm.",
});

export enum TrialInterventionModel {
  SINGLE_GROUP = "SINGLE_GROUP",
  PARALLEL = "PARALLEL",
  CROSSOVER = "CROSSOVER",
  FACTORIAL = "FACTORIAL",
  SEQUENTIAL = "SEQUENTIAL",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialInterventionModel, "TrialInterventionModel", "How the arms of an interventional study relate.", {
  SINGLE_GROUP: "One arm.",
  PARALLEL: "Arms run side by side; each participant stays in one.",
  CROSSOVER: "Participants change from one intervention to another.",
  FACTORIAL: "Interventions are tried alone and in combination.",
  SEQUENTIAL: "Groups are assigned on the ground of what earlier groups showed.",
});

export enum TrialPrimaryPurpose {
  TREATMENT = "TREATMENT",
  PREVENTION = "PREVENTION",
  DIAGNOSTIC = "DIAGNOSTIC",
  ECT = "ECT",
  SUPPORTIVE_CARE = "SUPPORTIVE_CARE",
  SCREENING = "SCREENING",
  HEALTH_SERVICES_RESEARCH = "HEALTH_SERVICES_RESEARCH",
  BASIC_SCIENCE = "BASIC_SCIENCE",
  DEVICE_FEASIBILITY = "DEVICE_FEASIBILITY",
  OTHER = "OTHER",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialPrimaryPurpose, "TrialPrimaryPurpose", "The main reason for an intervention.", {
  TREATMENT: "To treat a disease or condition.",
  PREVENTION: "To prevent one.",
  DIAGNOSTIC: "To find out whether somebody has one.",
  ECT: "To educate, counsel or train.",
  SUPPORTIVE_CARE: "To ease symptoms or side effects rather than cure.",
  SCREENING: "To look for a condition in people who have no symptoms.",
  HEALTH_SERVICES_RESEARCH: "To study how care is delivered, organised or paid for.",
  BASIC_SCIENCE: "To understand how an intervention or the body works.",
  DEVICE_FEASIBILITY: "To see whether a device can be used at all.",
  OTHER: "Another reason.",
});

export enum TrialMasking {
  NONE = "NONE",
  SINGLE = "SINGLE",
  DOUBLE = "DOUBLE",
  TRIPLE = "TRIPLE",
  QUADRUPLE = "QUADRUPLE",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialMasking, "TrialMasking", "How many parties do not know who receives what.", {
  NONE: "Nobody is masked (open label).",
  SINGLE: "One party is masked.",
  DOUBLE: "Two parties are masked.",
  TRIPLE: "Three parties are masked.",
  QUADRUPLE: "Four parties are masked.",
});

export enum TrialMaskedParty {
  PARTICIPANT = "PARTICIPANT",
  CARE_PROVIDER = "CARE_PROVIDER",
  INVESTIGATOR = "INVESTIGATOR",
  OUTCOMES_ASSESSOR = "OUTCOMES_ASSESSOR",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialMaskedParty, "TrialMaskedParty", "Somebody who does not know which participant receives what.", {
  PARTICIPANT: "The participants.",
  CARE_PROVIDER: "Those who treat the participants.",
  INVESTIGATOR: "Those who run the study.",
  OUTCOMES_ASSESSOR: "Those who judge the outcomes.",
});

export enum TrialObservationalModel {
  COHORT = "COHORT",
  CASE_CONTROL = "CASE_CONTROL",
  CASE_ONLY = "CASE_ONLY",
  CASE_CROSSOVER = "CASE_CROSSOVER",
  ECOLOGIC_OR_COMMUNITY = "ECOLOGIC_OR_COMMUNITY",
  FAMILY_BASED = "FAMILY_BASED",
  DEFINED_POPULATION = "DEFINED_POPULATION",
  NATURAL_HISTORY = "NATURAL_HISTORY",
  OTHER = "OTHER",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialObservationalModel, "TrialObservationalModel", "How an observational study picks whom it follows.", {
  COHORT: "A group with something in common is followed.",
  CASE_CONTROL: "People with a condition are compared with people without it.",
  CASE_ONLY: "Only people with a condition are looked at.",
  CASE_CROSSOVER: "A time before an event is compared with another time of the same people.",
  ECOLOGIC_OR_COMMUNITY: "Whole communities are compared.",
  FAMILY_BASED: "Relatives are compared.",
  DEFINED_POPULATION: "A population defined beforehand is looked at.",
  NATURAL_HISTORY: "The course of a disease is followed.",
  OTHER: "Another way.",
});

export enum TrialTimePerspective {
  RETROSPECTIVE = "RETROSPECTIVE",
  PROSPECTIVE = "PROSPECTIVE",
  CROSS_SECTIONAL = "CROSS_SECTIONAL",
  OTHER = "OTHER",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialTimePerspective, "TrialTimePerspective", "Which time an observational study looks at.", {
  RETROSPECTIVE: "Back, at what was recorded before.",
  PROSPECTIVE: "Forward, from the start of the study.",
  CROSS_SECTIONAL: "At one moment.",
  OTHER: "Another time.",
});

export enum TrialBiospecimenRetention {
  NONE_RETAINED = "NONE_RETAINED",
  SAMPLES_WITH_DNA = "SAMPLES_WITH_DNA",
  SAMPLES_WITHOUT_DNA = "SAMPLES_WITHOUT_DNA",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialBiospecimenRetention, "TrialBiospecimenRetention", "Whether an observational study keeps samples.", {
  NONE_RETAINED: "No samples are kept.",
  SAMPLES_WITH_DNA: "Samples are kept from which DNA can be had.",
  SAMPLES_WITHOUT_DNA: "Samples are kept from which no DNA can be had.",
});
