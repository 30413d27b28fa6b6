import { Field, Int, ObjectType, registerEnumType } from "type-graphql";

/** What found studies can be counted by. */
export enum TrialFacetKind {
  OVERALL_STATUS = "OVERALL_STATUS",
  PHASE = "PHASE",
  STUDY_TYPE = "STUDY_TYPE",
  SEX = "SEX",
  AGE_GROUP = "AGE_GROUP",
  FUNDER_TYPE = "FUNDER_TYPE",
  INTERVENTION_TYPE = "INTERVENTION_TYPE",
  HAS_RESULTS = "HAS_RESULTS",
}

registerEnumType(TrialFacetKind, {
  name: "TrialFacetKind",
  description: "What found trials can be counted by.",
  valuesConfig: {
    OVERALL_STATUS: { description: "By status (`TrialStatus`)." },
    PHASE: { description: "By phase (`TrialPhase`); a trial of two phases counts in both." },
    STUDY_TYPE: { description: "By kind of study (`TrialStudyType`)." },
    SEX: { description: "By the sexes that may take part (`TrialSex`)." },
    AGE_GROUP: { description: "By the ages that may take part (`TrialAgeGroup`); many trials count in several." },
    FUNDER_TYPE: { description: "By the kind of the lead sponsor (`TrialSponsorClass`)." },
    INTERVENTION_TYPE: { description: "By kind of intervention (`TrialInterventionType`); many count in several." },
    HAS_RESULTS: { description: "By whether results are posted: `true` or `false`." },
  },
});

@ObjectType({ simpleResolvers: true, description: "How many of the found trials have one value." })
export class TrialFacetValue {
  @Field(() => String, { description: "The value, as the enumeration named with the facet has it." })
  value!: string;

  @Field(() => Int, { description: "The number of trials." })
  count!: number;

  @Field(() => Boolean, {
    description:
      "Whether the number was counted. If not, it is worked out from the share among the first thousand trials found.",
  })
  isExact!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "The found trials counted by the values of one facet." })
export class TrialFacet {
  @Field(() => TrialFacetKind, { description: "What is counted." })
  by!: TrialFacetKind;

  @Field(() => [TrialFacetValue], { description: "The values that occur, most frequent first." })
  values!: TrialFacetValue[];

  @Field(() => Boolean, { description: "Whether all numbers of this facet were counted." })
  isExact!: boolean;
}
