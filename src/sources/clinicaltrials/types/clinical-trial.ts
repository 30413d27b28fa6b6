import { Field, ID, Int, ObjectType } from "type-graphql";
import { MeshTerm, Node, PartialDate } from "../../../content/index.js";
import { TrialArmGroup, TrialIntervention, TrialOutcome } from "./arms.js";
import { TrialDate } from "./dates.js";
import { TrialDesign, TrialEnrollment } from "./design.js";
import { TrialEligibility } from "./eligibility.js";
import { TrialSecondaryId } from "./identity.js";
import { TrialContact, type TrialLocation, TrialOfficial } from "./location.js";
import { TrialExpandedAccess, TrialOversight } from "./oversight.js";
import { TrialDocument, TrialIpdStatement, TrialLink, TrialReference, TrialSharedData } from "./references.js";
import { TrialResponsibleParty, TrialSponsor } from "./sponsor.js";
import { TrialStatus } from "./status.js";
import { TrialPhase, TrialStudyType } from "./study-kind.js";

/**
 * A study. The members without a decorator are what the resolver makes fields from on demand: turning Markdown into
 * HTML costs more than reading the rest of the record, and lists of trials rarely ask for it.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A study registered at ClinicalTrials.gov. What the registry does not know is null or an empty list. A listing " +
    "does not mean that the U.S. government has evaluated the study.",
})
export class ClinicalTrial implements Node {
  id!: string;

  @Field(() => ID, { description: "The registration number, such as `NCT01234567`." })
  nctId!: string;

  @Field(() => [ID], { description: "Numbers of duplicate registrations that were merged into this one." })
  aliases!: string[];

  @Field(() => String, { description: "The study's page at ClinicalTrials.gov." })
  url!: string;

  @Field(() => String, { description: "The brief title, in words for the public." })
  title!: string;

  @Field(() => String, { nullable: true, description: "The scientific title, as in the protocol." })
  officialTitle!: string | null;

  @Field(() => String, { nullable: true, description: "The acronym by which the study is known." })
  acronym!: string | null;

  @Field(() => TrialSponsor, { nullable: true, description: "The organisation that registered the study." })
  organization!: TrialSponsor | null;

  @Field(() => String, { nullable: true, description: "The number that the organisation itself gave the study." })
  orgStudyId!: string | null;

  @Field(() => [TrialSecondaryId], { description: "Numbers under which the study is known elsewhere." })
  secondaryIds!: TrialSecondaryId[];

  @Field(() => TrialStatus, { description: "Where the study stands as a whole." })
  overallStatus!: TrialStatus;

  @Field(() => TrialStatus, {
    nullable: true,
    description: "The last status before `overallStatus` became UNKNOWN; null otherwise.",
  })
  lastKnownStatus!: TrialStatus | null;

  @Field(() => String, { nullable: true, description: "Why the study stopped early, as plain text." })
  whyStopped!: string | null;

  @Field(() => PartialDate, { nullable: true, description: "The month in which the sponsor last verified the record." })
  verifiedOn!: string | null;

  @Field(() => [TrialPhase], {
    description: "The phases: two for a combined trial (phase 1/2), none for observational studies.",
  })
  phases!: TrialPhase[];

  @Field(() => TrialStudyType, { nullable: true, description: "What kind of study it is." })
  studyType!: TrialStudyType | null;

  @Field(() => TrialDate, { nullable: true, description: "When the first participant was or will be enrolled." })
  startDate!: TrialDate | null;

  @Field(() => TrialDate, { nullable: true, description: "When the last data for the primary outcomes are collected." })
  primaryCompletionDate!: TrialDate | null;

  @Field(() => TrialDate, { nullable: true, description: "When the last participant was or will be seen." })
  completionDate!: TrialDate | null;

  @Field(() => PartialDate, { nullable: true, description: "When the record first appeared in public." })
  firstPostedOn!: string | null;

  @Field(() => PartialDate, { nullable: true, description: "When the record was last changed in public." })
  lastUpdatedOn!: string | null;

  @Field(() => PartialDate, { nullable: true, description: "When results first appeared in public." })
  resultsFirstPostedOn!: string | null;

  @Field(() => Boolean, { description: "Whether the record contains results; they are shown at `url`." })
  hasResults!: boolean;

  @Field(() => TrialSponsor, { nullable: true, description: "Who is responsible for the study." })
  leadSponsor!: TrialSponsor | null;

  @Field(() => [TrialSponsor], { description: "Others who pay for or help with the study." })
  collaborators!: TrialSponsor[];

  @Field(() => TrialResponsibleParty, { nullable: true, description: "Who answers for what the record says." })
  responsibleParty!: TrialResponsibleParty | null;

  briefSummaryMarkdown!: string | null;
  detailedDescriptionMarkdown!: string | null;

  @Field(() => [String], { description: "The conditions in the sponsor's words." })
  conditions!: string[];

  @Field(() => [String], { description: "Keywords in the sponsor's words." })
  keywords!: string[];

  @Field(() => [MeshTerm], {
    description: "The conditions as MeSH descriptors, matched by the registry from conditions and keywords.",
  })
  conditionMeshTerms!: MeshTerm[];

  @Field(() => [MeshTerm], { description: "The broader descriptors above `conditionMeshTerms`." })
  conditionMeshAncestors!: MeshTerm[];

  @Field(() => [MeshTerm], { description: "The interventions as MeSH descriptors, matched by the registry." })
  interventionMeshTerms!: MeshTerm[];

  @Field(() => [MeshTerm], { description: "The broader descriptors above `interventionMeshTerms`." })
  interventionMeshAncestors!: MeshTerm[];

  @Field(() => TrialDesign, { nullable: true, description: "How the study is built." })
  design!: TrialDesign | null;

  @Field(() => TrialEnrollment, { nullable: true, description: "How many people take part." })
  enrollment!: TrialEnrollment | null;

  @Field(() => [TrialArmGroup], { description: "The groups of participants." })
  armGroups!: TrialArmGroup[];

  @Field(() => [TrialIntervention], { description: "What is given, done or observed." })
  interventions!: TrialIntervention[];

  @Field(() => [TrialOutcome], { description: "What the study is meant to measure first of all." })
  primaryOutcomes!: TrialOutcome[];

  @Field(() => [TrialOutcome], { description: "What else it measures; sometimes dozens." })
  secondaryOutcomes!: TrialOutcome[];

  @Field(() => [TrialOutcome], { description: "Further outcomes that were registered beforehand." })
  otherOutcomes!: TrialOutcome[];

  @Field(() => TrialEligibility, { nullable: true, description: "Who may take part." })
  eligibility!: TrialEligibility | null;

  allLocations!: TrialLocation[];

  @Field(() => Int, { description: "The number of sites; hundreds in some studies." })
  locationCount!: number;

  @Field(() => [TrialContact], { description: "Whom to ask about the study as a whole. Old records are out of date." })
  centralContacts!: TrialContact[];

  @Field(() => [TrialOfficial], { description: "Who is responsible for the study scientifically." })
  overallOfficials!: TrialOfficial[];

  @Field(() => [TrialReference], {
    description: "Publications: background, results, and articles that name the study.",
  })
  references!: TrialReference[];

  @Field(() => [TrialLink], { description: "Pages that the sponsor names." })
  seeAlsoLinks!: TrialLink[];

  @Field(() => TrialIpdStatement, { nullable: true, description: "Whether data of single participants are shared." })
  ipdSharing!: TrialIpdStatement | null;

  @Field(() => [TrialSharedData], { description: "Data sets and documents of the study that are kept elsewhere." })
  sharedData!: TrialSharedData[];

  @Field(() => [TrialDocument], { description: "Protocols, analysis plans and consent forms that were posted." })
  documents!: TrialDocument[];

  @Field(() => TrialExpandedAccess, { nullable: true, description: "Access to the product outside the study." })
  expandedAccess!: TrialExpandedAccess | null;

  @Field(() => TrialOversight, { nullable: true, description: "Who watches over the study." })
  oversight!: TrialOversight | null;

  @Field(() => PartialDate, {
    nullable: true,
    description: "The date of the registry's data that this record was taken from: show it as `data as of`.",
  })
  dataVersion!: string | null;
}
