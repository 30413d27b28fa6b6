import { GraphQLError } from "graphql";

/**
 * The error for an argument that cannot be used. It is thrown before anything is asked of an upstream.
 *
 * @param argument the argument's name as the schema has it, dotted for a member: `filter.publishedFrom`
 * @param wrong what is wrong with the value, as a clause: `"12ab" is not a PMID`
 * @param right what would be accepted, as a clause: `1 to 9 digits, such as 31978945`
 */
export function badInput(argument: string, wrong: string, right: string): GraphQLError {
  return new GraphQLError(`Argument "${argument}": ${wrong}. Expected ${right}.`, {
    extensions: { code: "BAD_USER_INPUT", argument, expected: right },
  });
}

/** A caller's value as it may be quoted in a message: one line, printable, at most 60 characters. */
export function quoted(value: unknown): string {
  const text = String(value).replace(/[^\x20-\x7e\u00a1-\ud7ff\ue000-\ufefe\uff00-\uffef]+/g, " ");
  return `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
}
