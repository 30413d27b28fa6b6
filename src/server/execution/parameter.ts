import type { GraphQLResolveInfo } from "graphql";
import { getMetadataStorage } from "type-graphql";

/** What a decorated parameter is known by. */
export interface ParameterMetadata {
  kind: string;
  index: number;
  name?: string;
  propertyName?: string | undefined;
  getType?: (() => unknown) | undefined;
}

/** Finds one parameter of a method in what a resolver is given. */
export type Reader = (root: unknown, args: Arguments, context: unknown, info: GraphQLResolveInfo) => unknown;

type Arguments = Record<string, unknown>;

/** How a parameter is read; null when that takes more than reading. */
export function readerOf({ kind, name = "", propertyName, getType }: ParameterMetadata): Reader | null {
  if (kind === "info") return (_root, _args, _context, info) => info;
  if (kind === "context") {
    if (propertyName === undefined) return (_root, _args, context) => context;
    return (_root, _args, context) => (context as Arguments)[propertyName];
  }
  if (kind === "root" && getType === undefined) {
    return propertyName === undefined ? (root) => root : (root) => (root as Arguments)[propertyName];
  }
  if (kind === "arg" && getType) return isInput(getType()) ? null : (_root, args) => args[name];
  return kind === "args" && getType ? readerOfGroup(getType()) : null;
}

/** Arguments that are declared together, as an instance of the class that declares them. */
function readerOfGroup(target: unknown): Reader | null {
  const fields = fieldsOf(target);
  if (fields.some(({ type }) => isInput(type))) return null;
  const Class = target as new () => Arguments;
  return (_root, args) => {
    const group = new Class();
    for (const { name } of fields) {
      if (args[name] !== undefined) group[name] = args[name];
      else if (group[name] === undefined) delete group[name];
    }
    return group;
  };
}

function fieldsOf(target: unknown): { name: string; type: unknown }[] {
  const declared = getMetadataStorage().argumentTypes.find((type) => type.target === target);
  const inherited = Object.getPrototypeOf(target) as unknown;
  return [
    ...(declared?.fields ?? []).map(({ name, getType }) => ({ name, type: getType() as unknown })),
    ...(typeof inherited === "function" && inherited !== Function.prototype ? fieldsOf(inherited) : []),
  ];
}

/** Input objects become instances of their class, which is type-graphql's own business. */
function isInput(type: unknown): boolean {
  return getMetadataStorage().inputTypes.some(({ target }) => target === type);
}
