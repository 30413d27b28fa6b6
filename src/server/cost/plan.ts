import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
} from "graphql";
import { type CollectedField, type Collector, createCollector, type Selections } from "./collect.js";
import { COUNTED_ARGUMENTS, LIST_SIZES, RECORDS, SIZED_FIELDS, SLICING_ARGUMENTS, USUAL_LIST } from "./prices.js";
import { argumentsOf, type Variables, variablesIn } from "./values.js";

/** A field that leads to objects or to an upstream; plain fields cost nothing and are in no plan. */
export interface PlannedField {
  /** Type and field, such as `HealthTopic.clinicalTrials`. */
  name: string;
  isObject: boolean;
  /** How its length is known; null where it is no list. */
  list: { isSized: boolean; counted: string | null; assumed: number } | null;
  /** Whether it takes a page size, for its own length or for that of the lists in it. */
  isSliced: boolean;
  /** Calls of an upstream for one parent with these arguments. */
  upstreamCalls: ((args: Variables) => number) | null;
  /** How many parents one such call answers for. */
  parentsPerCall: number;
  argumentsFor: (variables: Variables) => Variables;
  /** Whether its price depends on its arguments. */
  readsArguments: boolean;
  /** Variables in its arguments. */
  variables: readonly string[];
  types: PlannedType[];
}

/** What is asked of the objects of one type. */
export interface PlannedType {
  /** How many records of this type one call fetches; null when nothing has to be fetched. */
  recordsPerCall: number | null;
  fields: PlannedField[];
}

/** What can be known of an operation's price before its variables are. */
export type PricePlan = PlannedType;

type Field = GraphQLField<unknown, unknown>;

/** What a field says about the calls it makes. */
interface CallExtensions {
  upstreamCalls?: (args: Variables) => number;
  parentsPerCall?: number;
}

/**
 * Prepares an operation's price. Fields that do not exist are left to validation.
 * @param variables with defaults; only those of `@skip` and `@include` matter here
 * @throws OPERATION_TOO_COMPLEX for more fields than can be priced
 */
export function planPrice(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  variables: Variables,
): PricePlan {
  const root = schema.getQueryType();
  if (!root) return { recordsPerCall: null, fields: [] };
  const planner = new Planner(schema, createCollector(document, schema, variables));
  return planner.ofType(root, [{ set: operation.selectionSet, inside: new Set() }], false);
}

class Planner {
  readonly #root: unknown;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly collect: Collector,
  ) {
    this.#root = schema.getQueryType();
  }

  /** @param isLookup whether the records are fetched whatever is asked of them */
  ofType(type: GraphQLObjectType, selections: readonly Selections[], isLookup: boolean): PlannedType {
    const collected = this.collect(selections, type);
    const definitions = type.getFields();
    const record = RECORDS[type.name];
    const isFetched = isLookup || collected.some(({ node }) => !isKnown(node.name.value, record?.known));
    return {
      recordsPerCall: record && isFetched ? record.perCall : null,
      fields: collected.flatMap((field) => {
        const definition = definitions[field.node.name.value];
        return definition ? (this.#ofField(type, definition, field) ?? []) : [];
      }),
    };
  }

  #ofField(parent: GraphQLObjectType, field: Field, { node, selections }: CollectedField): PlannedField | null {
    const { upstreamCalls = null, parentsPerCall = 1 } = field.extensions as CallExtensions;
    const type = getNamedType(field.type);
    const isObject = isCompositeType(type);
    if (!isObject && upstreamCalls === null) return null;
    const defaults = defaultsOf(field);
    const list = listOf(parent, field);
    const isSliced = field.args.some(({ name }) => name === "first");
    return {
      name: `${parent.name}.${field.name}`,
      isObject,
      list,
      isSliced,
      upstreamCalls,
      parentsPerCall,
      argumentsFor: (variables) => argumentsOf(node.arguments, defaults, variables),
      readsArguments: upstreamCalls !== null || isSliced || Boolean(list?.counted),
      variables: variablesIn(node.arguments),
      types: isObject ? this.#typesOf(type, selections, parent === this.#root) : [],
    };
  }

  #typesOf(type: GraphQLCompositeType, selections: readonly Selections[], isLookup: boolean): PlannedType[] {
    const types = isObjectType(type) ? [type] : this.schema.getPossibleTypes(type);
    return types.map((possible) => this.ofType(possible, selections, isLookup));
  }
}

/** How many calls of an upstream a field makes for one parent, by its arguments; null for none. */
export function callsOfField(field: Field): ((args: Variables) => number) | null {
  return (field.extensions as CallExtensions).upstreamCalls ?? null;
}

function isKnown(name: string, known: readonly string[] | undefined): boolean {
  return name === "__typename" || (known?.includes(name) ?? false);
}

export function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType) : isListType(type);
}

/** How the length of a field's list is known; null where it is no list. */
export function listOf(parent: GraphQLObjectType, field: Field): PlannedField["list"] {
  if (!isList(field.type)) return null;
  const counted = COUNTED_ARGUMENTS.find((name) => field.args.some((argument) => argument.name === name)) ?? null;
  const assumed = LIST_SIZES[`${parent.name}.${field.name}`] ?? USUAL_LIST;
  return { isSized: SIZED_FIELDS.includes(field.name), counted, assumed };
}

const defaults = new WeakMap<Field, Variables>();

/** A field's arguments as they are when none is given. */
export function defaultsOf(field: Field): Variables {
  let found = defaults.get(field);
  if (!found) {
    const given = field.args.filter(({ defaultValue }) => defaultValue !== undefined);
    found = Object.fromEntries(given.map(({ name, defaultValue }) => [name, defaultValue]));
    defaults.set(field, found);
  }
  return found;
}

/** The page size among a field's arguments; null when none is given. */
export function pageSizeOf(args: Variables): number | null {
  for (const name of SLICING_ARGUMENTS) {
    const value = args[name];
    if (typeof value === "number") return value;
  }
  return null;
}
