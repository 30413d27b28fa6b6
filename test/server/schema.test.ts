import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, validate } from "graphql";
import { createSchema, readOperations } from "../../src/server/index.js";
import { printedSchema } from "../../src/server/print-schema.js";
import { createScreen } from "../../src/server/screen/screen.js";
import { defaultLimits } from "../support/small-server.js";

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await createSchema();
});

describe("The schema", () => {
  it("is the one that is committed: `npm run schema` writes it", async () => {
    expect(readFileSync("schema/schema.graphql", "utf8")).toBe(await printedSchema());
  });

  it("describes every type, field, argument and value", () => {
    const silent: string[] = [];
    const need = (name: string, { description }: { description?: string | null | undefined }) => {
      if (!description) silent.push(name);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith("__")) continue;
      if (type.name !== "Query") need(type.name, type);
      if (isEnumType(type)) for (const value of type.getValues()) need(`${type.name}.${value.name}`, value);
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) need(`${type.name}.${field.name}`, field);
      }
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        need(`${type.name}.${field.name}`, field);
        for (const argument of field.args) need(`${type.name}.${field.name}(${argument.name})`, argument);
      }
    }

    expect(silent).toEqual([]);
  });
});

describe("The committed operations", () => {
  const operations = [...readOperations("schema/operations").values()];

  it.each(operations.map((operation) => [operation.name, operation] as const))(
    "%s is valid and within the limits",
    (name, { text, document }) => {
      expect(validate(schema, document)).toEqual([]);
      expect(createScreen(defaultLimits)({ query: text }, "GET").operationName).toBe(name);
    },
  );
});
