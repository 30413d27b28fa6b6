import {
  type DirectiveNode,
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";

type Info = Pick<GraphQLResolveInfo, "fieldNodes" | "fragments" | "schema" | "variableValues">;

/**
 * Whether a question asks for nothing but these fields, so that what is already known answers it and no upstream is
 * asked. `__typename` is always known. Fragments are followed, and fields that `@skip` or `@include` leave out do not count.
 *
 * @param info the resolver's own `info`
 * @param path field names from the resolver's field down to the objects in question: `[]` for the field itself,
 *   `["edges", "node"]` for the nodes of a connection. True when nothing at all is asked there.
 * @param names the fields that cost nothing
 * @param type the object type of what is there, where the field's own type is a union or an interface: fragments on
 *   other types then do not count
 */
export function asksOnly(info: Info, path: readonly string[], names: readonly string[], type?: string): boolean {
  const free = new Set([...names, "__typename"]);
  return selectionsAt(info, path).every((set) =>
    fieldsOf(info, set, type).every((field) => free.has(field.name.value)),
  );
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

function fieldsOf(info: Info, set: SelectionSetNode, type?: string): FieldNode[] {
  return set.selections.flatMap((selection): FieldNode[] => {
    if (!isIncluded(info, selection)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    const applies = fragment && canBe(info, type, fragment.typeCondition?.name.value);
    return applies ? fieldsOf(info, fragment.selectionSet, type) : [];
  });
}

function canBe(info: Info, type: string | undefined, condition: string | undefined): boolean {
  if (type === undefined || condition === undefined || condition === type) return true;
  return !isObjectType(info.schema.getType(condition));
}

function isIncluded(info: Info, node: { readonly directives?: readonly DirectiveNode[] }): boolean {
  if (!node.directives || node.directives.length === 0) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, node, info.variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues);
  return skip?.if !== true && include?.if !== false;
}
