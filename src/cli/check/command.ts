import type { Command } from "commander";
import type { Terminal } from "../../terminal.js";

const HELP = `
Reads the settings, then asks every source one small question, once, without trying again.
Ends with 1 when a setting is bad or a source cannot be used.

Examples:
  galen check
  GALEN_SOURCES=live GALEN_CONTACT_EMAIL=you@example.org galen check`;

export function addCheck(program: Command, terminal: Terminal): void {
  program
    .command("check")
    .description("check the settings, and whether each source can be reached")
    .addHelpText("after", HELP)
    .action(async () => {
      const { runCheck } = await import("./check.js");
      await runCheck(terminal);
    });
}
