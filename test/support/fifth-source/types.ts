import { Field, ID, Int, ObjectType } from "type-graphql";
import { Node, RichText } from "../../../src/content/index.js";

@ObjectType({ simpleResolvers: true, implements: Node, description: "A recipe that suits people with a condition." })
export class Recipe implements Node {
  id!: string;

  @Field(() => ID, { description: "The collection's own number, such as `12`." })
  recipeId!: string;

  @Field(() => String, { description: "The recipe's page." })
  url!: string;

  @Field(() => String, { description: "What the dish is called." })
  name!: string;

  @Field(() => Int, { nullable: true, description: "Time from start to table, in minutes; null where nobody took it." })
  minutes!: number | null;

  @Field(() => [String], { description: "What is needed, one line each." })
  ingredients!: string[];

  @Field(() => RichText, { description: "What to do." })
  method!: RichText;

  /** When the cook last changed it: `2024-03-07`. Shown as part of the provenance. */
  changedOn!: string | null;
}
