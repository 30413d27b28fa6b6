import { Field, ObjectType } from "type-graphql";
import { PartialDate } from "../../../content/index.js";
import { TrialDateType } from "./status.js";

@ObjectType({ simpleResolvers: true, description: "A date in the course of a study." })
export class TrialDate {
  @Field(() => PartialDate, { description: "The date as registered: a day, or only a month." })
  date!: string;

  @Field(() => TrialDateType, {
    nullable: true,
    description: "Whether it is a fact or a plan; null where an old record does not say.",
  })
  type!: TrialDateType | null;
}
