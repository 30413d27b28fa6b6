import { describe, expect, it } from "@jest/globals";
import { type GraphQLField, type GraphQLObjectType, getNamedType, isNonNullType, isObjectType } from "graphql";
import { createSchema } from "../support/ask.js";

const schema = await createSchema();

/** Asks no source, and needs no topics: nothing in it can fail. */
const CANNOT_FAIL = new Set(["Query.sources", "Query._service"]);

function fieldsOf(type: GraphQLObjectType): [string, GraphQLField<unknown, unknown>][] {
  return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);
}

const fields = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith("__"))
  .flatMap((type) => fieldsOf(type as GraphQLObjectType));

describe("what a dead source costs", () => {
  it("is never the whole answer: every field of Query may be null", () => {
    const strict = fields.filter(([name, { type }]) => name.startsWith("Query.") && isNonNullType(type));

    expect(strict.map(([name]) => name).filter((name) => !CANNOT_FAIL.has(name))).toEqual([]);
  });

  it("is never the record around it: every field that may ask an upstream may be null", () => {
    const asking = fields.filter(([, { extensions }]) => "upstreamCalls" in extensions);

    expect(asking.length).toBeGreaterThan(5);
    expect(asking.filter(([, { type }]) => isNonNullType(type)).map(([name]) => name)).toEqual([]);
  });
});

describe("the schema explains itself", () => {
  it("describes every type, field, argument and enum value", () => {
    const silent: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith("_") || ["Query", "String", "Int", "Float", "Boolean", "ID"].includes(type.name))
        continue;
      if (!type.description) silent.push(type.name);
      if ("getFields" in type)
        for (const field of Object.values(type.getFields())) {
          if (!field.description && !field.name.startsWith("_")) silent.push(`${type.name}.${field.name}`);
          if ("args" in field)
            for (const argument of field.args)
              if (!argument.description) silent.push(`${type.name}.${field.name}(${argument.name})`);
        }
      if ("getValues" in type)
        for (const value of type.getValues()) if (!value.description) silent.push(`${type.name}.${value.name}`);
    }

    expect(silent).toEqual([]);
  });

  it("has no type that nothing leads to", () => {
    const reached = new Set(fields.map(([, { type }]) => getNamedType(type).name));

    expect(reached.has("HealthTopic") && reached.has("ClinicalTrial")).toBe(true);
  });
});
