import { Field, ID, Int, ObjectType } from "type-graphql";
import { PageInfo } from "../../../content/index.js";

@ObjectType({ simpleResolvers: true, description: "One entry of an article's list of references." })
export class CitedReference {
  @Field(() => String, { nullable: true, description: "The reference as the publisher printed it." })
  citation!: string | null;

  @Field(() => ID, { nullable: true, description: "The PMID of what is cited, where PubMed found it." })
  pmid!: string | null;

  @Field(() => String, { nullable: true, description: "The DOI of what is cited." })
  doi!: string | null;

  @Field(() => ID, { nullable: true, description: "The id of what is cited in PubMed Central, such as `PMC900001`." })
  pmcId!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "A page of an article's references, in printed order." })
export class CitedReferenceConnection {
  @Field(() => [CitedReference], { description: "The references of this page." })
  nodes!: CitedReference[];

  @Field(() => Int, { description: "How many references the record has. Publishers that deposit none have 0." })
  totalCount!: number;

  @Field(() => PageInfo, { description: "Where this page stands." })
  pageInfo!: PageInfo;
}
