import { Command } from "commander";
import { ConfigError } from "../config.js";
import { readVersion } from "../installed.js";
import type { Terminal } from "../terminal.js";
import { addCheck } from "./check/command.js";
import { CommandError } from "./command-error.js";
import { addQuery } from "./query/command.js";
import { addSchema } from "./schema.js";
import { addSources } from "./sources.js";
import { addStart } from "./start.js";
import { addWarm } from "./warm/command.js";

const ABOUT =
  "One GraphQL schema over MedlinePlus health topics, the medical encyclopedia, PubMed and ClinicalTrials.gov. " +
  "Without any settings everything runs on bundled sample sources: no network, no key. " +
  "Settings are environment variables: .env.example lists them, `galen check` says what is wrong with them.";

const EXAMPLES = `
Examples:
  galen start                                  the gateway on bundled samples, at http://127.0.0.1:4000/
  GALEN_SOURCES=live GALEN_CONTACT_EMAIL=you@example.org galen check
                                               can every real source be reached, with these settings?
  galen query TopicCard -v '{"slug":"asthma"}' one answer, without a server
  galen warm --topics my-topics.txt            fetch ahead what the pages of these topics need
  galen sources                                how the sources of the running gateway are doing
  galen schema > schema.graphql                the schema, for tools

Each command has its own help: galen help warm`;

/** The command line with all its commands. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command("galen")
    .description(ABOUT)
    .version(readVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .addHelpText("after", EXAMPLES)
    .showHelpAfterError("(galen --help shows what there is)");
  for (const add of [addStart, addCheck, addSchema, addWarm, addQuery, addSources]) add(program, terminal);
  return program;
}

/** What to tell somebody whose command failed. */
export function explainFailure(error: unknown): string {
  if (error instanceof ConfigError || error instanceof CommandError) return error.message;
  return `Something went wrong: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
