import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { getIntrospectionQuery } from "graphql";
import { ask, type Reply, type SmallServer, startSmallServer } from "../support/small-server.js";

let gateway: SmallServer;
beforeAll(async () => {
  gateway = await startSmallServer();
});
beforeEach(() => {
  gateway.seen.executed = 0;
});
afterAll(() => gateway.close());

const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(" ");
const nested = (depth: number, field = "parent") =>
  `{ record ${`{ ${field} `.repeat(depth)}{ id }${" }".repeat(depth)} }`;
const extensionsOf = (reply: Reply) => reply.json.errors?.[0]?.extensions;

function expectTooComplex(reply: Reply, limit: string, allowed: number, found: number): void {
  expect({ status: reply.status, ...extensionsOf(reply) }).toEqual({
    status: 400,
    code: "OPERATION_TOO_COMPLEX",
    limit,
    allowed,
    found,
  });
  expect(reply.json.errors?.[0]?.message).toContain(String(allowed));
  expect(reply.json).not.toHaveProperty("data");
  expect(gateway.seen.executed).toBe(0);
}

describe("Limits of one operation", () => {
  it("allows 15 aliases of a field that may cost something, and not 16", async () => {
    const aliases = (count: number) => `{ ${many(count, (i) => `a${i}: hello(name: "x")`)} }`;

    expect((await ask(gateway.url, aliases(15))).json.errors).toBeUndefined();
    gateway.seen.executed = 0;
    expectTooComplex(await ask(gateway.url, aliases(16)), "aliases", 15, 16);
  });

  it("counts aliases through fragments that are spread twice", async () => {
    const fragments = `fragment Ten on Query { ${many(10, (i) => `a${i}: hello(name: "${i}")`)} }`;

    expectTooComplex(await ask(gateway.url, `{ ...Ten ... { ...Ten } } ${fragments}`), "aliases", 15, 20);
  });

  it("does not take fragments of fragments to be few", async () => {
    const doubling = many(24, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    const started = performance.now();

    const reply = await ask(gateway.url, `{ ...F0 } ${doubling} fragment F24 on Query { a: hello }`);

    expect(extensionsOf(reply)).toMatchObject({ code: "OPERATION_TOO_COMPLEX", allowed: 100, found: 2 ** 24 });
    expect(performance.now() - started).toBeLessThan(500);
  });

  it.each([101, 300])("refuses %d aliases of __typename", async (count) => {
    expectTooComplex(
      await ask(gateway.url, `{ ${many(count, (i) => `a${i}: __typename`)} }`),
      "aliasesInTotal",
      100,
      count,
    );
  });

  it("refuses 1000 aliases", async () => {
    const reply = await ask(gateway.url, `{ ${many(1000, (i) => `a${i}: hello`)} }`);

    expect(reply.status).toBe(400);
    expect(extensionsOf(reply)).toMatchObject({ code: "OPERATION_TOO_COMPLEX", limit: "tokens", allowed: 2000 });
  });

  it("allows 30 fields at the top, and not 31", async () => {
    expect((await ask(gateway.url, `{ ${many(30, () => "hello")} }`)).status).toBe(200);
    gateway.seen.executed = 0;
    expectTooComplex(await ask(gateway.url, `{ ${many(31, () => "hello")} }`), "rootFields", 30, 31);
  });

  it("refuses more than 50 directives", async () => {
    expectTooComplex(await ask(gateway.url, `{ hello ${many(51, () => "@skip(if: false)")} }`), "directives", 50, 51);
  });

  it("refuses hundreds of selections in one set, which take long to compare", async () => {
    const started = performance.now();

    expectTooComplex(await ask(gateway.url, `{ record { ${many(1900, () => "id")} } }`), "selections", 300, 1900);

    expect(performance.now() - started).toBeLessThan(500);
  });

  it.each([
    ["through a cycle", nested(60), 62],
    ["in inline fragments", `{ ${"... { ".repeat(3)}${nested(20).slice(1, -1)}${"}".repeat(3)} }`, 22],
  ])("refuses depth %s at once", async (_how, query, found) => {
    const started = performance.now();

    expectTooComplex(await ask(gateway.url, query), "depth", 12, found);

    expect(performance.now() - started).toBeLessThan(100);
  });

  it("refuses depth that fragments hide", async () => {
    const fragments = many(20, (i) => `fragment F${i} on Record { parent { ...F${i + 1} } }`);

    const reply = await ask(gateway.url, `{ record { ...F0 } } ${fragments} fragment F20 on Record { id }`);

    expectTooComplex(reply, "depth", 12, 22);
  });

  it("leaves fragments that contain themselves to validation", async () => {
    const reply = await ask(
      gateway.url,
      "{ record { ...A } } fragment A on Record { parent { ...B } } fragment B on Record { parent { ...A } }",
    );

    expect(extensionsOf(reply)).toMatchObject({ code: "GRAPHQL_VALIDATION_FAILED" });
  });

  it.each([
    ["braces", "{".repeat(20_000)],
    ["fields", "{a".repeat(20_000)],
    ["lists", `{ echo(ids: ${"[".repeat(20_000)}`],
    ["objects", `{ echo(ids: ${"{a:".repeat(20_000)}`],
    ["list types", `query(${"$a:"} ${"[".repeat(20_000)}Int`],
    ["tokens", `{ ${"a ".repeat(100_000)} }`],
  ])("refuses 20000 nested %s without running out of stack", async (_what, query) => {
    const reply = await ask(gateway.url, query);

    expect(reply.status).toBe(400);
    expect(extensionsOf(reply)).toMatchObject({ code: "OPERATION_TOO_COMPLEX", limit: "tokens", allowed: 2000 });
    expect(reply.text).not.toMatch(/call stack/i);
  });

  it("refuses lists that are too long, in the document and in variables", async () => {
    const literal = await ask(gateway.url, `{ echo(ids: [${many(201, String)}]) }`);
    const variable = await ask(gateway.url, "query($ids: [ID!]!) { echo(ids: $ids) }", {
      ids: Array(50_000).fill("1"),
    });

    expectTooComplex(literal, "listLength", 200, 201);
    expect(variable.status).toBe(400);
    expect(extensionsOf(variable)).toMatchObject({
      code: "BAD_USER_INPUT",
      limit: "listLength",
      allowed: 200,
      found: 50_000,
    });
    expect(gateway.seen.executed).toBe(0);
  });

  it("answers what stays within the limits, the same text again and again", async () => {
    for (let round = 0; round < 3; round++) {
      const reply = await ask(gateway.url, nested(10));

      expect(reply.json.errors).toBeUndefined();
    }
  });
});

describe("Introspection", () => {
  it.each([
    ["in its shortest form", {}],
    [
      "with everything",
      {
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: false,
      },
    ],
  ])("is answered as GraphiQL asks it, %s", async (_how, options) => {
    const reply = await ask(gateway.url, getIntrospectionQuery(options));

    expect(reply.json.errors).toBeUndefined();
    expect(reply.json.data).toHaveProperty("__schema");
  });

  it("is refused at once when it goes round in circles", async () => {
    const circle = (depth: number): string => (depth === 0 ? "name" : `fields { type { ${circle(depth - 1)} } }`);
    const started = performance.now();

    expectTooComplex(await ask(gateway.url, `{ __schema { types { ${circle(9)} } } }`), "introspectionDepth", 2, 9);

    expect(performance.now() - started).toBeLessThan(100);
  });

  it("can be switched off", async () => {
    const closed = await startSmallServer({ introspection: false });

    const reply = await ask(closed.url, "{ __schema { queryType { name } } }");

    expect(extensionsOf(reply)).toMatchObject({ code: "GRAPHQL_VALIDATION_FAILED" });
    await closed.close();
  });
});
