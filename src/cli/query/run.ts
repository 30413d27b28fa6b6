import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DocumentNode, GraphQLError, parse, validate } from "graphql";
import { ROOT } from "../../installed.js";
import { readOperations } from "../../server/index.js";
import type { Terminal } from "../../terminal.js";
import { CommandError } from "../command-error.js";
import { type Inside, openInside } from "../inside.js";
import type { QueryOptions } from "./command.js";

/** Runs an operation on the configured sources, or lists the operations that there are. */
export async function runQuery(
  terminal: Terminal,
  operation: string | undefined,
  options: QueryOptions,
): Promise<void> {
  if (options.list) return terminal.say(listed());
  if (operation === undefined) throw new CommandError("Which operation? `galen query --list` lists them.");
  const document = readDocument(operation);
  const variables = readVariables(options.variables);
  const inside = await openInside(terminal);
  try {
    await answer(terminal, inside, document, variables);
  } finally {
    await inside.close();
  }
}

async function answer(
  terminal: Terminal,
  { schema, config, ask }: Inside,
  document: DocumentNode,
  variables: Record<string, unknown>,
): Promise<void> {
  const problems = validate(schema, document);
  if (problems.length > 0) throw new CommandError(problems.map(({ message }) => message).join("\n"));
  const { data, errors } = await ask(document, variables, { deadlineMs: config.deadlineMs });
  terminal.say(JSON.stringify({ ...(errors && { errors }), ...(data !== undefined && { data }) }, null, 2));
  if (errors) process.exitCode = 1;
}

function committed() {
  return readOperations(join(ROOT, "schema/operations"));
}

/** Every operation with the first line of its description. */
function listed(): string {
  const operations = [...committed().values()];
  const width = Math.max(...operations.map(({ name }) => name.length));
  return operations
    .map(({ name, text }) => `${name.padEnd(width)}  ${/^#\s*(.*)/.exec(text)?.[1] ?? ""}`.trimEnd())
    .join("\n");
}

function readDocument(operation: string): DocumentNode {
  const known = committed().get(operation);
  if (known) return known.document;
  if (!existsSync(operation)) {
    throw new CommandError(`There is no operation "${operation}" and no such file. \`galen query --list\` lists them.`);
  }
  try {
    return parse(readFileSync(operation, "utf8"));
  } catch (error) {
    throw new CommandError(`${operation}: ${error instanceof GraphQLError ? error.message : "cannot be read"}`);
  }
}

function readVariables(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below, as for every other value that is no object.
  }
  throw new CommandError(`--variables must be a JSON object, such as '{"slug":"asthma"}', not '${text}'.`);
}
