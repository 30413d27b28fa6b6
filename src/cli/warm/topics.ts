import { readFileSync } from "node:fs";
import { Language } from "../../content/index.js";
import type { Sources } from "../../sources/index.js";
import { CommandError } from "../command-error.js";

/** A health topic to fetch for. */
export interface WarmTopic {
  slug: string;
  language: Language;
}

/** Every topic of a language. */
export function allTopics({ medlineplus }: Sources, language: Language): WarmTopic[] {
  return medlineplus.all(language).map(({ slug }) => ({ slug, language }));
}

/**
 * The topics that a file names, a line each: a slug, or a page's address. Empty lines and what follows a # are skipped.
 * @throws CommandError that names the lines that are no topics
 */
export function listedTopics({ medlineplus }: Sources, file: string, language: Language): WarmTopic[] {
  const lines = readLines(file);
  const known = new Set(medlineplus.all(language).map(({ slug }) => slug));
  const slugs = lines.map((line) => /([\w-]+)\.html$/.exec(line)?.[1] ?? line);
  const unknown = lines.filter((_, index) => !known.has(slugs[index] ?? ""));
  if (unknown.length > 0) throw new CommandError(`${file} names what is no health topic: ${unknown.join(", ")}`);
  return [...new Set(slugs)].map((slug) => ({ slug, language }));
}

function readLines(file: string): string[] {
  try {
    const text = readFileSync(file === "-" ? 0 : file, "utf8");
    return text
      .split("\n")
      .map((line) => line.replace(/#.*/, "").trim())
      .filter((line) => line !== "");
  } catch {
    throw new CommandError(`${file} cannot be read.`);
  }
}
