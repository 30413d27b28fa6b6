import { describeEnum } from "./enumeration.js";

/** Where a trial, or one of its sites, stands. The names are the registry's. */
export enum TrialStatus {
  NOT_YET_RECRUITING = "NOT_YET_RECRUITING",
  RECRUITING = "RECRUITING",
  ENROLLING_BY_INVITATION = "ENROLLING_BY_INVITATION",
  ACTIVE_NOT_RECRUITING = "ACTIVE_NOT_RECRUITING",
  COMPLETED = "COMPLETED",
  SUSPENDED = "SUSPENDED",
  TERMINATED = "TERMINATED",
  WITHDRAWN = "WITHDRAWN",
  AVAILABLE = "AVAILABLE",
  NO_LONGER_AVAILABLE = "NO_LONGER_AVAILABLE",
  TEMPORARILY_NOT_AVAILABLE = "TEMPORARILY_NOT_AVAILABLE",
  APPROVED_FOR_MARKETING = "APPROVED_FOR_MARKETING",
  WITHHELD = "WITHHELD",
  UNKNOWN = "UNKNOWN",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialStatus, "TrialStatus", "Where a trial, or one of its sites, stands.", {
  NOT_YET_RECRUITING: "Not yet recruiting: no participant has been enrolled so far.",
  RECRUITING: "Recruiting: participants are being enrolled now.",
  ENROLLING_BY_INVITATION: "Enrolling by invitation: participants are picked beforehand, nobody else can apply.",
  ACTIVE_NOT_RECRUITING: "Active, not recruiting: the trial runs, and takes no new participants.",
  COMPLETED: "Completed: the trial ended as planned.",
  SUSPENDED: "Suspended: stopped early, and may start again.",
  TERMINATED: "Terminated: stopped early for good; `whyStopped` often says why.",
  WITHDRAWN: "Withdrawn: stopped before the first participant was enrolled.",
  AVAILABLE: "Expanded access that patients can have now.",
  NO_LONGER_AVAILABLE: "Expanded access that has ended.",
  TEMPORARILY_NOT_AVAILABLE: "Expanded access that is paused.",
  APPROVED_FOR_MARKETING: "Expanded access to a product that has since been approved.",
  WITHHELD: "Withheld: the sponsor delays publication of nearly all details, as the law allows for some devices.",
  UNKNOWN:
    "Unknown: past its planned end and not verified for two years. `lastKnownStatus` says what was known before.",
});

/** Whether a date or a number is a plan or a fact. */
export enum TrialDateType {
  ACTUAL = "ACTUAL",
  ESTIMATED = "ESTIMATED",
  UNRECOGNISED = "UNRECOGNISED",
}

describeEnum(TrialDateType, "TrialDateType", "Whether a date or a number of participants is a fact or a plan.", {
  ACTUAL: "It has happened, or was counted.",
  ESTIMATED: "It is planned or expected.",
});
