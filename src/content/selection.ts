import {
  type DirectiveNode,
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionSetNode,
} from "graphql";

type Info = Pick<GraphQLResolveInfo, "fieldNodes" | "fragments" | "variableValues">;

/**
 * Whether a question asks for nothing but these fields, so that what is already known answers it and no upstream is
 * asked. `__typename` is always known. Fragments are followed, and fields that `@skip` or `@include` leave out do not count.
 *
 * @param info the resolver's own `info`
 * @param path field names from the resolver's field down to the objects in question: `[]` for the field itself,
 *   `["edges", "node"]` for the nodes of a connection. True when nothing at all is asked there.
 * @param names the fields that cost nothing
 */
export function asksOnly(info: Info, path: readonly string[], names: readonly string[]): boolean {
  const free = new Set([...names, "__typename"]);
  return selectionsAt(info, path).every((set) => fieldsOf(info, set).every((field) => free.has(field.name.value)));
}

/** Whether a question asks for any field with this name at the path. */
export function asksFor(info: Info, path: readonly string[], name: string): boolean {
  return selectionsAt(info, path).some((set) => fieldsOf(info, set).some((field) => field.name.value === name));
}

function selectionsAt(info: Info, path: readonly string[]): SelectionSetNode[] {
  let sets = info.fieldNodes.flatMap((node) => node.selectionSet ?? []);
  for (const name of path) {
    sets = sets
      .flatMap((set) => fieldsOf(info, set))
      .filter((field) => field.name.value === name)
      .flatMap((field) => field.selectionSet ?? []);
  }
  return sets;
}

function fieldsOf(info: Info, set: SelectionSetNode): FieldNode[] {
  return set.selections.flatMap((selection): FieldNode[] => {
    if (!isIncluded(info, selection)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(info, selection.selectionSet);
    const fragment = info.fragments[selection.name.value];
    return fragment ? fieldsOf(info, fragment.selectionSet) : [];
  });
}

function isIncluded(info: Info, node: { readonly directives?: readonly DirectiveNode[] }): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, info.variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues);
  return skip?.if !== true && include?.if !== false;
}
