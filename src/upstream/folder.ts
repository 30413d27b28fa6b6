import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it.
 *
 * Node's own recursion goes round for ever where a folder exists and nothing can be made in it, as in `/proc`.
 * @throws what the file system says
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const code = error !== null && typeof error === "object" && "code" in error ? error.code : null;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    mkdirSync(path);
  }
}
