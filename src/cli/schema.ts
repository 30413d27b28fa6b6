import type { Command } from "commander";
import type { Terminal } from "../terminal.js";

export function addSchema(program: Command, terminal: Terminal): void {
  program
    .command("schema")
    .description("print the schema (GraphQL SDL, sorted, with every description)")
    .addHelpText("after", "\nIt is the same as schema/schema.graphql in the repository: galen schema > schema.graphql")
    .action(async () => {
      const { printedSchema } = await import("../server/index.js");
      terminal.say((await printedSchema()).trimEnd());
    });
}
