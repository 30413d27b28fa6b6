import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { Refusal } from "../refusal.js";

/** Where in an operation's answer the list is that shall be exported. */
export interface ExportPlan {
  /** Response names from the answer's root to the connection. */
  path: string[];
}

const NEEDED = "a connection with `after: $after` that selects `nodes` and `pageInfo { hasNextPage endCursor }`";

/**
 * Finds the connection of an operation that can be followed page after page: the one whose `after` argument is the
 * variable `$after`.
 * @throws Refusal 400 when the operation has none
 */
export function planExport(document: DocumentNode, schema: GraphQLSchema): ExportPlan {
  const types = new TypeInfo(schema);
  const open: string[] = [];
  let found: string[] | null = null;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter: (field) => {
          open.push(field.alias?.value ?? field.name.value);
          const type = getNamedType(types.getType());
          if (!found && isObjectType(type) && "pageInfo" in type.getFields() && isPaged(field)) found = [...open];
        },
        leave: () => void open.pop(),
      },
    }),
  );
  if (!found) throw new Refusal(400, "BAD_USER_INPUT", `This operation cannot be exported. It needs ${NEEDED}.`);
  return { path: found };
}

function isPaged(field: FieldNode): boolean {
  const after = field.arguments?.find(({ name }) => name.value === "after")?.value;
  const names =
    field.selectionSet?.selections.flatMap((part) => (part.kind === Kind.FIELD ? [part.name.value] : [])) ?? [];
  const isVariable = after?.kind === Kind.VARIABLE && after.name.value === "after";
  return isVariable && names.includes("nodes") && names.includes("pageInfo");
}
