import { hash } from "node:crypto";
import { type DocumentNode, type FieldNode, Kind, print, type SelectionSetNode } from "graphql";

/** What stands for a text in a key: nobody finds two texts with the same. */
export function digestOf(text: string): string {
  return hash("sha256", text, "base64url");
}

/** Fields by the names that they have in the answer, in the order in which they are asked for; null for a leaf. */
export type OrderedFields = ReadonlyMap<string, OrderedFields | null>;

/** An operation apart from the order of its fields, and that order. */
export interface FieldOrder {
  /** Stands for the operation with its fields sorted: the same for all that differ in nothing but their order. */
  readonly digest: string;
  readonly fields: OrderedFields;
}

const known = new WeakMap<DocumentNode, FieldOrder | null>();

/**
 * The order of a document's fields; null where it does not decide alone what stands where in the answer: with fragments,
 * directives, fields that are asked for twice, or several operations.
 */
export function fieldOrderOf(document: DocumentNode): FieldOrder | null {
  let order = known.get(document);
  if (order === undefined) {
    order = readOrder(document);
    known.set(document, order);
  }
  return order;
}

function readOrder({ definitions }: DocumentNode): FieldOrder | null {
  const [operation, ...others] = definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0 || operation.directives?.length) return null;
  const set = readSet(operation.selectionSet);
  return set && { digest: digestOf(print({ ...operation, selectionSet: set.sorted })), fields: set.fields };
}

interface SortedSet {
  sorted: SelectionSetNode;
  fields: OrderedFields;
}

function readSet({ kind, selections }: SelectionSetNode): SortedSet | null {
  const fields = new Map<string, OrderedFields | null>();
  const sorted: [string, FieldNode][] = [];
  for (const field of selections) {
    if (field.kind !== Kind.FIELD || field.directives?.length) return null;
    const name = (field.alias ?? field.name).value;
    const inner = field.selectionSet ? readSet(field.selectionSet) : undefined;
    // An object of ours cannot have a field of the last name.
    if (inner === null || fields.has(name) || name === "__proto__") return null;
    fields.set(name, inner?.fields ?? null);
    sorted.push([name, inner ? { ...field, selectionSet: inner.sorted } : field]);
  }
  sorted.sort(([left], [right]) => (left < right ? -1 : 1));
  return { sorted: { kind, selections: sorted.map(([, field]) => field) }, fields };
}
