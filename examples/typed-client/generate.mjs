// Writes src/generated.ts: the types of the operations' answers and variables, and each operation as a typed document.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { buildSchema, parse } from "graphql";

const HERE = import.meta.dirname;
const SCHEMA = join(HERE, "../../schema/schema.graphql");
const OPERATIONS = join(HERE, "src/operations.graphql");

/** The text of src/generated.ts for a schema and operations in GraphQL's own language. */
export async function generate(
  schemaText = readFileSync(SCHEMA, "utf8"),
  operationsText = readFileSync(OPERATIONS, "utf8"),
) {
  return codegen({
    filename: "generated.ts",
    schema: parse(schemaText),
    schemaAst: buildSchema(schemaText),
    documents: [{ location: "operations.graphql", document: parse(operationsText) }],
    pluginMap: { typescriptOperations, typedDocumentNode },
    plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
    config: { useTypeImports: true, strictScalars: true, scalars: { PartialDate: "string" }, skipTypename: true },
  });
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(HERE, "src/generated.ts"), await generate());
