import { type ArgumentNode, Kind, type OperationDefinitionNode, type ValueNode, valueFromASTUntyped } from "graphql";

/** Variables of a request, by name. */
export type Variables = Readonly<Record<string, unknown>>;

const defaults = new WeakMap<OperationDefinitionNode, Variables>();

/** The variables as execution will see them: with the operation's own defaults. They have not been checked. */
export function withDefaults(operation: OperationDefinitionNode, given: Variables): Variables {
  let known = defaults.get(operation);
  if (!known) {
    known = defaultsIn(operation);
    defaults.set(operation, known);
  }
  return known === NONE ? given : { ...known, ...given };
}

const NONE: Variables = {};

function defaultsIn({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  const found = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return found.length === 0 ? NONE : Object.fromEntries(found);
}

/** Names of the variables in arguments, however deep they stand. */
export function variablesIn(given: readonly ArgumentNode[] | undefined): string[] {
  return given?.flatMap(({ value }) => namesIn(value)) ?? [];
}

function namesIn(value: ValueNode): string[] {
  if (value.kind === Kind.VARIABLE) return [value.name.value];
  if (value.kind === Kind.LIST) return value.values.flatMap(namesIn);
  return value.kind === Kind.OBJECT ? value.fields.flatMap((field) => namesIn(field.value)) : [];
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
