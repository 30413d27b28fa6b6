import { isNctId } from "../nct-id.js";
import {
  TrialDateType,
  type TrialExpandedAccess,
  type TrialResponsibleParty,
  TrialResponsiblePartyType,
  type TrialSponsor,
  TrialSponsorClass,
  TrialStatus,
} from "../types.js";
import type { JsonPart } from "./json-part.js";
import { plainMarkdown } from "./plain-markdown.js";

/** What the identification module says, but for the number itself. */
export function toIdentity(module: JsonPart, nctId: string) {
  const officialTitle = module.text("officialTitle");
  return {
    aliases: module.texts("nctIdAliases").filter(isNctId),
    // A record without a brief title was never seen; if one comes, it is still worth showing under another name.
    title: module.text("briefTitle") ?? officialTitle ?? nctId,
    officialTitle,
    acronym: module.text("acronym"),
    organization: module.maybe("organization", (part) => toSponsor(part, "fullName")),
    orgStudyId: module.part("orgStudyIdInfo").text("id"),
    secondaryIds: module.parts("secondaryIdInfos", (part) => {
      const id = part.text("id");
      return id === null ? null : { id, type: part.text("type"), domain: part.text("domain"), url: part.text("link") };
    }),
  };
}

/** What the status module says. */
export function toStatus(module: JsonPart) {
  return {
    overallStatus: module.oneOf(TrialStatus, "overallStatus") ?? TrialStatus.UNRECOGNISED,
    lastKnownStatus: module.oneOf(TrialStatus, "lastKnownStatus"),
    whyStopped: plainMarkdown(module.text("whyStopped")),
    verifiedOn: module.date("statusVerifiedDate"),
    startDate: toTrialDate(module.part("startDateStruct")),
    primaryCompletionDate: toTrialDate(module.part("primaryCompletionDateStruct")),
    completionDate: toTrialDate(module.part("completionDateStruct")),
    firstPostedOn: module.part("studyFirstPostDateStruct").date("date"),
    lastUpdatedOn: module.part("lastUpdatePostDateStruct").date("date"),
    resultsFirstPostedOn: module.part("resultsFirstPostDateStruct").date("date"),
  };
}

function toTrialDate(part: JsonPart) {
  const date = part.date("date");
  return date === null ? null : { date, type: part.oneOf(TrialDateType, "type") };
}

/** Access outside the study: a study that is not itself such access names the record that is. */
export function toExpandedAccess(statusModule: JsonPart, designModule: JsonPart): TrialExpandedAccess | null {
  const link = statusModule.part("expandedAccessInfo");
  const types = designModule.part("expandedAccessTypes");
  const access = {
    hasExpandedAccess: link.flag("hasExpandedAccess"),
    nctId: link.text("nctId"),
    status: link.oneOf(TrialStatus, "statusForNctId"),
    individual: types.flag("individual"),
    intermediate: types.flag("intermediate"),
    treatment: types.flag("treatment"),
  };
  return Object.values(access).every((value) => value === null) ? null : access;
}

/** What the sponsors module says. */
export function toSponsors(module: JsonPart) {
  return {
    leadSponsor: module.maybe("leadSponsor", (part) => toSponsor(part, "name")),
    collaborators: module.parts("collaborators", (part) => toSponsor(part, "name")),
    responsibleParty: module.maybe("responsibleParty", toResponsibleParty),
  };
}

function toSponsor(part: JsonPart, nameMember: string): TrialSponsor | null {
  const name = part.text(nameMember);
  return name === null ? null : { name, class: part.oneOf(TrialSponsorClass, "class") };
}

// Old records have one free text of name and title, and the organisation beside it, instead of a type.
function toResponsibleParty(part: JsonPart): TrialResponsibleParty {
  return {
    type: part.oneOf(TrialResponsiblePartyType, "type"),
    name: part.text("investigatorFullName") ?? part.text("oldNameTitle"),
    title: part.text("investigatorTitle"),
    affiliation: part.text("investigatorAffiliation") ?? part.text("oldOrganization"),
  };
}
