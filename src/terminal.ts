import type { Environment } from "./config-reader.js";

/** Where a command is run, and who reads what it says. */
export interface Terminal {
  env: Environment;
  /** Whether somebody watches: then progress is drawn, otherwise it is told in lines. */
  isWatched: boolean;
  /** Says something on standard output: results, for people and for other programs. */
  say(text: string): void;
  /** Says something on standard error: what is no result. */
  note(text: string): void;
}

/** The terminal, or the pipes, of this process. */
export function processTerminal(env: Environment): Terminal {
  // Whoever reads may have seen enough: `galen schema | head`.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    env,
    isWatched: process.stderr.isTTY === true && env.TERM !== "dumb",
    say: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}
