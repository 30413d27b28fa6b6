import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The built gateway as a process of its own, in a data folder of its own. */
export interface ChildGateway {
  process: ChildProcess;
  /** What it has written so far. */
  output: { out: string; log: string };
  /** Resolves to the address that it announces; rejects with what it wrote when it ends instead. */
  url: Promise<string>;
  /** Resolves to the exit code. */
  exited: Promise<number | null>;
  /** Sends a signal, waits for the end and removes the data folder. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const BY_ITSELF = [process.execPath, "dist/main.js"] as const;
/** As `npm start` does, without the build that comes before it. */
export const BY_NPM = ["npm", "start", "--silent", "--ignore-scripts"] as const;

/** Starts `dist/main.js` on a free port. The environment is empty but for `env`. */
export function spawnGateway(
  env: Record<string, string> = {},
  [program, ...parameters]: readonly [string, ...string[]] = BY_ITSELF,
): ChildGateway {
  const folder = mkdtempSync(join(tmpdir(), "galen-process-"));
  const child = spawn(program, parameters, {
    env: { PATH: process.env.PATH ?? "", GALEN_PORT: "0", GALEN_DATA_DIR: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { out: "", log: "" };
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output.out += chunk.toString();
      const found = /answers at (http:\S+)\/graphql[\s\S]*Health topics: .*\n/.exec(output.out)?.[1];
      if (found) resolve(found);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output.log += chunk.toString();
    });
    void exited.then((code) => reject(new Error(`The gateway ended with ${code}: ${output.out}${output.log}`)));
  });
  url.catch(() => {});
  return {
    process: child,
    output,
    url,
    exited,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      const code = await exited;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
