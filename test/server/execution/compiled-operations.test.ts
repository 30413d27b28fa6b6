import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildSchema, execute, type GraphQLSchema, parse } from "graphql";
import { type CompiledOperation, CompiledOperations } from "../../../src/server/execution/compiled-operations.js";
import { createSchema, readOperations } from "../../../src/server/index.js";
import { createCall, systemClock } from "../../../src/upstream/index.js";
import { type Asking, startAsking } from "../../support/ask.js";
import { ask, type SmallServer, startSmallServer } from "../../support/small-server.js";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function compiled(schema: GraphQLSchema, query: string): Promise<CompiledOperation | null> {
  const operations = new CompiledOperations({ schema, log: silent });
  const operation = { query, operationName: null, document: parse(query) };
  for (let time = 0; time < 3; time++) operations.sawValid(operation);
  // Compiling goes on behind: it is over once the next operation gets its turn.
  for (let wait = 0; wait < 500 && !operations.find(operation); wait++) await turn();
  return operations.find(operation);
}

/** An answer as a caller would read it; ids of errors and ages differ from one time to the next. */
function readable(result: {
  data?: unknown;
  errors?: readonly { message: string; path?: unknown; locations?: unknown }[];
}) {
  const errors = result.errors?.map(({ message, path, locations }) => ({ message, path, locations }));
  const order = (error: object) => JSON.stringify(error);
  return {
    data: JSON.parse(JSON.stringify(result.data)),
    errors: errors?.sort((left, right) => order(left).localeCompare(order(right))),
  };
}

describe("An operation that is compiled", () => {
  let galen: Asking;
  let schema: GraphQLSchema;
  beforeAll(async () => {
    galen = await startAsking();
    schema = await createSchema();
  });
  afterAll(() => galen.close());

  const operations = [...readOperations("schema/operations").values()].filter(({ name }) => name !== "Sources");

  it.each(operations.map(({ name, text }) => [name, text]))("answers %s as graphql-js does", async (_name, text) => {
    const context = () => ({ ...galen.sources, call: createCall(systemClock, { deadlineMs: 5_000 }) });
    const run = await compiled(schema, text);
    // The first time fetches what both then find in memory.
    await execute({ schema, document: parse(text), contextValue: context() });
    const walked = await execute({ schema, document: parse(text), contextValue: context() });

    expect(run).not.toBeNull();
    expect(readable((await run?.(context(), {})) ?? {})).toEqual(readable(walked));
  });
});

describe("Errors in an operation that is compiled", () => {
  const schema = buildSchema(/* GraphQL */ `
    type Query { fine: String failing: String late: String list: [Item] strict: [Item!] deep: Item typed(first: Int!): Int }
    type Item { id: ID! name: String! next: Item! }
  `);
  const fail = () => {
    throw new Error("failed");
  };
  const item = { id: "1", name: "One", next: null };
  const fields: Record<string, (args: { first: number }) => unknown> = {
    fine: () => "fine",
    failing: fail,
    late: async () => fail(),
    list: () => [item, new Error("no such item"), null, { id: "2", name: null }],
    strict: () => [item, new Error("no such item")],
    deep: () => ({ id: "3", name: "Three", next: { id: "4", name: "Four", next: new Error("no next item") } }),
    typed: ({ first }) => first,
  };
  for (const [name, run] of Object.entries(fields)) {
    const field = schema.getQueryType()?.getFields()[name];
    if (field) field.resolve = (_root, args) => run(args as { first: number });
  }

  it.each([
    "{ fine failing }",
    "{ fine late }",
    "{ list { id } }",
    "{ list { id name } fine }",
    "{ strict { id } fine }",
    "{ deep { id next { id } } fine }",
    "{ deep { id next { id next { id } } } fine }",
    "{ a: failing b: late list { name } }",
  ])("are those of graphql-js: %s", async (query) => {
    const run = await compiled(schema, query);
    const walked = await execute({ schema, document: parse(query) });
    expect(readable((await run?.({}, {})) ?? {})).toEqual(readable(walked));
  });

  it("are not made of what could not be executed: nothing is answered, so that the usual way says why", async () => {
    const run = await compiled(schema, "query($first: Int!) { typed(first: $first) }");

    expect((await run?.({}, { first: "many" }))?.data).toBeUndefined();
  });
});

describe("Operations that are not compiled", () => {
  const schema = buildSchema("type Query { hello: String }");

  it.each(["{ __schema { types { name } } }", "{ ... @defer { hello } }"])("%s", async (query) => {
    expect(await compiled(schema, query)).toBeNull();
  });
});

describe("A server that compiles", () => {
  let gateway: SmallServer;
  beforeAll(async () => {
    const schema = buildSchema("type Query { echo(ids: [ID!]! = [1]): [ID!] hello: String }");
    const { echo, hello } = schema.getQueryType()?.getFields() ?? {};
    if (echo) echo.resolve = (_root, { ids }) => ids;
    if (hello) hello.resolve = () => "Hello there";
    gateway = await startSmallServer({ schema, rootValue: undefined, answerMemoryBytes: 0 });
  });
  afterAll(() => gateway.close());

  it("answers the same however often it is asked, mistakes in variables included", async () => {
    const query = "query($ids: [ID!]! = [7]) { echo(ids: $ids) hello }";
    const seen = { given: new Set<string>(), left: new Set<string>(), wrong: new Set<string>() };
    for (let time = 0; time < 20; time++) {
      seen.given.add((await ask(gateway.url, query, { ids: ["a", 1] })).text);
      seen.left.add((await ask(gateway.url, query, {})).text);
      seen.wrong.add((await ask(gateway.url, query, { ids: [{}] })).text);
    }

    expect([...seen.given]).toEqual(['{"data":{"echo":["a","1"],"hello":"Hello there"}}']);
    expect([...seen.left]).toEqual(['{"data":{"echo":["7"],"hello":"Hello there"}}']);
    expect(seen.wrong.size).toBe(1);
    expect(JSON.parse([...seen.wrong][0] ?? "")).toMatchObject({
      errors: [{ extensions: { code: "BAD_USER_INPUT" } }],
    });
  });
});
