import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { tooComplex } from "../screen/too-complex.js";
import { readValue, type Variables } from "./values.js";

/** More fields than this, fragments spread out, are not priced: no answer of that shape would be affordable. */
const MOST_FIELDS = 5_000;

/** A field's selections with the fragments that lead to them. */
export interface Selections {
  set: SelectionSetNode;
  /** Names of the fragments that these selections are inside of: a fragment inside of itself is not followed. */
  inside: ReadonlySet<string>;
}

/** A field as it will be executed: all its mentions under one response name, together. */
export interface CollectedField {
  node: FieldNode;
  selections: Selections[];
}

/** Collects the fields of a selection set for one object type, as execution does. */
export type Collector = (selections: readonly Selections[], type: GraphQLObjectType) => CollectedField[];

/**
 * Creates the collector for one document. Skipped fields are left out by the variables given.
 * @throws OPERATION_TOO_COMPLEX from the collector, when fragments in fragments add up to more than can be priced
 */
export function createCollector(document: DocumentNode, schema: GraphQLSchema, variables: Variables): Collector {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  let count = 0;

  const applies = (condition: string | undefined, type: GraphQLObjectType): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const conditioned = schema.getType(condition);
    return isAbstractType(conditioned) && schema.isSubType(conditioned, type);
  };

  return (selections, type) => {
    const found = new Map<string, CollectedField>();
    const visited = new Set<string>();
    const visit = ({ set, inside }: Selections): void => {
      for (const selection of set.selections) {
        if (!isIncluded(selection.directives, variables)) continue;
        if (selection.kind === Kind.FIELD) {
          if (++count > MOST_FIELDS) throw tooComplex("fields", MOST_FIELDS, count);
          add(found, selection, inside);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          if (applies(selection.typeCondition?.name.value, type)) visit({ set: selection.selectionSet, inside });
        } else {
          const name = selection.name.value;
          const fragment = fragments.get(name);
          if (!fragment || visited.has(name) || inside.has(name)) continue;
          visited.add(name);
          if (!applies(fragment.typeCondition.name.value, type)) continue;
          visit({ set: fragment.selectionSet, inside: new Set(inside).add(name) });
        }
      }
    };
    for (const each of selections) visit(each);
    return [...found.values()];
  };
}

function add(found: Map<string, CollectedField>, node: FieldNode, inside: ReadonlySet<string>): void {
  const name = node.alias?.value ?? node.name.value;
  let field = found.get(name);
  if (!field) {
    field = { node, selections: [] };
    found.set(name, field);
  }
  if (node.selectionSet) field.selections.push({ set: node.selectionSet, inside });
}

function isIncluded(directives: readonly DirectiveNode[] | undefined, variables: Variables): boolean {
  if (!directives || directives.length === 0) return true;
  return directives.every(({ name, arguments: given }) => {
    const condition = given?.find((argument) => argument.name.value === "if")?.value;
    if (!condition) return true;
    const value = readValue(condition, variables);
    return name.value === "skip" ? value !== true : name.value !== "include" || value !== false;
  });
}
