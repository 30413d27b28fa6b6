import { AsyncLocalStorage } from "node:async_hooks";
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from "graphql";

/** The field that is being resolved. */
export interface FieldPlace {
  /** Response names from the root, without the places in lists. */
  path: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
}

interface ResponsePath {
  prev?: ResponsePath | undefined;
  key: string | number;
}

const places = new AsyncLocalStorage<FieldPlace>();

/** The field in whose resolver this is called, at whatever distance. */
export function currentPlace(): FieldPlace | undefined {
  return places.getStore();
}

/** Lets every field of a schema that has a resolver of its own know its place. */
export function placeFields(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve && resolve !== defaultFieldResolver) field.resolve = placed(resolve);
    }
  }
}

function placed(resolve: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) =>
    places.run({ path: pathOf(info.path), startedAt: Date.now() }, () => resolve(source, args, context, info));
}

function pathOf(path: ResponsePath | undefined): string {
  const names: string[] = [];
  for (let at = path; at; at = at.prev) if (typeof at.key === "string") names.push(at.key);
  return names.reverse().join(".");
}
