export { createRecipes, type Recipes } from "./loader.js";
export { type RecipesContext, RecipesResolver } from "./resolver.js";
export { Recipe } from "./types.js";
