import { describeEnum } from "./enumeration.js";

export enum TrialSex {
  ALL = "ALL",
  FEMALE = "FEMALE",
  MALE = "MALE",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialSex, "TrialSex", "Which sexes may take part.", {
  ALL: "Everybody.",
  FEMALE: "Only women and girls.",
  MALE: "Only men and boys.",
});

export enum TrialAgeGroup {
  CHILD = "CHILD",
  ADULT = "ADULT",
  OLDER_ADULT = "OLDER_ADULT",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialAgeGroup, "TrialAgeGroup", "A group of ages that may take part, worked out from the age limits.", {
  CHILD: "Under 18 years.",
  ADULT: "18 to 64 years.",
  OLDER_ADULT: "65 years and over.",
});

export enum TrialSamplingMethod {
  PROBABILITY_SAMPLE = "PROBABILITY_SAMPLE",
  NON_PROBABILITY_SAMPLE = "NON_PROBABILITY_SAMPLE",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialSamplingMethod, "TrialSamplingMethod", "How an observational study draws its sample.", {
  PROBABILITY_SAMPLE: "By chance, with a known probability for everybody.",
  NON_PROBABILITY_SAMPLE: "In any other way.",
});

export enum TrialRole {
  CONTACT = "CONTACT",
  STUDY_CHAIR = "STUDY_CHAIR",
  STUDY_DIRECTOR = "STUDY_DIRECTOR",
  PRINCIPAL_INVESTIGATOR = "PRINCIPAL_INVESTIGATOR",
  SUB_INVESTIGATOR = "SUB_INVESTIGATOR",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialRole, "TrialRole", "What somebody does in a study.", {
  CONTACT: "Answers questions about taking part.",
  STUDY_CHAIR: "Chairs the study.",
  STUDY_DIRECTOR: "Directs the study.",
  PRINCIPAL_INVESTIGATOR: "Is responsible for the study, or for one of its sites.",
  SUB_INVESTIGATOR: "Works under a principal investigator.",
});

export enum TrialResponsiblePartyType {
  SPONSOR = "SPONSOR",
  PRINCIPAL_INVESTIGATOR = "PRINCIPAL_INVESTIGATOR",
  SPONSOR_INVESTIGATOR = "SPONSOR_INVESTIGATOR",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialResponsiblePartyType, "TrialResponsiblePartyType", "Who answers for the record.", {
  SPONSOR: "The sponsor.",
  PRINCIPAL_INVESTIGATOR: "The principal investigator, named by the sponsor.",
  SPONSOR_INVESTIGATOR: "Somebody who is sponsor and investigator at once.",
});

export enum TrialIpdSharing {
  YES = "YES",
  NO = "NO",
  UNDECIDED = "UNDECIDED",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialIpdSharing, "TrialIpdSharing", "Whether data of single participants will be shared.", {
  YES: "Yes.",
  NO: "No.",
  UNDECIDED: "Not decided.",
});

export enum TrialIpdInfoType {
  STUDY_PROTOCOL = "STUDY_PROTOCOL",
  SAP = "SAP",
  ICF = "ICF",
  CSR = "CSR",
  ANALYTIC_CODE = "ANALYTIC_CODE",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialIpdInfoType, "TrialIpdInfoType", "What is shared beside the data of participants.", {
  STUDY_PROTOCOL: "The study protocol.",
  SAP: "The statistical analysis plan.",
  ICF: "The informed consent form.",
  CSR: "The clinical study report.",
  ANALYTIC_CODE: "The code of the analysis.",
});
