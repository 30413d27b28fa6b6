import fc from "fast-check";
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import type { Operation } from "./operation-writer.js";
import { Tape } from "./tape.js";

/** Pieces that make a document unreadable, and some that only look as if they would. */
const PIECES = ["", "}", "{", "(", "x", "...", "$v", "@skip", '"', '"""', "🙂", "\u0000", "#", "[", "!", "null", "= 1"];
/** Words that nothing in a schema is called by. */
const NOWHERE = "nowhere";
/** What hardly any variable takes. */
const WRONG = [
  null,
  {},
  [[]],
  [null],
  2 ** 31,
  1.5,
  "RED",
  true,
  { x: 1 },
  "ü".repeat(5_000),
  ["", {}],
  -1,
  "",
  { __proto__: 1 },
];

/** Documents with a mistake in them: in their characters, their words or their meaning. */
export function bentOperation(schema: GraphQLSchema, valid: fc.Arbitrary<Operation>): fc.Arbitrary<Operation> {
  const numbers = fc.array(fc.nat({ max: 0xffff }), { minLength: 4, maxLength: 4 });
  return fc
    .tuple(valid, numbers)
    .map(([operation, tape]) => ({ ...operation, query: bent(operation.query, new Tape(tape)) }))
    .filter(({ query }) => {
      const document = read(query);
      return document === null || validate(schema, document, specifiedRules, { maxErrors: 1 }).length > 0;
    });
}

/** Valid documents with variables that do not fit. */
export function misfittingOperation(schema: GraphQLSchema, valid: fc.Arbitrary<Operation>): fc.Arbitrary<Operation> {
  return fc
    .tuple(valid, fc.nat(), fc.constantFrom(...WRONG))
    .map(([operation, at, wrong]) => {
      const names = [...operation.query.matchAll(/\$(v\d+):/g)].map(([, name = ""]) => name);
      const name = names[at % names.length] ?? "";
      return { ...operation, variables: { ...operation.variables, [name]: wrong } };
    })
    .filter(({ query, variables, operationName }) => {
      const definitions = getOperationAST(parse(query), operationName)?.variableDefinitions ?? [];
      return getVariableValues(schema, definitions, variables, { maxErrors: 1 }).errors !== undefined;
    });
}

function bent(query: string, tape: Tape): string {
  const place = tape.below(query.length);
  const words: string[] = query.match(/"(?:[^"\\]|\\.)*"|\$?\w+|\.\.\.|@|[^\s\w]/g) ?? [];
  const at = tape.below(words.length);
  const other = words[tape.below(words.length)] ?? "";
  return [
    () => query.slice(0, place) + tape.one(PIECES) + query.slice(place + 1),
    () => words.toSpliced(at, 1).join(" "),
    () => words.toSpliced(at, 1, other).join(" "),
    () => words.toSpliced(at, 0, other).join(" "),
    () => words.with(at, String(words[at]).replace(/\w+/, NOWHERE)).join(" "),
    () => `${query} fragment ${NOWHERE} on Query { ...${NOWHERE} }`,
    () => `mutation { ${NOWHERE} }`,
    () => query.slice(0, place),
  ][tape.below(8)]?.() as string;
}

function read(query: string): DocumentNode | null {
  try {
    return parse(query);
  } catch {
    return null;
  }
}
