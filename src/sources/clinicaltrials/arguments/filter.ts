import { Field, InputType } from "type-graphql";
import { PartialDate } from "../../../content/index.js";
import {
  TrialAgeGroup,
  TrialInterventionType,
  TrialPhase,
  TrialSex,
  TrialSponsorClass,
  TrialStatus,
  TrialStudyType,
} from "../types.js";

@InputType({ description: "What the trials must have. Members are joined by AND, the values of one member by OR." })
export class ClinicalTrialFilter {
  @Field(() => [TrialStatus], { nullable: true, description: "Where the study stands." })
  overallStatuses?: TrialStatus[] | null;

  @Field(() => [TrialPhase], { nullable: true, description: "The phases; a trial of phase 1/2 matches either." })
  phases?: TrialPhase[] | null;

  @Field(() => [TrialStudyType], { nullable: true, description: "What kind of study it is." })
  studyTypes?: TrialStudyType[] | null;

  @Field(() => [TrialSex], {
    nullable: true,
    description: "Which sexes may take part. For studies that a woman can join, ask for `[ALL, FEMALE]`.",
  })
  sexes?: TrialSex[] | null;

  @Field(() => [TrialAgeGroup], { nullable: true, description: "Which groups of ages may take part." })
  ageGroups?: TrialAgeGroup[] | null;

  @Field(() => [TrialInterventionType], { nullable: true, description: "What kinds of interventions are studied." })
  interventionTypes?: TrialInterventionType[] | null;

  @Field(() => [TrialSponsorClass], { nullable: true, description: "What kind of organisation the lead sponsor is." })
  funderTypes?: TrialSponsorClass[] | null;

  @Field(() => Boolean, { nullable: true, description: "Whether people without the condition may take part." })
  healthyVolunteers?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether results have been submitted." })
  hasResults?: boolean | null;

  @Field(() => PartialDate, { nullable: true, description: "Started, or to be started, on this date or later." })
  startedFrom?: string | null;

  @Field(() => PartialDate, { nullable: true, description: "Started, or to be started, on this date or earlier." })
  startedTo?: string | null;

  @Field(() => PartialDate, { nullable: true, description: "Completed, or to be completed, on this date or later." })
  completedFrom?: string | null;

  @Field(() => PartialDate, { nullable: true, description: "Completed, or to be completed, on this date or earlier." })
  completedTo?: string | null;

  @Field(() => PartialDate, { nullable: true, description: "Last changed on this date or later." })
  updatedFrom?: string | null;

  @Field(() => PartialDate, { nullable: true, description: "Last changed on this date or earlier." })
  updatedTo?: string | null;

  @Field(() => PartialDate, { nullable: true, description: "Registered on this date or later." })
  firstPostedFrom?: string | null;

  @Field(() => PartialDate, { nullable: true, description: "Registered on this date or earlier." })
  firstPostedTo?: string | null;
}
