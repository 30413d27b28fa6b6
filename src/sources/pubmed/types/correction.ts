import { Field, ID, ObjectType, registerEnumType } from "type-graphql";

/** How another publication bears on this one. */
export enum CorrectionKind {
  ASSOCIATED_DATASET = "ASSOCIATED_DATASET",
  ASSOCIATED_PUBLICATION = "ASSOCIATED_PUBLICATION",
  CITES = "CITES",
  COMMENT_IN = "COMMENT_IN",
  COMMENT_ON = "COMMENT_ON",
  CORRECTED_AND_REPUBLISHED_FROM = "CORRECTED_AND_REPUBLISHED_FROM",
  CORRECTED_AND_REPUBLISHED_IN = "CORRECTED_AND_REPUBLISHED_IN",
  ERRATUM_FOR = "ERRATUM_FOR",
  ERRATUM_IN = "ERRATUM_IN",
  EXPRESSION_OF_CONCERN_FOR = "EXPRESSION_OF_CONCERN_FOR",
  EXPRESSION_OF_CONCERN_IN = "EXPRESSION_OF_CONCERN_IN",
  ORIGINAL_REPORT_IN = "ORIGINAL_REPORT_IN",
  OTHER = "OTHER",
  REPRINT_IN = "REPRINT_IN",
  REPRINT_OF = "REPRINT_OF",
  REPUBLISHED_FROM = "REPUBLISHED_FROM",
  REPUBLISHED_IN = "REPUBLISHED_IN",
  RETRACTED_AND_REPUBLISHED_FROM = "RETRACTED_AND_REPUBLISHED_FROM",
  RETRACTED_AND_REPUBLISHED_IN = "RETRACTED_AND_REPUBLISHED_IN",
  RETRACTION_IN = "RETRACTION_IN",
  RETRACTION_OF = "RETRACTION_OF",
  SUMMARY_FOR_PATIENTS_IN = "SUMMARY_FOR_PATIENTS_IN",
  UPDATE_IN = "UPDATE_IN",
  UPDATE_OF = "UPDATE_OF",
}

registerEnumType(CorrectionKind, {
  name: "CorrectionKind",
  description: "How another publication bears on this one.",
  valuesConfig: {
    ASSOCIATED_DATASET: { description: "The other is the data of this one." },
    ASSOCIATED_PUBLICATION: { description: "The other was published together with this one." },
    CITES: { description: "This one cites the other." },
    COMMENT_IN: { description: "The other comments on this one." },
    COMMENT_ON: { description: "This one comments on the other." },
    CORRECTED_AND_REPUBLISHED_FROM: { description: "This one is the corrected new print of the other." },
    CORRECTED_AND_REPUBLISHED_IN: { description: "The other is the corrected new print of this one." },
    ERRATUM_FOR: { description: "This one corrects an error in the other." },
    ERRATUM_IN: { description: "The other corrects an error in this one." },
    EXPRESSION_OF_CONCERN_FOR: { description: "This one expresses concern about the other." },
    EXPRESSION_OF_CONCERN_IN: { description: "The other expresses concern about this one." },
    ORIGINAL_REPORT_IN: { description: "The other is the report that this summary is about." },
    OTHER: { description: "Some other way that this schema does not know yet; see `citation` and `note`." },
    REPRINT_IN: { description: "The other reprints this one." },
    REPRINT_OF: { description: "This one reprints the other." },
    REPUBLISHED_FROM: { description: "This one publishes the other anew." },
    REPUBLISHED_IN: { description: "The other publishes this one anew." },
    RETRACTED_AND_REPUBLISHED_FROM: { description: "This one replaces the other, which was retracted." },
    RETRACTED_AND_REPUBLISHED_IN: { description: "This one was retracted; the other replaces it." },
    RETRACTION_IN: { description: "The other retracts this one." },
    RETRACTION_OF: { description: "This one is the notice that retracts the other." },
    SUMMARY_FOR_PATIENTS_IN: { description: "The other sums this one up for patients." },
    UPDATE_IN: { description: "The other updates this one." },
    UPDATE_OF: { description: "This one updates the other." },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    "A printed tie between this article and another publication: a comment, a correction, a retraction, a citation.",
})
export class Correction {
  @Field(() => CorrectionKind, { description: "How the other publication bears on this one." })
  kind!: CorrectionKind;

  @Field(() => ID, { nullable: true, description: "The PMID of the other publication; null where it has none." })
  pmid!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The other publication as printed, such as `J Example. 2020;3(2):44`.",
  })
  citation!: string | null;

  @Field(() => String, { nullable: true, description: "A remark, such as the name that was wrong." })
  note!: string | null;
}
