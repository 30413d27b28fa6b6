// Runs an example of the documentation as a reader would, and gives what it writes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ADDRESS = "http://127.0.0.1:4000";
/** Below node_modules, so that the examples find the packages that they import. */
const WORKSHOP = join(import.meta.dirname, "../node_modules/.cache/galen-examples");

/** How each language is run; the example is a file in a folder of its own. */
const PROGRAMS = {
  sh: { file: "example.sh", command: "bash", arguments: ["-euo", "pipefail"] },
  js: { file: "example.mjs", command: process.execPath, arguments: [] },
  python: { file: "example.py", command: "python3", arguments: [] },
  r: { file: "example.R", command: "Rscript", arguments: ["--vanilla"] },
};

/**
 * Runs an example in an empty folder, against the gateway at `url` instead of the address that it names.
 * @returns what it wrote to standard output; rejects with what it wrote to standard error when it fails
 */
export async function runExample(language, code, url) {
  const program = PROGRAMS[language];
  mkdirSync(WORKSHOP, { recursive: true });
  const folder = mkdtempSync(join(WORKSHOP, "example-"));
  try {
    writeFileSync(join(folder, program.file), code.replaceAll(ADDRESS, url));
    return await output(program.command, [...program.arguments, program.file], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function output(command, parameters, cwd) {
  const child = spawn(command, parameters, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const written = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) {
    child[stream].setEncoding("utf8").on("data", (chunk) => {
      written[stream] += chunk;
    });
  }
  const [code] = await once(child, "close");
  if (code === 0) return written.stdout;
  throw new Error(`${command} ended with ${code}: ${written.stderr}${written.stdout}`);
}
