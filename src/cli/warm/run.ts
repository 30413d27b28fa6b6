import { Language } from "../../content/index.js";
import type { Terminal } from "../../terminal.js";
import { CommandError } from "../command-error.js";
import { type Inside, openInside } from "../inside.js";
import { createProgress } from "../progress.js";
import type { WarmFlags } from "./command.js";
import { DoneFile } from "./done-file.js";
import { allTopics, listedTopics } from "./topics.js";
import { warm } from "./warm.js";

/** The exit code of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

/** Fetches for the topics that are named, from where an earlier run was ended. */
export async function runWarm(terminal: Terminal, flags: WarmFlags): Promise<void> {
  const loading = createProgress(terminal, "Reading health topics");
  const inside = await openInside(terminal, (read, announced) => loading.at(read, announced));
  loading.end();
  try {
    await warmInside(terminal, inside, flags);
  } finally {
    await inside.close();
  }
}

async function warmInside(terminal: Terminal, inside: Inside, flags: WarmFlags): Promise<void> {
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
