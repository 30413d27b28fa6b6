import { Field, ID, Int, ObjectType } from "type-graphql";
import { PartialDate } from "../../../content/index.js";
import { TrialReferenceType } from "./arm-words.js";
import { TrialIpdInfoType, TrialIpdSharing } from "./people-words.js";

@ObjectType({ simpleResolvers: true, description: "A notice that withdraws a publication." })
export class TrialRetraction {
  @Field(() => ID, { nullable: true, description: "The PubMed id of the notice." })
  pmid!: string | null;

  @Field(() => String, { nullable: true, description: "Where the notice appeared." })
  source!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "A publication that belongs to a study." })
export class TrialReference {
  @Field(() => ID, { nullable: true, description: "Its PubMed id; null when the sponsor gave a citation only." })
  pmid!: string | null;

  @Field(() => TrialReferenceType, { nullable: true, description: "How it relates to the study." })
  type!: TrialReferenceType | null;

  @Field(() => String, { nullable: true, description: "The citation, as registered." })
  citation!: string | null;

  @Field(() => [TrialRetraction], { description: "Notices that withdraw it; usually none." })
  retractions!: TrialRetraction[];
}

@ObjectType({ simpleResolvers: true, description: "A page that the sponsor names." })
export class TrialLink {
  @Field(() => String, { nullable: true, description: "What the page is, as plain text." })
  label!: string | null;

  @Field(() => String, { description: "The address." })
  url!: string;
}

@ObjectType({ simpleResolvers: true, description: "A document of the study, posted as a file." })
export class TrialDocument {
  @Field(() => String, { nullable: true, description: "What it is, such as `Study Protocol`." })
  label!: string | null;

  @Field(() => String, { nullable: true, description: "The address of the file (PDF)." })
  url!: string | null;

  @Field(() => PartialDate, { nullable: true, description: "The date of the document." })
  date!: string | null;

  @Field(() => Int, { nullable: true, description: "The size of the file in bytes." })
  sizeBytes!: number | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it contains the study protocol." })
  hasProtocol!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it contains the statistical analysis plan." })
  hasSap!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it contains the informed consent form." })
  hasIcf!: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: "What the sponsor says about sharing data of single participants." })
export class TrialIpdStatement {
  @Field(() => TrialIpdSharing, { nullable: true, description: "Whether they will be shared." })
  sharing!: TrialIpdSharing | null;

  @Field(() => String, { nullable: true, description: "What will be shared, or why not, as plain text." })
  description!: string | null;

  @Field(() => [TrialIpdInfoType], { description: "What is shared beside the data." })
  infoTypes!: TrialIpdInfoType[];

  @Field(() => String, { nullable: true, description: "From when and for how long, as plain text." })
  timeFrame!: string | null;

  @Field(() => String, { nullable: true, description: "Who may have them and how, as plain text." })
  accessCriteria!: string | null;

  @Field(() => String, { nullable: true, description: "Where to read more." })
  url!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "A data set or document of the study that is kept elsewhere." })
export class TrialSharedData {
  @Field(() => String, { nullable: true, description: "Its number or name where it is kept." })
  id!: string | null;

  @Field(() => String, { nullable: true, description: "What it is, such as `Individual Participant Data Set`." })
  type!: string | null;

  @Field(() => String, { nullable: true, description: "Where it is kept." })
  url!: string | null;

  @Field(() => String, { nullable: true, description: "What the sponsor says about it, as plain text." })
  comment!: string | null;
}
