import type { Command } from "commander";
import { run } from "../run.js";
import type { Terminal } from "../terminal.js";
import { createProgress } from "./progress.js";

const HELP = `
Runs until Ctrl-C or SIGTERM; requests in flight may finish. SIGHUP reads the API keys again.
The log goes to standard error, one JSON object a line. Settings are environment variables:
GALEN_PORT=8080 galen start`;

export function addStart(program: Command, terminal: Terminal): void {
  program
    .command("start")
    .description("run the gateway")
    .addHelpText("after", HELP)
    .action(async () => {
      // A file that is read again in the background later on is nobody's wait.
      const progress = terminal.isWatched ? createProgress(terminal, "Reading health topics") : null;
      let isStarting = true;
      await run(terminal, (read, announced) => {
        if (!isStarting) return;
        progress?.at(read, announced);
        if (read === announced) progress?.end();
      });
      isStarting = false;
      progress?.end();
    });
}
