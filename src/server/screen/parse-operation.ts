import { type DocumentNode, GraphQLError, Lexer, parse, Source, TokenKind } from "graphql";
import { tooComplex } from "./too-complex.js";

/**
 * Parses a document, reading no more than `limit` tokens of it: that bounds the parser's recursion as well.
 * @throws GRAPHQL_PARSE_FAILED or OPERATION_TOO_COMPLEX
 */
export function parseOperation(query: string, limit: number): DocumentNode {
  try {
    return parse(query, { maxTokens: limit, noLocation: false });
  } catch (error) {
    const found = countTokens(query);
    if (found > limit) throw tooComplex("tokens", limit, found);
    if (!(error instanceof GraphQLError)) throw error;
    const { message, source, positions } = error;
    throw new GraphQLError(message, { source, positions, extensions: { code: "GRAPHQL_PARSE_FAILED" } });
  }
}

/** The number of tokens up to the end or to the first character that is none. */
function countTokens(query: string): number {
  const lexer = new Lexer(new Source(query));
  let count = 0;
  try {
    while (lexer.advance().kind !== TokenKind.EOF) count++;
  } catch {
    // The text is no document from here on; what stands before it decides.
  }
  return count;
}
