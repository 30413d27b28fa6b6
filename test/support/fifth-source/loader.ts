import { type Provenance, toProvenance } from "../../../src/content/index.js";
import {
  type Call,
  createAnswers,
  createRecords,
  createUpstream,
  type Eventual,
  type Fetched,
  type Platform,
  type SourceHealth,
  UpstreamError,
} from "../../../src/upstream/index.js";
import { RecipesClient } from "./client.js";
import type { ParsedRecipes } from "./parser.js";
import type { Recipe } from "./types.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The most numbers that the service takes at once. */
const LARGEST_BATCH = 50;

/** The collection of recipes as the rest of the gateway sees it: cached, batched, paced. */
export interface Recipes {
  /** The recipe, or null when there is none. @throws UpstreamError */
  load(recipeId: string, call: Call): Eventual<Recipe | null>;
  /** Recipes in the order of their numbers; what could not be had is its error, in its place. */
  loadMany(recipeIds: readonly string[], call: Call): Eventual<(Recipe | null | UpstreamError)[]>;
  /** The numbers of the recipes that suit people with a condition. @throws UpstreamError */
  idsFor(condition: string, call: Call): Promise<string[]>;
  /** Where a recipe came from, how old the copy is and how it may be used. */
  provenanceOf(recipe: Recipe): Provenance;
  health(): SourceHealth;
  close(): Promise<void>;
}

/** One per process: the quota is counted here. @param baseUrl without a trailing slash */
export function createRecipes(platform: Platform, { baseUrl }: { baseUrl: string }): Recipes {
  const upstream = createUpstream(platform, {
    source: "recipes",
    baseUrl,
    quota: { requests: 5, windowMs: 1_000, concurrency: 4 },
  });
  const client = new RecipesClient(upstream);
  const recipes = createRecords<Recipe>(platform, upstream, {
    kind: "recipe",
    version: 1,
    maxBatch: LARGEST_BATCH,
    lifetimes: { freshMs: DAY_MS, staleMs: 7 * DAY_MS, absentMs: HOUR_MS },
    fetchMany: async (ids, call) => toFetched(ids, await client.fetchByIds(ids, call)),
  });
  const searches = createAnswers<{ condition: string }, { ids: string[] }>(platform, upstream, {
    kind: "search",
    version: 1,
    lifetimes: { freshMs: HOUR_MS, staleMs: DAY_MS, absentMs: HOUR_MS },
    keyOf: ({ condition }) => condition.toLowerCase(),
    fetch: async ({ condition }, call) => ({ ids: await client.fetchIdsFor(condition, call) }),
  });
  return {
    load: (recipeId, call) => recipes.load(recipeId, call),
    loadMany: (recipeIds, call) => recipes.loadMany(recipeIds, call),
    idsFor: async (condition, call) => (await searches.load({ condition }, call)).ids,
    provenanceOf: (recipe) => toProvenance(factsOf(recipe), recipes.copyOf(recipe)),
    health: () => upstream.health(),
    close: () => upstream.close(),
  };
}

// A recipe that cannot be read costs only itself. Which one it was is not known, so none of the missing is taken for absent.
function toFetched(ids: readonly string[], { recipes, unreadable }: ParsedRecipes): Map<string, Fetched<Recipe>> {
  const found = new Map<string, Fetched<Recipe>>(recipes.map((recipe) => [recipe.recipeId, { value: recipe }]));
  const failed = new UpstreamError("recipes", "malformed", `${unreadable} recipes cannot be read`);
  if (unreadable > 0) for (const id of ids) if (!found.has(id)) found.set(id, { failed });
  return found;
}

function factsOf({ url, changedOn }: Recipe) {
  const license = {
    name: "Free to copy with the cook's name",
    url: "https://recipes.example/terms",
    mayRepublish: true,
  };
  return { source: "recipes", url, sourceUpdatedOn: changedOn, attribution: "The Example Kitchen", license };
}
