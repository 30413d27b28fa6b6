import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { CitationStyle, formatCitation, Provenance, RichText } from "../../../content/index.js";
import { NearInput } from "../arguments/place.js";
import { toCslItem } from "../citation.js";
import type { ClinicalTrialsContext } from "../connections.js";
import { splitCriteria } from "../criteria.js";
import { toLocationConnection } from "../locations.js";
import { provenanceOf } from "../provenance.js";
import { markdownToRichText } from "../rich-text.js";
import { ClinicalTrial, TrialEligibility, TrialLocationConnection } from "../types.js";

/** Fields of a study that are made on demand. */
@Resolver(() => ClinicalTrial)
export class ClinicalTrialFieldsResolver {
  @FieldResolver(() => RichText, { nullable: true, description: "What the study is about, in words for the public." })
  briefSummary(@Root() trial: ClinicalTrial): RichText | null {
    return markdownToRichText(trial.briefSummaryMarkdown);
  }

  @FieldResolver(() => RichText, { nullable: true, description: "The same at length, in technical words." })
  detailedDescription(@Root() trial: ClinicalTrial): RichText | null {
    return markdownToRichText(trial.detailedDescriptionMarkdown);
  }

  @FieldResolver(() => TrialLocationConnection, {
    nullable: true,
    description: "The sites, as registered or nearest first.",
  })
  locations(
    @Root() trial: ClinicalTrial,
    @Arg("first", () => Int, { defaultValue: 20, description: "How many sites, from 1 to 100." }) first: number,
    @Arg("after", () => String, { nullable: true, description: "The cursor to go on behind." }) after?: string,
    @Arg("near", () => NearInput, { nullable: true, description: "Only sites in this circle, nearest first." })
    near?: NearInput,
  ): TrialLocationConnection {
    return toLocationConnection(trial, { first, after: after ?? null, near: near ?? null });
  }

  @FieldResolver(() => String, { description: "A reference to the study, ready to print or to import." })
  citation(
    @Root() trial: ClinicalTrial,
    @Arg("style", () => CitationStyle, { defaultValue: CitationStyle.VANCOUVER, description: "How it is written." })
    style: CitationStyle,
  ): string {
    return formatCitation(toCslItem(trial), style);
  }

  @FieldResolver(() => Provenance, { description: "Where this record came from and how old this copy is." })
  provenance(@Root() trial: ClinicalTrial, @Ctx() { clinicaltrials }: ClinicalTrialsContext): Provenance {
    return provenanceOf(trial, clinicaltrials);
  }
}

/** The criteria of a study, as rich text. */
@Resolver(() => TrialEligibility)
export class TrialEligibilityFieldsResolver {
  @FieldResolver(() => RichText, { nullable: true, description: "All criteria, as registered." })
  criteria(@Root() { criteriaMarkdown }: TrialEligibility): RichText | null {
    return markdownToRichText(criteriaMarkdown);
  }

  @FieldResolver(() => RichText, {
    nullable: true,
    description: "The part under the heading `Inclusion Criteria`; null where the text has no such heading.",
  })
  inclusion(@Root() { criteriaMarkdown }: TrialEligibility): RichText | null {
    return markdownToRichText(splitCriteria(criteriaMarkdown ?? "").inclusion);
  }

  @FieldResolver(() => RichText, {
    nullable: true,
    description: "The part under the heading `Exclusion Criteria`; null where the text has no such heading.",
  })
  exclusion(@Root() { criteriaMarkdown }: TrialEligibility): RichText | null {
    return markdownToRichText(splitCriteria(criteriaMarkdown ?? "").exclusion);
  }
}
