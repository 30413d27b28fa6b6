import { ArgsType, Field, Int } from "type-graphql";

/** The page of a list that is asked for. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 10, description: "How many items, 1 to 100." })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: "The `endCursor` of the page before; omit it for the first page.",
  })
  after?: string | null;
}
