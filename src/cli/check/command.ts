import type { Command } from "commander";
import type { Terminal } from "../../terminal.js";

const HELP = `
Reads the settings, then tries what they name: writes to the data folder, reads the files of API keys
and of trusted operations, logs in to Redis. Then asks every source one small question, once, without
trying again. A line for each, with what to do about those that fail. Ends with 1 when one has.

Examples:
  galen check
  GALEN_SOURCES=live GALEN_CONTACT_EMAIL=you@example.org galen check`;

export function addCheck(program: Command, terminal: Terminal): void {
  program
    .command("check")
    .description("check the settings, what they name, and whether each source can be reached")
    .addHelpText("after", HELP)
    .action(async () => {
      const { runCheck } = await import("./check.js");
      await runCheck(terminal);
    });
}
