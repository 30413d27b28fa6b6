import { type GraphQLFieldResolver, type GraphQLSchema, isAbstractType, isObjectType } from "graphql";
import { getMetadataStorage } from "type-graphql";
import { type ParameterMetadata, readerOf } from "./parameter.js";

/** What a decorated method is known by. */
interface MethodMetadata {
  methodName: string;
  schemaName: string;
  target: unknown;
  params?: readonly ParameterMetadata[];
  middlewares?: readonly unknown[];
  roles?: readonly unknown[];
}

type Resolve = GraphQLFieldResolver<unknown, unknown>;

/**
 * Puts the methods of resolver classes into the schema as they are.
 *
 * type-graphql wraps each of them: it sorts its parameters, validates its arguments behind a promise, and copies
 * arguments into instances, for every field of every answer. Validation is off here, so most of that gives what went in.
 * Resolvers that need more than reading their parameters (input objects, middlewares) keep their wrapping.
 *
 * @param resolvers the classes that the schema was built from
 */
export function unwrapResolvers(schema: GraphQLSchema, resolvers: readonly unknown[]): void {
  const storage = getMetadataStorage();
  const instances = new Map<unknown, unknown>();
  const unwrapped = (method: MethodMetadata | undefined): Resolve | undefined =>
    method && resolvers.includes(method.target) ? resolverOf(method, instances) : undefined;
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) makeSynchronous(type);
    if (!isObjectType(type)) continue;
    const isRoot = type === schema.getQueryType();
    const target = storage.objectTypes.find(({ name }) => name === type.name)?.target;
    const methods = isRoot
      ? storage.queries
      : storage.fieldResolvers.filter(({ kind, getObjectType }) => kind === "external" && getObjectType?.() === target);
    for (const field of Object.values(type.getFields())) {
      const candidates = methods.filter(({ schemaName }) => schemaName === field.name);
      const resolve = unwrapped(candidates.find((method) => resolvers.includes(method.target)) as MethodMetadata);
      if (resolve) field.resolve = resolve;
    }
  }
}

function resolverOf(method: MethodMetadata, instances: Map<unknown, unknown>): Resolve | undefined {
  const { target, methodName, params = [], middlewares = [], roles = [] } = method;
  if (middlewares.length > 0 || roles.length > 0) return undefined;
  const readers = [...params].sort((left, right) => left.index - right.index).map(readerOf);
  if (!readers.every((reader) => reader !== null)) return undefined;
  const Class = target as new () => Record<string, (...given: unknown[]) => unknown>;
  const instance = (instances.get(target) ?? new Class()) as Record<string, (...given: unknown[]) => unknown>;
  instances.set(target, instance);
  const run = instance[methodName];
  if (!run) return undefined;
  const [first, second] = readers;
  if (!first) return () => run.call(instance);
  if (!second) return (root, args, context, info) => run.call(instance, first(root, args, context, info));
  if (readers.length === 2) {
    return (root, args, context, info) =>
      run.call(instance, first(root, args, context, info), second(root, args, context, info));
  }
  return (root, args, context, info) =>
    run.apply(
      instance,
      readers.map((read) => read(root, args, context, info)),
    );
}

/** type-graphql asks what type a value has behind a promise, although the answer is at hand. */
function makeSynchronous(type: { name: string; resolveType?: unknown }): void {
  const { interfaceTypes, unions } = getMetadataStorage();
  const known = [...interfaceTypes, ...unions].find(({ name }) => name === type.name)?.resolveType;
  if (known) type.resolveType = known;
}
