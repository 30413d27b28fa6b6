import { type Command, InvalidArgumentError } from "commander";
import { Language } from "../../content/index.js";
import type { Terminal } from "../../terminal.js";
import { CommandError } from "../command-error.js";
import { type Inside, openInside } from "../inside.js";
import { createProgress } from "../progress.js";
import { DoneFile } from "./done-file.js";
import { allTopics, listedTopics } from "./topics.js";
import { warm } from "./warm.js";

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

/** The exit code of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

interface WarmFlags {
  topics?: string;
  all?: boolean;
  spanish?: boolean;
  restart?: boolean;
  together: number;
}

export function addWarm(program: Command, terminal: Terminal): void {
  program
    .command("warm")
    .description("fetch ahead what the pages of health topics need; can be ended and gone on with")
    .option("-t, --topics <file>", "the topics, one a line; - reads standard input")
    .option("-a, --all", "every health topic")
    .option("--spanish", "the Spanish topics instead of the English ones")
    .option("--restart", "begin again, though a run was ended before its end")
    .option("--together <number>", "topics worked on at the same time", wholeNumber, 4)
    .addHelpText("after", HELP)
    .action(async (flags: WarmFlags) => {
      if ((flags.topics === undefined) === !flags.all) throw new CommandError("Which topics? --topics FILE, or --all.");
      const loading = createProgress(terminal, "Reading health topics");
      const inside = await openInside(terminal, (read, announced) => loading.at(read, announced));
      loading.end();
      try {
        await runWarm(terminal, inside, flags);
      } finally {
        await inside.close();
      }
    });
}

async function runWarm(terminal: Terminal, inside: Inside, flags: WarmFlags): Promise<void> {
  const language = flags.spanish ? Language.SPANISH : Language.ENGLISH;
  const { sources, config } = inside;
  const topics =
    flags.topics === undefined ? allTopics(sources, language) : listedTopics(sources, flags.topics, language);
  const done = new DoneFile(config.dataFolder, topics);
  if (flags.restart) done.restart();
  if (done.size > 0) terminal.note(`Going on: ${done.size} of ${topics.length} topics are done.`);
  const end = new AbortController();
  const interrupt = (): void => end.abort(new Error("interrupted"));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const progress = createProgress(terminal, "Warming");
  const { signal } = end;
  const failures = await warm({ inside, topics, done, progress, signal, together: flags.together });
  progress.end();
  if (signal.aborted) {
    terminal.note(`Ended with ${done.size} of ${topics.length} topics done. The same command goes on from there.`);
    process.exitCode = INTERRUPTED;
    return;
  }
  for (const { topic, reason } of failures) terminal.note(`  ${topic.slug}  ${reason}`);
  if (failures.length > 0) {
    throw new CommandError(`${failures.length} of ${topics.length} topics lack something. Run it again to try those.`);
  }
  done.remove();
  terminal.say(`${topics.length} topics are warm.${factsOf(inside)}`);
}

function factsOf({ sources }: Inside): string {
  const asked = [sources.encyclopedia, sources.pubmed, sources.clinicaltrials].map((source) => source.health());
  return ` Calls: ${asked.map(({ source, calls }) => `${source} ${calls}`).join(", ")}.`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 32)
    throw new InvalidArgumentError("a whole number from 1 to 32");
  return value;
}
