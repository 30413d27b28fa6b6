import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isUnionType,
} from "graphql";

export interface ArgumentPlan {
  /** Such as `Query.healthTopic(slug)`. */
  key: string;
  name: string;
  type: GraphQLInputType;
  hasDefault: boolean;
  isRequired: boolean;
}

export interface FieldPlan {
  /** Such as `Query.healthTopic`. */
  key: string;
  name: string;
  args: readonly ArgumentPlan[];
  /** What is selected from; null for a scalar or an enum. */
  type: TypePlan | null;
}

export interface TypePlan {
  name: string;
  fields: FieldPlan[];
  leaves: FieldPlan[];
  /** The object types of an interface or a union. */
  possible: TypePlan[];
}

/** One step on the way to a field: into another field, or into one of the types that a value may have. */
export type Step = { field: FieldPlan } | { on: TypePlan };

/** What one operation shall contain, whatever else it asks. */
export interface Aim {
  path: readonly Step[];
  /** Keys of arguments, input fields and enum values; a `$` before an argument's key wishes for a variable. */
  wishes: ReadonlySet<string>;
}

/** A schema as a writer of operations needs it: asked of graphql-js once, not for every word that is written. */
export interface SchemaPlan {
  query: TypePlan;
  /** One for every field, every argument, every input field, and every enum value that can be given somewhere. */
  aims: readonly Aim[];
  /** Everything that the aims together name. */
  keys: ReadonlySet<string>;
}

/** @param without keys of fields that shall not be asked */
export function planSchema(schema: GraphQLSchema, without: ReadonlySet<string> = new Set()): SchemaPlan {
  const types = planTypes(schema, without);
  const query = types.get(schema.getQueryType()?.name ?? "");
  if (!query) throw new Error("The schema has no queries");
  const aims = [...pathsFrom(query)].flatMap(aimsOf);
  const keys = new Set(aims.flatMap(({ path, wishes }) => [...path.map(keyOf), ...wishes]));
  return { query, aims, keys };
}

export const keyOf = (step: Step): string => ("field" in step ? step.field.key : `... on ${step.on.name}`);

function planTypes(schema: GraphQLSchema, without: ReadonlySet<string>): Map<string, TypePlan> {
  const composite = Object.values(schema.getTypeMap()).filter(isCompositeType);
  const own = composite.filter(({ name }) => !name.startsWith("_"));
  const plans = new Map(own.map(({ name }): [string, TypePlan] => [name, emptyPlan(name)]));
  for (const type of own) {
    const plan = plans.get(type.name) ?? emptyPlan(type.name);
    if (isAbstractType(type))
      plan.possible = schema.getPossibleTypes(type).flatMap(({ name }) => plans.get(name) ?? []);
    if (isUnionType(type)) continue;
    plan.fields = Object.values(type.getFields())
      .map((field) => planField(type.name, field, plans))
      .filter(({ key, name }) => !name.startsWith("_") && !without.has(key));
    plan.leaves = plan.fields.filter((field) => field.type === null);
  }
  return plans;
}

const emptyPlan = (name: string): TypePlan => ({ name, fields: [], leaves: [], possible: [] });

function planField(owner: string, field: GraphQLField<unknown, unknown>, plans: Map<string, TypePlan>): FieldPlan {
  const key = `${owner}.${field.name}`;
  const args = field.args.map(({ name, type, defaultValue }) => {
    const hasDefault = defaultValue !== undefined;
    return { key: `${key}(${name})`, name, type, hasDefault, isRequired: isNonNullType(type) && !hasDefault };
  });
  return { key, name: field.name, args, type: plans.get(getNamedType(field.type).name) ?? null };
}

/** The shortest way to every field that can be reached. */
function* pathsFrom(query: TypePlan): Generator<readonly Step[]> {
  const seen = new Set([query.name]);
  const waiting: { type: TypePlan; path: readonly Step[] }[] = [{ type: query, path: [] }];
  for (const { type, path } of waiting) {
    const enter = (next: TypePlan, way: readonly Step[]): void => {
      if (!seen.has(next.name)) waiting.push({ type: next, path: way });
      seen.add(next.name);
    };
    for (const field of type.fields) {
      yield [...path, { field }];
      if (field.type) enter(field.type, [...path, { field }]);
    }
    for (const on of type.possible) enter(on, [...path, { on }]);
  }
}

function aimsOf(path: readonly Step[]): Aim[] {
  const last = path.at(-1);
  const args = last && "field" in last ? last.field.args : [];
  const wishes = args.flatMap(({ key, type }) => [[`$${key}`], ...wishesOf(type)].map((more) => [key, ...more]));
  return [[], ...wishes].map((keys) => ({ path, wishes: new Set(keys) }));
}

function wishesOf(type: GraphQLInputType): string[][] {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues().map(({ name }) => [`${named.name}.${name}`]);
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) => {
    const key = `${named.name}.${field.name}`;
    return [[], ...wishesOf(field.type)].map((more) => [key, ...more]);
  });
}
