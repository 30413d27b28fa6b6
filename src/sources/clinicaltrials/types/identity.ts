import { Field, ObjectType } from "type-graphql";

@ObjectType({ simpleResolvers: true, description: "A number under which a study is known elsewhere." })
export class TrialSecondaryId {
  @Field(() => String, { description: "The number, such as a EudraCT number or a grant number." })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: "What kind of number it is, in the registry's code, such as `EUDRACT_NUMBER`, `CTIS` or `NIH`.",
  })
  type!: string | null;

  @Field(() => String, { nullable: true, description: "Who gave the number." })
  domain!: string | null;

  @Field(() => String, { nullable: true, description: "A page about it." })
  url!: string | null;
}
