import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GraphQLError, parse, validate } from "graphql";
import type { Config } from "../../config.js";
import { createSchema, readApiKeys, readManifest } from "../../server/index.js";
import { makeFolder, probeRedis, systemClock } from "../../upstream/index.js";

/** Something that the settings lead to, on this machine or near it. */
export interface Trial {
  what: string;
  /** Says what was found, in a few words. @throws when it cannot be used */
  attempt(): string | Promise<string>;
  /** What to do about it, as a sentence. */
  remedy: string;
}

/** How a trial ended, as a line. */
export interface Verdict {
  isOk: boolean;
  line: string;
}

/** What is tried before the sources are asked; what the settings do not name is left out. */
export function trialsFor(config: Config): Trial[] {
  const { apiKeysFile, trustedManifestFile } = config.access;
  const { redisUrl } = config;
  return [
    folderTrial(config.dataFolder),
    ...(apiKeysFile === null ? [] : [keysTrial(apiKeysFile)]),
    ...(trustedManifestFile === null ? [] : [manifestTrial(trustedManifestFile, config.subgraph)]),
    ...(redisUrl === null ? [] : [redisTrial(redisUrl)]),
  ];
}

export async function judge({ what, attempt, remedy }: Trial): Promise<Verdict> {
  try {
    return { isOk: true, line: `${what}: ok (${await attempt()})` };
  } catch (error) {
    return { isOk: false, line: `${what}: FAILED (${reasonOf(error)}). ${remedy}` };
  }
}

/** By writing: what permissions say and what a file system does are two things. */
function folderTrial(folder: string): Trial {
  return {
    what: "Data folder",
    attempt: () => {
      makeFolder(folder);
      const file = join(folder, `check-${randomUUID()}`);
      writeFileSync(file, "written by galen check");
      rmSync(file);
      return folder;
    },
    remedy: `Let this user write to ${folder}, or name another folder with GALEN_DATA_DIR.`,
  };
}

function keysTrial(file: string): Trial {
  return {
    what: "API keys",
    attempt: () => counted(readApiKeys(file).length, "key"),
    remedy: `Correct ${file}, or name another file with GALEN_API_KEYS: a list of {"name", "sha256"}.`,
  };
}

function manifestTrial(file: string, subgraph: boolean): Trial {
  return {
    what: "Trusted operations",
    attempt: async () => {
      const manifest = readManifest(file);
      const schema = await createSchema({ subgraph });
      for (const [id, text] of manifest) {
        const [problem] = problemsOf(text, (document) => validate(schema, document));
        if (problem) throw new Error(`the operation ${id.slice(0, 80)}: ${problem.message}`);
      }
      return counted(manifest.size, "operation");
    },
    remedy: `Write ${file} anew for this schema (galen schema prints it), or name another file with GALEN_TRUSTED_MANIFEST.`,
  };
}

function problemsOf(
  text: string,
  check: (document: ReturnType<typeof parse>) => readonly GraphQLError[],
): readonly GraphQLError[] {
  try {
    return check(parse(text));
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function redisTrial(url: string): Trial {
  return {
    what: "Redis",
    attempt: () => probeRedis(url, systemClock),
    remedy: "Start it, or correct GALEN_REDIS_URL. Until then each gateway goes on alone.",
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** Files say what is wrong by a code, other things in words; an address can be refused in several ways at once. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const isBare = "code" in error && "syscall" in error;
  return isBare ? String(error.code) : error.message;
}
