import { Ctx, Extensions, FieldResolver, Resolver, Root } from "type-graphql";
import { HealthTopic } from "../../../src/sources/medlineplus/index.js";
import { Recipe, type RecipesContext } from "./index.js";

/** Leads from a health topic to recipes. */
@Resolver(() => HealthTopic)
export class TopicRecipesResolver {
  @Extensions({ upstreamCalls: () => 1 })
  @FieldResolver(() => [Recipe], {
    nullable: "itemsAndList",
    description: "Recipes that suit people with this condition.",
  })
  async recipes(@Root() { title }: HealthTopic, @Ctx() { call, recipes }: RecipesContext) {
    return recipes.loadMany(await recipes.idsFor(title, call), call);
  }
}
