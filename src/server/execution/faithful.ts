import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type SelectionSetNode,
  type ValueNode,
  visit,
} from "graphql";

/**
 * Whether the compiled form of an operation means what the operation says. graphql-jit mistakes `@skip` and `@include`
 * - where one name of the answer is selected from twice: it forgets that one of the selections was left out;
 * - where a fragment is used twice: it takes the conditions of one place for those of the other.
 */
export function isFaithful(document: DocumentNode, operationName: string | null): boolean {
  const operation = getOperationAST(document, operationName);
  if (!operation) return false;
  const { conditions, spreads } = partsOf(document);
  if (conditions.length === 0) return true;
  return new Set(spreads).size === spreads.length && !mergesSelections(operation.selectionSet, fragmentsOf(document));
}

/**
 * Variables that must neither be left out nor be null for the compiled form to be faithful: graphql-jit takes what is
 * left out inside an input object for null, lets null into lists that take none, and takes a condition of null for false.
 */
export function delicateVariables(document: DocumentNode, operationName: string | null): string[] {
  const defined = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const { conditions, inside } = partsOf(document);
  const asConditions = conditions.flatMap(({ arguments: given = [] }) => given.map(({ value }) => value));
  const delicate = new Set([...inside, ...asConditions].flatMap(nameOf));
  const nullable = defined.filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE);
  return nullable.map(({ variable }) => variable.name.value).filter((name) => delicate.has(name));
}

const nameOf = (value: ValueNode): string[] => (value.kind === Kind.VARIABLE ? [value.name.value] : []);

/** What matters in a document, wherever it stands. */
function partsOf(document: DocumentNode) {
  const conditions: DirectiveNode[] = [];
  const spreads: string[] = [];
  const inside: ValueNode[] = [];
  visit(document, {
    Directive: (directive) => {
      if (directive.name.value === "skip" || directive.name.value === "include") conditions.push(directive);
    },
    FragmentSpread: ({ name }) => {
      spreads.push(name.value);
    },
    ObjectField: ({ value }) => {
      inside.push(value);
    },
    ListValue: ({ values }) => {
      inside.push(...values);
    },
  });
  return { conditions, spreads, inside };
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** Whether some name of the answer is selected from twice, for whatever types that may be. */
function mergesSelections(set: SelectionSetNode, fragments: Fragments): boolean {
  const inner = new Map<string, SelectionSetNode>();
  const waiting = [set];
  for (const { selections } of waiting) {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) waiting.push(selection.selectionSet);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const spread = fragments.get(selection.name.value);
        if (spread) waiting.push(spread.selectionSet);
      } else if (selection.selectionSet) {
        const name = (selection.alias ?? selection.name).value;
        if (inner.has(name)) return true;
        inner.set(name, selection.selectionSet);
      }
    }
  }
  return [...inner.values()].some((one) => mergesSelections(one, fragments));
}
