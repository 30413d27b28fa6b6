import { type Command, InvalidArgumentError } from "commander";
import type { Terminal } from "../../terminal.js";
import { CommandError } from "../command-error.js";

const HELP = `
Fetches what the pages of health topics need (encyclopedia pages, citations, trials) into the
caches of the data folder, or of GALEN_REDIS_URL, behind everybody else's questions and within
each source's quota. What is there already costs nothing. Ctrl-C ends it at any time; the same
command goes on where it was. A running gateway with the same data folder finds what was fetched.

The file has one topic a line: a slug or the address of its page; # begins a comment.

Examples:
  galen warm --topics my-topics.txt
  printf 'asthma\\nmigraine\\n' | galen warm --topics -
  GALEN_SOURCES=live GALEN_CONTACT_EMAIL=you@example.org galen warm --all`;

export interface WarmFlags {
  topics?: string;
  all?: boolean;
  spanish?: boolean;
  restart?: boolean;
  together: number;
}

export function addWarm(program: Command, terminal: Terminal): void {
  program
    .command("warm")
    .description("fetch ahead what the pages of health topics need; can be stopped and resumed")
    .option("-t, --topics <file>", "the topics, one a line; - reads standard input")
    .option("-a, --all", "every health topic")
    .option("--spanish", "the Spanish topics instead of the English ones")
    .option("--restart", "begin again, though a run was ended before its end")
    .option("--together <number>", "topics worked on at the same time", wholeNumber, 4)
    .addHelpText("after", HELP)
    .action(async (flags: WarmFlags) => {
      if ((flags.topics === undefined) === !flags.all) throw new CommandError("Which topics? --topics FILE, or --all.");
      const { runWarm } = await import("./run.js");
      await runWarm(terminal, flags);
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 32)
    throw new InvalidArgumentError("a whole number from 1 to 32");
  return value;
}
