import { Field, ObjectType } from "type-graphql";
import { TrialAgeGroup, TrialSamplingMethod, TrialSex } from "./people-words.js";

/** The fields `criteria`, `inclusion` and `exclusion` are made on demand in the resolver, from the Markdown kept here. */
@ObjectType({ simpleResolvers: true, description: "Who may take part." })
export class TrialEligibility {
  criteriaMarkdown!: string | null;

  @Field(() => String, { nullable: true, description: "The lowest age, such as `18 Years`; null for no limit." })
  minimumAge!: string | null;

  @Field(() => String, { nullable: true, description: "The highest age, such as `65 Years`; null for no limit." })
  maximumAge!: string | null;

  @Field(() => TrialSex, { nullable: true, description: "Which sexes may take part." })
  sex!: TrialSex | null;

  @Field(() => Boolean, { nullable: true, description: "Whether eligibility depends on gender rather than sex." })
  genderBased!: boolean | null;

  @Field(() => String, { nullable: true, description: "How it depends on gender, as plain text." })
  genderDescription!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether people without the condition may take part; null where it is not said.",
  })
  healthyVolunteers!: boolean | null;

  @Field(() => [TrialAgeGroup], { description: "The groups of ages that fall within the limits." })
  stdAges!: TrialAgeGroup[];

  @Field(() => String, { nullable: true, description: "Whom an observational study looks at, as plain text." })
  studyPopulation!: string | null;

  @Field(() => TrialSamplingMethod, { nullable: true, description: "How an observational study draws its sample." })
  samplingMethod!: TrialSamplingMethod | null;
}
