import type { Command } from "commander";
import type { StartWatcher } from "../run.js";
import type { Terminal } from "../terminal.js";
import { createProgress } from "./progress.js";

const HELP = `
Runs until Ctrl-C or SIGTERM; requests in flight may finish, a second signal ends it at once.
SIGHUP reads the API keys again.
The log goes to standard error, one JSON object a line. Settings are environment variables:
GALEN_PORT=8080 galen start`;

export function addStart(program: Command, terminal: Terminal): void {
  program
    .command("start")
    .description("run the gateway")
    .addHelpText("after", HELP)
    .action(async () => {
      const { run } = await import("../run.js");
      await run(terminal, terminal.isWatched ? drawn(terminal) : undefined);
    });
}

/** A bar for the first reading of the topics: a file that is read again in the background later is nobody's wait. */
function drawn(terminal: Terminal): StartWatcher {
  const progress = createProgress(terminal, "Reading health topics");
  let isOver = false;
  const end = (): void => {
    if (!isOver) progress.end();
    isOver = true;
  };
  return {
    topicsProgress: (read, announced) => {
      if (isOver) return;
      progress.at(read, announced);
      // The log has something to say as soon as the last one is read.
      if (announced !== null && read >= announced) end();
    },
    started: end,
  };
}
