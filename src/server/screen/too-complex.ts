import { GraphQLError } from "graphql";

/** The limits that one operation is held to, as callers read them in errors. */
export interface OperationLimits {
  /** Names, punctuation and values of one document. */
  tokens: number;
  /** Nesting of fields; introspection is measured apart. */
  depth: number;
  /** Aliases of one field that takes arguments or leads to a record: each may be a question to an upstream. */
  aliases: number;
  /** Aliases of the whole operation. */
  aliasesInTotal: number;
  rootFields: number;
  directives: number;
  /** Length of one list in an argument or a variable. */
  listLength: number;
}

/** Names of limits; `introspectionDepth` and `selections` cannot be configured. */
export type LimitName = keyof OperationLimits | "introspectionDepth" | "selections" | "fields";

const WORDS: Record<LimitName, string> = {
  tokens: "tokens",
  depth: "levels of nested fields",
  aliases: "aliases of one field",
  aliasesInTotal: "aliases",
  rootFields: "fields at its top",
  directives: "directives",
  listLength: "items in one list",
  introspectionDepth: "levels of nested introspection lists",
  selections: "selections in one set",
  fields: "fields in all",
};

/** The error for an operation that asks for more than a limit allows. It is thrown before any work is done. */
export function tooComplex(limit: LimitName, allowed: number, found: number, detail = ""): GraphQLError {
  const message = `The operation has ${found} ${WORDS[limit]}${detail}; at most ${allowed} are allowed.`;
  return new GraphQLError(message, { extensions: { code: "OPERATION_TOO_COMPLEX", limit, allowed, found } });
}
