import { Field, ID, ObjectType } from "type-graphql";

@ObjectType({
  simpleResolvers: true,
  description: "A descriptor or qualifier of MeSH, NLM's Medical Subject Headings.",
})
export class MeshTerm {
  @Field(() => ID, {
    description: "The id in MeSH: `D` and digits for a descriptor (`D000022`), `Q` and digits for a qualifier.",
  })
  id!: string;

  @Field(() => String, { description: "The preferred English name, such as `Abortion, Spontaneous`." })
  name!: string;
}

@ObjectType({ simpleResolvers: true, description: "A MeSH qualifier: the aspect of a subject that a record is about." })
export class MeshQualifier extends MeshTerm {
  @Field(() => Boolean, {
    nullable: true,
    description: "Whether this aspect is a main subject of the record; null where the source does not tell.",
  })
  isMajorTopic?: boolean | null;
}

/** What a record is about, in MeSH: the same words for topics and for citations, so that they can be joined. */
@ObjectType({
  simpleResolvers: true,
  description: "What a record is about in MeSH: a descriptor, narrowed by qualifiers where there are any.",
})
export class MeshHeading {
  @Field(() => MeshTerm, { description: "The subject." })
  descriptor!: MeshTerm;

  @Field(() => [MeshQualifier], { description: "The aspects of the subject, such as `therapy`; often none." })
  qualifiers!: MeshQualifier[];

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether it is a main subject of the record; null where the source does not tell.",
  })
  isMajorTopic!: boolean | null;
}
