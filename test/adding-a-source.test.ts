import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { buildSchema, type NonEmptyArray } from "type-graphql";
import { withFiles } from "../scripts/docs.mjs";
import { sourceResolvers } from "../src/sources/index.js";
import { unifiedResolvers } from "../src/unified/index.js";
import { type Asking, startAsking } from "./support/ask.js";
import { FakeClock } from "./support/fake-clock.js";
import { createRecipes, type Recipes, RecipesResolver } from "./support/fifth-source/index.js";
import { TopicRecipesResolver } from "./support/fifth-source/topic-recipes.resolver.js";
import { type Loopback, listenLoopback } from "./support/loopback.js";
import { testPlatform } from "./support/platform.js";
import { ask, type SmallServer, startSmallServer } from "./support/small-server.js";
import { readSourceTree } from "./support/source-tree.js";

const DAY_MS = 24 * 3_600_000;
const SHELF = [
  { id: 12, name: "Lentil soup", minutes: 40, ingredients: ["lentils", "carrots"], method: "<p>Boil.</p>" },
  { id: 7, name: "Pear salad", minutes: 0, ingredients: ["pears"], method: "<p>Cut.<script>no()</script></p>" },
  { id: 31, name: "Oat bread", minutes: 90, ingredients: ["oats"], method: "<p>Bake.</p>", changed: "2024-03" },
];

