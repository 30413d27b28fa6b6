import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { badInput, Provenance, quoted } from "../../../src/content/index.js";
import type { Call } from "../../../src/upstream/index.js";
import type { Recipes } from "./loader.js";
import { Recipe } from "./types.js";

/** This source's slice of the context. */
export interface RecipesContext {
  call: Call;
  recipes: Recipes;
}

@Resolver(() => Recipe)
export class RecipesResolver {
  @Query(() => Recipe, { nullable: true, description: "The recipe with this number; null when there is none." })
  recipe(
    @Arg("recipeId", () => ID, { description: "A number, such as `12`." }) recipeId: string,
    @Ctx() { call, recipes }: RecipesContext,
  ): Recipe | null | Promise<Recipe | null> {
    if (!/^[1-9]\d{0,8}$/.test(recipeId)) {
      throw badInput("recipeId", `${quoted(recipeId)} is not a recipe's number`, "1 to 9 digits, such as 12");
    }
    return recipes.load(recipeId, call);
  }

  @FieldResolver(() => Provenance, { description: "Where the recipe came from, how old it is and how it may be used." })
  provenance(@Root() recipe: Recipe, @Ctx() { recipes }: RecipesContext): Provenance {
    return recipes.provenanceOf(recipe);
  }
}
