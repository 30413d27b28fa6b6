import { Field, Int, ObjectType } from "type-graphql";
import {
  TrialAllocation,
  TrialBiospecimenRetention,
  TrialInterventionModel,
  TrialMaskedParty,
  TrialMasking,
  TrialObservationalModel,
  TrialPrimaryPurpose,
  TrialTimePerspective,
} from "./design-words.js";
import { TrialDateType } from "./status.js";

@ObjectType({ simpleResolvers: true, description: "How a study is built. Fields that do not apply to it are null." })
export class TrialDesign {
  @Field(() => TrialAllocation, { nullable: true, description: "How participants are assigned to arms." })
  allocation!: TrialAllocation | null;

  @Field(() => TrialInterventionModel, { nullable: true, description: "How the arms relate (interventional studies)." })
  interventionModel!: TrialInterventionModel | null;

  @Field(() => String, { nullable: true, description: "The same in the sponsor's words, as plain text." })
  interventionModelDescription!: string | null;

  @Field(() => TrialPrimaryPurpose, { nullable: true, description: "The main reason for the interventions." })
  primaryPurpose!: TrialPrimaryPurpose | null;

  @Field(() => TrialMasking, { nullable: true, description: "How many parties are masked (blinded)." })
  masking!: TrialMasking | null;

  @Field(() => String, { nullable: true, description: "The masking in the sponsor's words, as plain text." })
  maskingDescription!: string | null;

  @Field(() => [TrialMaskedParty], { description: "Who is masked; empty when nobody is, or it is not said." })
  whoMasked!: TrialMaskedParty[];

  @Field(() => TrialObservationalModel, { nullable: true, description: "Whom an observational study follows." })
  observationalModel!: TrialObservationalModel | null;

  @Field(() => TrialTimePerspective, { nullable: true, description: "Which time an observational study looks at." })
  timePerspective!: TrialTimePerspective | null;

  @Field(() => Boolean, { nullable: true, description: "Whether an observational study is a patient registry." })
  isPatientRegistry!: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "How long each participant of a registry is followed, such as `5 Years`.",
  })
  followUpDuration!: string | null;

  @Field(() => TrialBiospecimenRetention, {
    nullable: true,
    description: "Whether an observational study keeps samples of tissue or blood.",
  })
  biospecimenRetention!: TrialBiospecimenRetention | null;

  @Field(() => String, { nullable: true, description: "Which samples are kept, as plain text." })
  biospecimenDescription!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "How many people take part." })
export class TrialEnrollment {
  @Field(() => Int, {
    nullable: true,
    description:
      "The number of participants; 0 for withdrawn studies. Null where the registry holds a placeholder such as " +
      "99999999 instead of a count.",
  })
  count!: number | null;

  @Field(() => TrialDateType, { nullable: true, description: "Whether it was counted or is planned." })
  type!: TrialDateType | null;
}
