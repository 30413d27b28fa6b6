import { type DocumentNode, GraphQLError, getOperationAST, Kind, type OperationDefinitionNode } from "graphql";
import type { GraphqlRequest } from "../graphql-request.js";
import { Refusal } from "../refusal.js";
import { countNodes, createMeasurer } from "./measure.js";
import { parseOperation } from "./parse-operation.js";
import { type OperationLimits, tooComplex } from "./too-complex.js";

/** GraphiQL's own introspection nests these lists once; one more level is for curious people. */
const INTROSPECTION_DEPTH = 2;
/** Comparing the fields of one set for conflicts takes time by the square of their number. */
const SELECTIONS = 300;
/** How many documents' verdicts are remembered, and how long a document may be to be worth it. */
const REMEMBERED = 1000;
const LONGEST_REMEMBERED = 20_000;

/** Looks at a request before anything is validated or executed. */
export type Screen = (request: GraphqlRequest, method: string) => Screened;

/** What a request asks for, once it has been looked at. */
export interface Screened {
  operationName: string | null;
  document: DocumentNode;
  /** Null when the document has no operation of that name, which validation will refuse. */
  operation: OperationDefinitionNode | null;
}

/**
 * Creates the check that every request passes before any work is done for it.
 *
 * The returned function gives the operation that is asked for, or throws a GraphQLError
 * (GRAPHQL_PARSE_FAILED, OPERATION_TOO_COMPLEX, BAD_USER_INPUT) or a Refusal. What it says about a document is remembered; what it says about variables is not.
 */
export function createScreen(limits: OperationLimits): Screen {
  const verdicts = new Map<string, DocumentNode | GraphQLError>();
  return ({ query, operationName, variables }, method) => {
    if (variables) requireShortLists(variables, limits.listLength);
    if (query === undefined) throw new Refusal(400, "BAD_REQUEST", 'The request has no "query".');
    let verdict = verdicts.get(query);
    if (verdict === undefined) {
      verdict = judge(query, limits);
      if (verdicts.size >= REMEMBERED) verdicts.delete(verdicts.keys().next().value ?? "");
      if (query.length <= LONGEST_REMEMBERED) verdicts.set(query, verdict);
    }
    if (verdict instanceof GraphQLError) throw verdict;
    const operation = getOperationAST(verdict, operationName) ?? null;
    requireQuery(operation, method);
    return { operationName: operation?.name?.value ?? null, document: verdict, operation };
  };
}

function judge(query: string, limits: OperationLimits): DocumentNode | GraphQLError {
  try {
    const document = parseOperation(query, limits.tokens);
    requireWithinLimits(document, limits);
    return document;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function requireWithinLimits(document: DocumentNode, limits: OperationLimits): void {
  const { directives, longestList, selections } = countNodes(document);
  if (directives > limits.directives) throw tooComplex("directives", limits.directives, directives);
  if (longestList > limits.listLength) throw tooComplex("listLength", limits.listLength, longestList);
  if (selections > SELECTIONS) throw tooComplex("selections", SELECTIONS, selections);
  const measure = createMeasurer(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const found = measure(definition.selectionSet);
    const aliasedMost = [...found.costlyAliases].sort(([, left], [, right]) => right - left)[0];
    if (found.depth > limits.depth) throw tooComplex("depth", limits.depth, found.depth);
    if (found.introspectionDepth > INTROSPECTION_DEPTH) {
      throw tooComplex("introspectionDepth", INTROSPECTION_DEPTH, found.introspectionDepth);
    }
    if (aliasedMost && aliasedMost[1] > limits.aliases) {
      throw tooComplex("aliases", limits.aliases, aliasedMost[1], ` (${aliasedMost[0]})`);
    }
    if (found.aliases > limits.aliasesInTotal) throw tooComplex("aliasesInTotal", limits.aliasesInTotal, found.aliases);
    if (found.fields > limits.rootFields) throw tooComplex("rootFields", limits.rootFields, found.fields);
  }
}

/** The schema only has queries; other operations are refused in words of ours instead of the executor's. */
function requireQuery(operation: OperationDefinitionNode | null, method: string): void {
  if (!operation || operation.operation === "query") return;
  if (method !== "POST") {
    throw new Refusal(405, "METHOD_NOT_ALLOWED", `A ${operation.operation} is not answered to GET.`, { allow: "POST" });
  }
  throw new Refusal(
    400,
    "BAD_REQUEST",
    `This API is read-only: it answers queries and has no ${operation.operation}s.`,
  );
}

function requireShortLists(value: unknown, limit: number, path = "$"): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value) && value.length > limit) {
    throw new GraphQLError(`The variable ${path} holds ${value.length} items; 0 to ${limit} are allowed.`, {
      extensions: { code: "BAD_USER_INPUT", limit: "listLength", allowed: limit, found: value.length },
    });
  }
  const separator = path === "$" ? "" : ".";
  for (const [name, member] of Object.entries(value)) requireShortLists(member, limit, `${path}${separator}${name}`);
}
