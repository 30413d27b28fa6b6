import { describe, expect, it } from "@jest/globals";
import { buildSchema, executeSync, type GraphQLResolveInfo, parse } from "graphql";
import { asksFor, asksOnly } from "../../src/content/index.js";

const schema = buildSchema(`
  type Query { list: List }
  type List { total: Int nodes: [Item] edges: [Edge] }
  type Edge { cursor: String node: Item }
  type Item { id: ID url: String title: String }
`);

/** What a resolver of `list` sees of a question. */
function infoOf(selection: string, variableValues: Record<string, unknown> = {}): GraphQLResolveInfo {
  let seen: GraphQLResolveInfo | undefined;
  const list = (_: unknown, __: unknown, info: GraphQLResolveInfo) => {
    seen = info;
    return null;
  };
  const fragments = "fragment F on Item { id ...G } fragment G on Item { url }";
  const document = parse(`query ($yes: Boolean = true) { list { total ${selection} } } ${fragments}`);
  executeSync({ schema, document, rootValue: { list }, variableValues });
  if (!seen) throw new Error("list was not asked");
  return seen;
}

describe("asksOnly", () => {
  it.each([
    ["nodes { id url }", ["nodes"], true],
    ["nodes { id title }", ["nodes"], false],
    ["nodes { __typename }", ["nodes"], true],
    ["edges { cursor node { id } }", ["edges", "node"], true],
    ["edges { node { title } }", ["edges", "node"], false],
    ["", ["nodes"], true],
    ["nodes { ...F }", ["nodes"], true],
    ["nodes { ... on Item { title } }", ["nodes"], false],
    ["nodes { id } nodes { title }", ["nodes"], false],
    ["some: nodes { title }", ["nodes"], false],
    ["nodes { id title @skip(if: $yes) }", ["nodes"], true],
    ["nodes { id title @include(if: $yes) }", ["nodes"], false],
    ["nodes @include(if: false) { title }", ["nodes"], true],
  ])("of { %s } at %j is %s", (selection, path, expected) => {
    expect(asksOnly(infoOf(selection), path, ["id", "url"])).toBe(expected);
  });

  it("follows the values of variables", () => {
    const info = infoOf("nodes { id title @include(if: $yes) }", { yes: false });

    expect(asksOnly(info, ["nodes"], ["id"])).toBe(true);
  });
});

describe("asksFor", () => {
  it("finds a field by its name, not by its alias", () => {
    const info = infoOf("nodes { title: id }");

    expect([asksFor(info, ["nodes"], "id"), asksFor(info, ["nodes"], "title"), asksFor(info, [], "nodes")]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
