import { type ArgumentNode, Kind, type OperationDefinitionNode, type ValueNode, valueFromASTUntyped } from "graphql";

/** Variables of a request, by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** The variables as execution will see them: with the operation's own defaults. They have not been checked. */
export function withDefaults(operation: OperationDefinitionNode, given: Variables): Variables {
  const definitions = operation.variableDefinitions;
  if (!definitions || definitions.length === 0) return given;
  const all: Record<string, unknown> = { ...given };
  for (const { variable, defaultValue } of definitions) {
    const name = variable.name.value;
    if (defaultValue && !Object.hasOwn(given, name)) all[name] = valueFromASTUntyped(defaultValue);
  }
  return all;
}

/** A value in a document, with its variables filled in; undefined for a variable that is not given. */
export function readValue(node: ValueNode, variables: Variables): unknown {
  if (node.kind === Kind.VARIABLE) {
    const name = node.name.value;
    return Object.hasOwn(variables, name) ? variables[name] : undefined;
  }
  return valueFromASTUntyped(node, variables);
}

/** A field's arguments by name: those given, and the schema's defaults. */
export function argumentsOf(
  given: readonly ArgumentNode[] | undefined,
  defaults: Variables,
  variables: Variables,
): Variables {
  if (!given || given.length === 0) return defaults;
  const all: Record<string, unknown> = { ...defaults };
  for (const { name, value } of given) {
    const found = readValue(value, variables);
    if (found !== undefined) all[name.value] = found;
  }
  return all;
}
