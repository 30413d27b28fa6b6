import { Field, ObjectType } from "type-graphql";
import { TrialArmType, TrialInterventionType } from "./arm-words.js";

@ObjectType({ simpleResolvers: true, description: "A group of participants that is treated or observed alike." })
export class TrialArmGroup {
  @Field(() => String, { description: "The group's name, by which interventions refer to it." })
  label!: string;

  @Field(() => TrialArmType, { nullable: true, description: "The group's part; null for observed groups." })
  type!: TrialArmType | null;

  @Field(() => String, { nullable: true, description: "What happens in the group, as plain text." })
  description!: string | null;

  @Field(() => [String], {
    description: "The group's interventions as `Kind: Name`, such as `Drug: Methotrexate`.",
  })
  interventionNames!: string[];
}

@ObjectType({ simpleResolvers: true, description: "What is given to, done with or observed in participants." })
export class TrialIntervention {
  @Field(() => TrialInterventionType, { nullable: true, description: "What kind of thing it is." })
  type!: TrialInterventionType | null;

  @Field(() => String, { description: "Its name." })
  name!: string;

  @Field(() => String, { nullable: true, description: "What it is and how it is given, as plain text." })
  description!: string | null;

  @Field(() => [String], { description: "Other names, such as brand names and abbreviations." })
  otherNames!: string[];

  @Field(() => [String], { description: "The labels of the arm groups that receive it." })
  armGroupLabels!: string[];
}

@ObjectType({ simpleResolvers: true, description: "Something that the study measures." })
export class TrialOutcome {
  @Field(() => String, { description: "What is measured." })
  measure!: string;

  @Field(() => String, { nullable: true, description: "How it is measured, as plain text." })
  description!: string | null;

  @Field(() => String, { nullable: true, description: "When or for how long, such as `12 weeks`." })
  timeFrame!: string | null;
}
