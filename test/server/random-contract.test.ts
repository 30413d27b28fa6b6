import { describe, expect, it } from "@jest/globals";
import { buildSchema } from "graphql";
import { type Answered, Contract, joinParts } from "../support/random-operation.js";

const schema = buildSchema(/* GraphQL */ `
  type Query { thing: Thing things: [Thing!] any: Any }
  type Thing { id: ID! size: Int kind: Kind next: Thing }
  type Other { name: String! }
  union Any = Thing | Other
  enum Kind { BIG SMALL }
`);

function broken(query: string, answer: Answered, variables: Record<string, unknown> = {}): string[] {
  return new Contract(schema).broken({ query, variables, written: new Set() }, answer);
}

const thing = (query: string, value: unknown, errors?: Answered["errors"]) =>
  broken(`{ thing { ${query} } }`, { data: { thing: value }, errors });

describe("The check of answers against the schema finds", () => {
  it.each([
    ["null in a place that takes none", thing("id", { id: null })],
    ["a number where an id has to be", thing("id", { id: 1 })],
    ["a number that is no Int", thing("size", { size: 2 ** 31 })],
    ["a value that the enum does not have", thing("kind", { kind: "HUGE" })],
    ["an object in the place of a list", broken("{ things { id } }", { data: { things: { id: "1" } } })],
    ["null in a list that takes none", broken("{ things { id } }", { data: { things: [null] } })],
    [
      "a type that the union does not have",
      broken("{ any { __typename } }", { data: { any: { __typename: "Kind" } } }),
    ],
    ["a field that was not asked for", thing("id", { id: "1", size: 1 })],
    ["a field that is missing", thing("id size", { id: "1" })],
    ["fields in another order", thing("id size", { size: 1, id: "1" })],
    [
      "a field that was left out by a variable",
      broken("query($no: Boolean!) { thing @skip(if: $no) { id } }", { data: { thing: null } }, { no: true }),
    ],
    ["an error for a field that has a value", thing("id", { id: "1" }, [{ path: ["thing", "id"] }])],
    ["an answer of nothing", broken("{ thing { id } }", {})],
  ])("%s", (_what, problems) => expect(problems).not.toEqual([]));

  it("nothing in what is right, however it was asked", () => {
    const query =
      "{ a: thing { ...F next { id } } any { __typename ... on Other { name } } } fragment F on Thing { id kind }";
    const data = { a: { id: "1", kind: "BIG", next: null }, any: { __typename: "Other", name: "x" } };

    expect(broken(query, { data, errors: [{ path: ["a", "next", "id"] }] })).toEqual([]);
  });
});

describe("An answer in parts", () => {
  const part = (json: object, end = "") =>
    `\r\n---\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(json)}${end}`;
  const first = part({ data: { thing: { id: "1" } }, hasNext: true });

  it("is put together at the places of its parts", () => {
    const later = { incremental: [{ path: ["thing"], data: { size: 2 } }], hasNext: false };

    expect(joinParts(first + part(later, "\r\n-----\r\n"))).toEqual({
      data: { thing: { id: "1", size: 2 } },
      isInParts: true,
    });
  });

  it("that stops before its end is an error", () => {
    expect(() => joinParts(first)).toThrow("does not end");
  });
});
