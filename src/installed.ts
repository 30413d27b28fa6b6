import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder that the program was installed into. */
export const ROOT = join(import.meta.dirname, "..");

/** This program's version. */
export function readVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version;
}
