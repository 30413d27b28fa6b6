import {
  type ASTNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from "graphql";
import { callsOfField, defaultsOf, isList, listOf } from "./plan.js";
import {
  CALL_COST,
  LONGEST_PAGE,
  OBJECT_COST,
  RECORDS,
  SIZED_FIELDS,
  SLICING_ARGUMENTS,
  USUAL_PAGE,
} from "./prices.js";

type Field = GraphQLField<unknown, unknown>;

const DEFINITIONS = `"""What a field or an object costs (GraphQL Cost Directives). A field that asks an upstream costs ten for each call."""
directive @cost(weight: String!) on FIELD_DEFINITION | OBJECT

"""How long a list is, or the lists in a connection are: as long as an argument says, else as assumed."""
directive @listSize(
  assumedSize: Int
  slicingArguments: [String!]
  sizedFields: [String!]
  requireOneSlicingArgument: Boolean = true
) on FIELD_DEFINITION
`;

/**
 * A schema's text with its prices as directives. They are read from the tables that operations are priced by; where a
 * price depends on arguments, it is that for their defaults.
 */
export function withCostDirectives(sdl: string, schema: GraphQLSchema): string {
  const additions: Addition[] = [];
  for (const definition of parse(sdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const type = schema.getType(definition.name.value);
    if (isObjectType(type)) additions.push(...additionsTo(definition, type));
  }
  const priced = additions.reduceRight((text, { at, directives }) => {
    const added = directives.map((directive) => ` ${directive}`).join("");
    return text.slice(0, at) + added + text.slice(at);
  }, sdl);
  return `${DEFINITIONS}\n${priced}\n`;
}

/** Directives, and where in the text they belong. */
interface Addition {
  at: number;
  directives: string[];
}

function additionsTo(node: ObjectTypeDefinitionNode, type: GraphQLObjectType): Addition[] {
  const record = RECORDS[type.name];
  const directives = record ? [directive("cost", { weight: String(OBJECT_COST + CALL_COST / record.perCall) })] : [];
  const definitions = type.getFields();
  const fields = node.fields?.flatMap((field): Addition[] => {
    const definition = definitions[field.name.value];
    return definition ? [{ at: endOf(field), directives: directivesOf(type, definition) }] : [];
  });
  return [{ at: endOf(node.interfaces?.at(-1) ?? node.name), directives }, ...(fields ?? [])];
}

function endOf({ loc }: ASTNode): number {
  return loc?.end ?? 0;
}

function directivesOf(parent: GraphQLObjectType, field: Field): string[] {
  const type = getNamedType(field.type);
  const isObject = isCompositeType(type);
  const calls = callsOfField(field)?.(defaultsOf(field)) ?? 0;
  const cost =
    calls > 0 ? [directive("cost", { weight: String((isObject ? OBJECT_COST : 0) + CALL_COST * calls) })] : [];
  if (!isObject) return cost;
  const size = isList(field.type) ? listSizeOf(parent, field) : connectionSizeOf(field);
  return size ? [...cost, directive("listSize", size)] : cost;
}

function slicingArgumentsOf({ args }: Field): string[] {
  return SLICING_ARGUMENTS.filter((name) => args.some((argument) => argument.name === name));
}

function listSizeOf(parent: GraphQLObjectType, field: Field): Record<string, unknown> | null {
  const { isSized, counted, assumed } = listOf(parent, field) ?? { isSized: false, counted: null, assumed: 0 };
  const slicingArguments = slicingArgumentsOf(field);
  if (slicingArguments.length > 0) return sliced(field, slicingArguments);
  // The connection around it says how long it is.
  return isSized ? null : { assumedSize: counted === null || parent.name !== "Query" ? assumed : LONGEST_PAGE };
}

function connectionSizeOf(field: Field): Record<string, unknown> | null {
  const type = getNamedType(field.type);
  const slicingArguments = slicingArgumentsOf(field);
  if (slicingArguments.length === 0 || !isObjectType(type)) return null;
  const sizedFields = Object.keys(type.getFields()).filter((name) => SIZED_FIELDS.includes(name));
  return sizedFields.length > 0 ? { ...sliced(field, slicingArguments), sizedFields } : null;
}

function sliced(field: Field, slicingArguments: string[]): Record<string, unknown> {
  const assumedSize = defaultsOf(field).first ?? USUAL_PAGE;
  return { assumedSize, slicingArguments, requireOneSlicingArgument: false };
}

function directive(name: string, given: Readonly<Record<string, unknown>>): string {
  const written = Object.entries(given).map(([argument, value]) => `${argument}: ${JSON.stringify(value)}`);
  return `@${name}(${written.join(", ")})`;
}
