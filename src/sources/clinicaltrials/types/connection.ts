import { Field, Int, ObjectType } from "type-graphql";
import { JoinRule, PageInfo } from "../../../content/index.js";
import type { TrialQuestion } from "../question.js";
import { ClinicalTrial } from "./clinical-trial.js";

@ObjectType({ simpleResolvers: true, description: "A trial with the cursor that stands for its place in the list." })
export class ClinicalTrialEdge {
  @Field(() => String, { description: "Pass it as `after` to go on behind this trial." })
  cursor!: string;

  @Field(() => ClinicalTrial, { description: "The trial." })
  node!: ClinicalTrial;
}

@ObjectType({ simpleResolvers: true, description: "A page of trials, and what is known of the whole list." })
export class ClinicalTrialConnection {
  /** What `facets` counts; null for a list of trials that are known by number. */
  question!: TrialQuestion | null;

  @Field(() => [ClinicalTrial], { description: "The trials of this page." })
  nodes!: ClinicalTrial[];

  @Field(() => [ClinicalTrialEdge], { description: "The trials of this page with their cursors." })
  edges!: ClinicalTrialEdge[];

  @Field(() => PageInfo, { description: "Where this page stands in the whole list." })
  pageInfo!: PageInfo;

  @Field(() => Int, {
    nullable: true,
    description: "The number of trials in the whole list; null when the registry did not tell.",
  })
  totalCount!: number | null;

  @Field(() => Boolean, {
    description: "Whether `totalCount` is exact. The registry counts exactly, so it is wherever there is a number.",
  })
  totalCountIsExact!: boolean;

  @Field(() => JoinRule, {
    nullable: true,
    description: "The rule that joined these trials to their parent; null for a search.",
  })
  via!: JoinRule | null;

  @Field(() => String, {
    nullable: true,
    description: "The version of the registry's data set: a time in UTC; null until it is known.",
  })
  dataVersion!: string | null;

  @Field(() => String, { description: "A notice to show beside every list of trials." })
  notice!: string;
}
