import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface CommandResult {
  code: number | null;
  out: string;
  error: string;
}

/** The built command line as a process of its own. The environment is empty but for `env`. */
export interface ChildCommand {
  process: ChildProcess;
  /** What it has said so far. */
  said: { out: string; error: string };
  result: Promise<CommandResult>;
  /** Resolves when its standard error has this in it. */
  says(pattern: RegExp): Promise<void>;
}

export function spawnCommand(args: readonly string[], env: Record<string, string>, input = ""): ChildCommand {
  const child = spawn(process.execPath, ["dist/cli/galen.js", ...args], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const said = { out: "", error: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said.error += chunk.toString();
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const result = once(child, "close").then(([code]) => ({ code: code as number | null, ...said }));
  return {
    process: child,
    said,
    result,
    says: async (pattern) => {
      while (!pattern.test(said.error)) await Promise.race([once(child.stderr, "data"), once(child, "close")]);
    },
  };
}

/** Runs a command to its end. */
export function runCommand(args: readonly string[], env: Record<string, string>, input = ""): Promise<CommandResult> {
  return spawnCommand(args, env, input).result;
}
