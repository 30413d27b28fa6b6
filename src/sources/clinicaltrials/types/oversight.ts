import { Field, ID, ObjectType } from "type-graphql";
import { TrialStatus } from "./status.js";

@ObjectType({ simpleResolvers: true, description: "Who watches over a study. Null where the record does not say." })
export class TrialOversight {
  @Field(() => Boolean, { nullable: true, description: "Whether a data monitoring committee is appointed." })
  hasDmc!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it studies a drug that the U.S. FDA regulates." })
  isFdaRegulatedDrug!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it studies a device that the U.S. FDA regulates." })
  isFdaRegulatedDevice!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the device was not yet approved or cleared." })
  isUnapprovedDevice!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether it is a pediatric postmarket surveillance of a device.",
  })
  isPpsd!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the product is exported from the United States." })
  isUsExport!: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: "Access to the investigational product outside the study." })
export class TrialExpandedAccess {
  @Field(() => Boolean, { nullable: true, description: "Whether there is such access." })
  hasExpandedAccess!: boolean | null;

  @Field(() => ID, { nullable: true, description: "The NCT number of the expanded access record." })
  nctId!: string | null;

  @Field(() => TrialStatus, { nullable: true, description: "Where that record stands." })
  status!: TrialStatus | null;

  @Field(() => Boolean, { nullable: true, description: "In this record: access for single patients." })
  individual!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "In this record: access for groups of intermediate size." })
  intermediate!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "In this record: access under a treatment protocol." })
  treatment!: boolean | null;
}
