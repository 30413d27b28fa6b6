import { isPartialDate, toGlobalId, toRichText } from "../../../src/content/index.js";
import { UnreadableAnswerError } from "../../../src/upstream/index.js";
import type { Recipe } from "./types.js";

type Json = Record<string, unknown>;

/** Recipes of an answer, and how many of its parts were none. */
export interface ParsedRecipes {
  recipes: Recipe[];
  unreadable: number;
}

/** Reads a list of recipes. @throws UnreadableAnswerError for anything that is none */
export function parseRecipes(body: string): ParsedRecipes {
  const parts = listIn(body, "recipes");
  const recipes = parts.map((part) => toRecipe(part as Json)).filter((recipe) => recipe !== null);
  return { recipes, unreadable: parts.length - recipes.length };
}

/** Reads the numbers of recipes that a search found. @throws UnreadableAnswerError for anything that is no answer */
export function parseIds(body: string): string[] {
  return listIn(body, "ids").map(String);
}

// The service reports its own failures inside an answer that looks like success, without the list.
function listIn(body: string, name: string): unknown[] {
  const list = (JSON.parse(body) as Json | null)?.[name];
  if (Array.isArray(list)) return list;
  throw new UnreadableAnswerError(`no list of ${name} in the answer`);
}

function toRecipe({ id, name, minutes, ingredients, method, changed }: Json): Recipe | null {
  if (typeof id !== "number" || typeof name !== "string") return null;
  return {
    id: toGlobalId("Recipe", String(id)),
    recipeId: String(id),
    url: `https://recipes.example/${id}`,
    name,
    // An unknown time comes as 0, which would look like a dish that makes itself.
    minutes: typeof minutes === "number" && minutes > 0 ? minutes : null,
    ingredients: Array.isArray(ingredients) ? ingredients.map(String) : [],
    method: toRichText(String(method ?? "")),
    changedOn: isPartialDate(changed) ? changed : null,
  };
}
