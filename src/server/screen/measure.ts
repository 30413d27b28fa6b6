import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  visit,
} from "graphql";

/** How much one selection set asks for, with its fragments spread out. */
interface Measure {
  depth: number;
  fields: number;
  aliases: number;
  introspectionDepth: number;
  /** Aliased uses of one field, by its name; only of fields that can cost something. */
  costlyAliases: ReadonlyMap<string, number>;
}

const NOTHING: Measure = { depth: 0, fields: 0, aliases: 0, introspectionDepth: 0, costlyAliases: new Map() };

/** Lists whose items lead back to types: nested, they multiply the size of the answer at every level. */
const CIRCULAR_INTROSPECTION = new Set(["fields", "interfaces", "possibleTypes", "inputFields"]);

/** Measures operations of one document. Fragments are measured once, however often they are spread. */
export function createMeasurer(document: DocumentNode): (operation: SelectionSetNode) => Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const measured = new Map<string, Measure>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  const ofFragment = (name: string): Measure => {
    const known = measured.get(name);
    if (known) return known;
    // A fragment that reaches itself measures as nothing here; validation refuses it.
    measured.set(name, NOTHING);
    const definition = fragments.get(name);
    const result = definition ? ofSelections(definition.selectionSet) : NOTHING;
    measured.set(name, result);
    return result;
  };

  const ofSelections = (set: SelectionSetNode): Measure =>
    set.selections
      .map((selection) => {
        if (selection.kind === Kind.FIELD) return ofField(selection, ofSelections);
        if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
        return ofSelections(selection.selectionSet);
      })
      .reduce(sum, NOTHING);

  return ofSelections;
}

function ofField(field: FieldNode, ofSelections: (set: SelectionSetNode) => Measure): Measure {
  const inside = field.selectionSet ? ofSelections(field.selectionSet) : NOTHING;
  const name = field.name.value;
  const introspects = name === "__schema" || name === "__type";
  const costly = field.alias !== undefined && (field.selectionSet !== undefined || Boolean(field.arguments?.length));
  return {
    depth: introspects ? 1 : inside.depth + 1,
    fields: 1,
    aliases: inside.aliases + (field.alias ? 1 : 0),
    introspectionDepth: inside.introspectionDepth + (CIRCULAR_INTROSPECTION.has(name) ? 1 : 0),
    costlyAliases: costly ? added(inside.costlyAliases, new Map([[name, 1]])) : inside.costlyAliases,
  };
}

function sum(left: Measure, right: Measure): Measure {
  return {
    depth: Math.max(left.depth, right.depth),
    fields: left.fields + right.fields,
    aliases: left.aliases + right.aliases,
    introspectionDepth: Math.max(left.introspectionDepth, right.introspectionDepth),
    costlyAliases: added(left.costlyAliases, right.costlyAliases),
  };
}

function added(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  if (left.size === 0) return right;
  if (right.size === 0) return left;
  const both = new Map(left);
  for (const [name, count] of right) both.set(name, (both.get(name) ?? 0) + count);
  return both;
}

/** What can be counted without knowing what is inside of what. */
export function countNodes(document: DocumentNode): { directives: number; longestList: number; selections: number } {
  const counts = { directives: 0, longestList: 0, selections: 0 };
  visit(document, {
    Directive: (_node: DirectiveNode) => {
      counts.directives++;
    },
    ListValue: ({ values }) => {
      counts.longestList = Math.max(counts.longestList, values.length);
    },
    SelectionSet: ({ selections }) => {
      counts.selections = Math.max(counts.selections, selections.length);
    },
  });
  return counts;
}
