import { Field, ObjectType } from "type-graphql";

@ObjectType({ simpleResolvers: true, description: "An identifier of an institution in a registry of institutions." })
export class InstitutionIdentifier {
  @Field(() => String, { description: "The registry, such as `ROR`, `GRID`, `ISNI` or `RINGGOLD`." })
  registry!: string;

  @Field(() => String, { description: "The identifier as printed." })
  value!: string;
}

@ObjectType({ simpleResolvers: true, description: "Where an author worked, as the article prints it." })
export class Affiliation {
  @Field(() => String, { description: "The affiliation as printed, without e-mail addresses." })
  text!: string;

  @Field(() => [InstitutionIdentifier], { description: "Identifiers of the institution; mostly none." })
  identifiers!: InstitutionIdentifier[];
}

@ObjectType({ simpleResolvers: true, description: "A person or a group that wrote or contributed to an article." })
export class Author {
  @Field(() => String, {
    description:
      "The name for people to read: `Jane A Doe Jr`, or the whole name of a group such as `EXAMPLE Study Group`.",
  })
  displayName!: string;

  @Field(() => String, { description: "The name as citations print it: `Doe JA Jr`, or the name of the group." })
  citationName!: string;

  @Field(() => String, { nullable: true, description: "The family name; null for a group." })
  lastName!: string | null;

  @Field(() => String, { nullable: true, description: "Given names as printed; null where only initials are known." })
  foreName!: string | null;

  @Field(() => String, { nullable: true, description: "Initials without dots, such as `JA`." })
  initials!: string | null;

  @Field(() => String, { nullable: true, description: "What follows the name: `Jr`, `3rd`." })
  suffix!: string | null;

  @Field(() => String, { nullable: true, description: "The name of a group of authors; null for a person." })
  collectiveName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The author's ORCID iD with hyphens, such as `0000-0002-1825-0097`.",
  })
  orcid!: string | null;

  @Field(() => [Affiliation], { description: "Where the author worked, in printed order." })
  affiliations!: Affiliation[];

  @Field(() => Boolean, { description: "Whether the article says that this author contributed equally with others." })
  equalContribution!: boolean;
}