/** The collection of recipes, as the page says that it answers: in its own order, without what it does not have. */
const answerFromShelf: Loopback["answer"] = (request, response) => {
  const { searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
  const ids = searchParams.get("ids")?.split(",").map(Number);
  const body = ids ? { recipes: SHELF.filter(({ id }) => ids.includes(id)) } : { ids: [31, 12] };
  response.setHeader("content-type", "application/json").end(JSON.stringify(body));
};

const answerWithFailure: Loopback["answer"] = (_request, response) => {
  response.setHeader("content-type", "application/json").end('{"message":"The kitchen at 10.0.0.7 is closed."}');
};

const clock = new FakeClock();
let kitchen: Loopback;
let four: Asking;
let recipes: Recipes;
let galen: SmallServer;

beforeAll(async () => {
  kitchen = await listenLoopback(answerFromShelf);
  four = await startAsking({ clock });
});

afterAll(async () => {
  await four.close();
  await kitchen.close();
});

beforeEach(async () => {
  kitchen.seen.length = 0;
  kitchen.answer = answerFromShelf;
  recipes = createRecipes(testPlatform(clock), { baseUrl: kitchen.url });
  const resolvers = [...sourceResolvers, ...unifiedResolvers, RecipesResolver, TopicRecipesResolver];
  galen = await startSmallServer({
    schema: await buildSchema({ resolvers: resolvers as unknown as NonEmptyArray<new () => object>, validate: false }),
    createContext: () => ({ ...four.sources, recipes }),
    rootValue: undefined,
    clock,
    answerMemoryBytes: 0,
  });
});

afterEach(async () => {
  await galen.close();
  await recipes.close();
});

const dataOf = async (query: string) => (await ask(galen.url, query)).json.data;

describe("A fifth source, written as the page says", () => {
  it("answers beside the four, in one question with them", async () => {
    const query = `{ healthTopic(slug: "asthma") { title clinicalTrials(first: 1) { totalCount } recipes { name minutes } } }`;

    expect(await dataOf(query)).toEqual({
      healthTopic: {
        title: "Asthma",
        clinicalTrials: { totalCount: 2 },
        recipes: [
          { name: "Oat bread", minutes: 90 },
          { name: "Lentil soup", minutes: 40 },
        ],
      },
    });
    expect(kitchen.seen).toEqual(["GET /recipes?condition=Asthma", "GET /recipes?ids=31%2C12"]);
  });

  it("is asked once for what several fields want, in whatever order it answers", async () => {
    const query = `{ a: recipe(recipeId: "31") { name } b: recipe(recipeId: "404") { name } c: recipe(recipeId: "12") { name } }`;

    expect(await dataOf(query)).toEqual({ a: { name: "Oat bread" }, b: null, c: { name: "Lentil soup" } });
    expect(kitchen.seen).toEqual(["GET /recipes?ids=31%2C404%2C12"]);
  });

  it("is not asked again for what it said, nor for what it does not have", async () => {
    const query = `{ recipe(recipeId: "7") { name minutes method { html } } gone: recipe(recipeId: "404") { name } }`;
    const first = await dataOf(query);

    expect(await dataOf(query)).toEqual(first);
    expect(first).toEqual({
      recipe: { name: "Pear salad", minutes: null, method: { html: "<p>Cut.</p>" } },
      gone: null,
    });
    expect(kitchen.seen).toHaveLength(1);
  });

  it("says where a record came from, how old it is and how it may be used", async () => {
    const query = `{ recipe(recipeId: "31") { id provenance { source url freshness ageSeconds sourceUpdatedOn attribution license { mayRepublish } } } }`;
    await dataOf(query);
    clock.jumpBy(90_000);

    expect(await dataOf(query)).toEqual({
      recipe: {
        id: "Recipe:31",
        provenance: {
          source: "recipes",
          url: "https://recipes.example/31",
          freshness: "FRESH",
          ageSeconds: 90,
          sourceUpdatedOn: "2024-03",
          attribution: "The Example Kitchen",
          license: { mayRepublish: true },
        },
      },
    });
  });

  it("costs its own fields and nothing else while it fails, and says so without its own words", async () => {
    kitchen.answer = answerWithFailure;

    const { json, text } = await ask(galen.url, `{ healthTopic(slug: "asthma") { title recipes { name } } }`);

    expect(json.data).toEqual({ healthTopic: { title: "Asthma", recipes: null } });
    expect(json.errors).toMatchObject([
      { path: ["healthTopic", "recipes"], extensions: { code: "UPSTREAM_BAD_RESPONSE", source: "recipes" } },
    ]);
    expect(text).not.toContain("10.0.0.7");
  });

  it("shows its old copies while it fails", async () => {
    const query = `{ recipe(recipeId: "12") { name provenance { freshness ageSeconds } } }`;
    await dataOf(query);
    kitchen.answer = answerWithFailure;
    clock.jumpBy(9 * DAY_MS);

    expect(await dataOf(query)).toEqual({
      recipe: { name: "Lentil soup", provenance: { freshness: "STALE_AFTER_ERROR", ageSeconds: 9 * 86_400 } },
    });
  });

  it("loses one record to a record that cannot be read, and takes none for absent because of it", async () => {
    kitchen.answer = (_request, response) => {
      response.setHeader("content-type", "application/json").end(JSON.stringify({ recipes: [SHELF[0], { id: 7 }] }));
    };

    const { json } = await ask(galen.url, `{ a: recipe(recipeId: "12") { name } b: recipe(recipeId: "7") { name } }`);

    expect(json.data).toEqual({ a: { name: "Lentil soup" }, b: null });
    expect(json.errors).toMatchObject([{ path: ["b"], extensions: { code: "UPSTREAM_BAD_RESPONSE" } }]);
  });

  it("refuses a malformed number before anything is asked", async () => {
    const { json } = await ask(galen.url, `{ recipe(recipeId: "twelve") { name } }`);

    expect(json.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "recipeId" } }]);
    expect(kitchen.seen).toEqual([]);
  });
});

describe("The page on adding a source", () => {
  const folder = join(import.meta.dirname, "support/fifth-source");
  const page = readFileSync(join(import.meta.dirname, "../docs/adding-a-source.md"), "utf8");

  it("shows the files that are tried above, all of them and as they are (`npm run docs` writes them)", () => {
    const shown = [...page.matchAll(/^\/\/ src\/\S+\/(\S+)$/gm)].map(([, name]) => name);

    expect(shown.toSorted()).toEqual(readdirSync(folder).toSorted());
    expect(withFiles(page)).toBe(page);
  });

  it("keeps its source to the two doors that a source may use", () => {
    const files = readSourceTree(folder).filter(({ path }) => path !== "topic-recipes.resolver.ts");
    const outside = files.flatMap(({ imports }) => imports.filter((path) => path.startsWith("..")));

    expect(new Set(outside)).toEqual(new Set(["../../../src/content/index.ts", "../../../src/upstream/index.ts"]));
  });
});
