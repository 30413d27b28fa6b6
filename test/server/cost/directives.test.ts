import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { buildSchema, type GraphQLObjectType, getNamedType, isCompositeType, isObjectType } from "graphql";
import { isList } from "../../../src/server/cost/plan.js";
import { LIST_SIZES, RECORDS, SIZED_FIELDS } from "../../../src/server/cost/prices.js";

// Read from the committed text alone, by another reader than its writer.
const schema = buildSchema(readFileSync("schema/schema.graphql", "utf8"));

const fields = Object.values(schema.getTypeMap())
  .filter((type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith("__"))
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })));

function argumentOf(name: string, directive: string, argument: string): string | undefined {
  const node = fields.find((field) => field.name === name)?.field.astNode;
  const found = node?.directives?.find((each) => each.name.value === directive);
  const value = found?.arguments?.find((each) => each.name.value === argument)?.value;
  return value && "value" in value ? String(value.value) : undefined;
}

const has = (name: string, directive: string) =>
  argumentOf(name, directive, directive === "cost" ? "weight" : "assumedSize");

describe("The committed schema", () => {
  it("tells the assumed size of every list of objects that no connection sizes", () => {
    const unsized = fields.filter(
      ({ name, field }) =>
        isList(field.type) &&
        isCompositeType(getNamedType(field.type)) &&
        !SIZED_FIELDS.includes(field.name) &&
        has(name, "listSize") === undefined,
    );

    expect(unsized.map(({ name }) => name)).toEqual([]);
  });

  it("tells the same sizes and weights as the tables that operations are priced by", () => {
    const sizes = Object.keys(LIST_SIZES).map((name) => [name, Number(has(name, "listSize"))]);

    expect(Object.fromEntries(sizes)).toEqual(LIST_SIZES);
    for (const [type, { perCall }] of Object.entries(RECORDS)) {
      const cost = schema.getType(type)?.astNode?.directives?.find(({ name }) => name.value === "cost");
      const weight = cost?.arguments?.[0]?.value;
      expect(weight && "value" in weight ? Number(weight.value) : null).toBe(1 + 10 / perCall);
    }
  });

  it("tells what asks an upstream, and by which argument a page is sized", () => {
    expect(has("Query.searchJournalArticles", "cost")).toBe("11");
    expect(has("HealthTopic.journalArticles", "cost")).toBe("21");
    expect(has("Query.healthTopics", "cost")).toBeUndefined();
    expect(has("Query.healthTopics", "listSize")).toBe("20");
  });
});
