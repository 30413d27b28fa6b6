import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
} from "graphql";
import { collectFields, collectSubfields } from "graphql/execution/collectFields.js";
import type { Operation } from "./operation-writer.js";

type Json = Record<string, unknown>;

/** An answer as far as the schema says what it has to be. */
export interface Answered {
  data?: Json | null | undefined;
  errors?: readonly { path?: readonly (string | number)[] | undefined }[] | undefined;
  /** Whether it was put together from parts. */
  isInParts?: boolean;
}

/** What each scalar looks like in JSON. */
const SCALARS: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === "string",
  ID: (value) => typeof value === "string",
  Boolean: (value) => typeof value === "boolean",
  Int: (value) => Number.isInteger(value) && (value as number) === ((value as number) | 0),
  Float: (value) => Number.isFinite(value),
  PartialDate: (value) => typeof value === "string" && /^\d{4}([- ]|$)/.test(value),
};

/** Holds answers against the schema: by itself, without an executor. */
export class Contract {
  /** Keys of the fields that had a value in some answer. */
  readonly filled = new Set<string>();

  /** Keys of all fields that can be asked for. */
  readonly fields: ReadonlySet<string>;

  constructor(private readonly schema: GraphQLSchema) {
    const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith("_"));
    this.fields = new Set(
      types.flatMap((type) =>
        Object.keys((type as GraphQLObjectType).getFields()).map((name) => `${type.name}.${name}`),
      ),
    );
  }

  /** What is wrong with an answer to a valid operation; nothing when all is well. */
  broken(operation: Operation, { data, errors = [], isInParts = false }: Answered): string[] {
    const problems = errors.flatMap(({ path }) =>
      path && !endsInNull(data, path) ? [`no null at ${path.join(".")}`] : [],
    );
    if (!data) return errors.length > 0 ? problems : [...problems, "neither data nor errors"];
    return [...problems, ...new Reading(this.schema, operation, this.filled, isInParts).problems(data)];
  }
}

/** An error's path leads to null, or to a parent that became null as the field may not be. */
function endsInNull(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data;
  for (const key of path) {
    if (value === null || value === undefined) return true;
    if (typeof value !== "object" || !(key in value)) return false;
    value = (value as Json)[key];
  }
  return value === null;
}

/** One answer beside the operation that it answers. */
class Reading {
  readonly #found: string[] = [];
  readonly #document: DocumentNode;
  readonly #fragments: Record<string, FragmentDefinitionNode> = {};
  readonly #variables: Json;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly operation: Operation,
    private readonly filled: Set<string>,
    private readonly isInParts: boolean,
  ) {
    this.#document = parse(operation.query);
    for (const definition of this.#document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition;
    const definitions = this.#asked().variableDefinitions ?? [];
    this.#variables = getVariableValues(schema, definitions, operation.variables).coerced ?? {};
  }

  problems(data: Json): string[] {
    const root = this.schema.getQueryType();
    const set = this.#asked().selectionSet;
    if (root) this.#object(root, collectFields(this.schema, this.#fragments, this.#variables, root, set), data, "");
    return this.#found;
  }

  #asked() {
    const asked = getOperationAST(this.#document, this.operation.operationName);
    if (!asked) throw new Error("It is not clear which operation is asked");
    return asked;
  }

  #object(type: GraphQLObjectType, fields: ReadonlyMap<string, readonly FieldNode[]>, value: Json, path: string): void {
    // Parts come in their own order; a whole answer has the operation's.
    const [has, expected] = [Object.keys(value), [...fields.keys()]].map((names) =>
      (this.isInParts ? names.sort() : names).join(", "),
    );
    if (has !== expected) this.#found.push(`${path}: has ${has}, not ${expected}`);
    for (const [key, nodes] of fields) {
      const name = nodes[0]?.name.value ?? "";
      const field = type.getFields()[name];
      if (!field) {
        if (value[key] !== type.name) this.#found.push(`${path}.${key}: is ${value[key]}, not ${type.name}`);
        continue;
      }
      if (value[key] !== null) this.filled.add(`${type.name}.${name}`);
      this.#value(field.type, nodes, value[key], `${path}.${key}`);
    }
  }

  #value(type: GraphQLOutputType, nodes: readonly FieldNode[], value: unknown, path: string): void {
    if (value === null) {
      if (isNonNullType(type)) this.#found.push(`${path}: null in a place of ${type}`);
      return;
    }
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      if (!Array.isArray(value)) this.#found.push(`${path}: not a list`);
      else for (const [at, item] of value.entries()) this.#value(nullable.ofType, nodes, item, `${path}.${at}`);
    } else if (isObjectType(nullable) || isAbstractType(nullable)) this.#composite(nullable.name, nodes, value, path);
    else if (!this.#isLeaf(nullable.name, value))
      this.#found.push(`${path}: ${JSON.stringify(value)} is no ${nullable}`);
  }

  #composite(name: string, nodes: readonly FieldNode[], value: unknown, path: string): void {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.#found.push(`${path}: not an object`);
      return;
    }
    const declared = this.schema.getType(name);
    const type = isObjectType(declared) ? declared : this.schema.getType(String((value as Json).__typename));
    if (!isObjectType(type) || (isAbstractType(declared) && !this.schema.isSubType(declared, type))) {
      this.#found.push(`${path}: ${type} is no ${name}`);
      return;
    }
    const fields = collectSubfields(this.schema, this.#fragments, this.#variables, type, nodes);
    this.#object(type, fields, value as Json, path);
  }

  #isLeaf(name: string, value: unknown): boolean {
    const type = this.schema.getType(name);
    if (isEnumType(type)) return typeof value === "string" && type.getValue(value) !== undefined;
    return SCALARS[name]?.(value) ?? false;
  }
}
