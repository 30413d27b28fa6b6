import type { Command } from "commander";
import type { Terminal } from "../../terminal.js";

const HELP = `
Runs in this process, on the sources that the settings name and on their caches; no gateway has
to run. The answer is printed as JSON. Ends with 1 when there is no data or any field failed.

Examples:
  galen query TopicCard --variables '{"slug":"asthma"}'
  galen query ./mine.graphql | jq .data
  galen query --list`;

export interface QueryOptions {
  variables: string;
  list?: boolean;
}

export function addQuery(program: Command, terminal: Terminal): void {
  program
    .command("query")
    .description("run a committed operation, or one in a file, and print the answer")
    .argument("[operation]", "name of a committed operation, or a .graphql file")
    .option("-v, --variables <json>", "its variables, a JSON object", "{}")
    .option("--list", "list the committed operations")
    .addHelpText("after", HELP)
    .action(async (operation: string | undefined, options: QueryOptions) => {
      const { runQuery } = await import("./run.js");
      await runQuery(terminal, operation, options);
    });
}
