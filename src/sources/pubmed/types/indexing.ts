import { Field, ID, ObjectType } from "type-graphql";

@ObjectType({
  simpleResolvers: true,
  description: "What kind of article it is, such as `Review` or `Randomized Controlled Trial`.",
})
export class PublicationType {
  @Field(() => ID, { nullable: true, description: "The kind's id in MeSH, such as `D016454`; old records have none." })
  id!: string | null;

  @Field(() => String, { description: "The kind's name." })
  name!: string;
}

@ObjectType({ simpleResolvers: true, description: "A substance that the article is about." })
export class Chemical {
  @Field(() => ID, { nullable: true, description: "The substance's id in MeSH: `D…` or `C…`." })
  id!: string | null;

  @Field(() => String, { description: "The substance's name." })
  name!: string;

  @Field(() => String, { nullable: true, description: "The CAS, UNII or EC number; null where there is none." })
  registryNumber!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "A rare disease, organism or protocol that MeSH has outside its main tree.",
})
export class SupplementaryConcept {
  @Field(() => ID, { nullable: true, description: "The concept's id in MeSH, such as `C000657245`." })
  id!: string | null;

  @Field(() => String, { description: "The concept's name." })
  name!: string;

  @Field(() => String, { nullable: true, description: "What it is: `Disease`, `Organism` or `Protocol`." })
  kind!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Who paid for the work." })
export class Grant {
  @Field(() => String, { nullable: true, description: "The number of the grant." })
  grantId!: string | null;

  @Field(() => String, { nullable: true, description: "Who gave it." })
  agency!: string | null;

  @Field(() => String, { nullable: true, description: "The short code of the institute that gave it, such as `HL`." })
  acronym!: string | null;

  @Field(() => String, { nullable: true, description: "The country of who gave it." })
  country!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "A record in a trial registry that the article names." })
export class TrialRegistration {
  @Field(() => String, { description: "The registry, such as `ClinicalTrials.gov`, `ISRCTN` or `EudraCT`." })
  registry!: string;

  @Field(() => ID, { description: "The number in that registry." })
  number!: string;
}

@ObjectType({ simpleResolvers: true, description: "A data set that the article names, by its number in a databank." })
export class DatabankNumber {
  @Field(() => String, { description: "The databank, such as `GENBANK`, `PDB` or `Dryad`." })
  databank!: string;

  @Field(() => String, { description: "The number in that databank." })
  number!: string;
}
