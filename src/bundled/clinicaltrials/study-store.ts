import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type JsonObject, textAt, valuesAt } from "./study-json.js";

/** The whole data set in memory, as it was when the server started. */
export interface StudyStore {
  /** In the order in which an unsorted search gives them. */
  studies: readonly JsonObject[];
  /** Position of a study by its NCT number. */
  positions: ReadonlyMap<string, number>;
  /** Former NCT number to the one that replaced it. */
  aliases: ReadonlyMap<string, string>;
  /** One for all addresses: it changes with the data only. */
  etag: string;
  /** `2026-08-28T09:00:06`, UTC without a zone letter. */
  dataTimestamp: string;
}

const AT_ONCE = 64;

/** Reads every `NCT########.json` of the folder. Rejects when one is not JSON. */
export async function loadStudies(folder: string, now: () => Date): Promise<StudyStore> {
  const names = (await filesOf(folder)).filter((name) => /^NCT\d{8}\.json$/.test(name)).sort(byShuffledId);
  const hash = createHash("sha256");
  const studies: JsonObject[] = [];
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const some = names.slice(from, from + AT_ONCE);
    const texts = await Promise.all(some.map((name) => readFile(join(folder, name), "utf8")));
    for (const [index, text] of texts.entries()) {
      hash.update(text);
      studies.push(parseStudy(some[index] ?? "", text));
    }
  }
  return {
    studies,
    positions: new Map(studies.map((study, position) => [idOf(study), position])),
    aliases: new Map(studies.flatMap((study) => aliasesOf(study).map((alias) => [alias, idOf(study)] as const))),
    etag: `"${hash.digest("hex").slice(0, 32)}"`,
    dataTimestamp: `${newestVersion(studies) ?? now().toISOString().slice(0, 10)}T09:00:06`,
  };
}

export const idOf = (study: JsonObject): string =>
  textAt(study, "protocolSection", "identificationModule", "nctId") ?? "";

const aliasesOf = (study: JsonObject): string[] =>
  valuesAt(study, ["protocolSection", "identificationModule", "nctIdAliases"]).map(String);

/** A bundle without trials is a small one, not a broken one. */
const filesOf = (folder: string): Promise<string[]> =>
  readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });

// The service promises no order without `sort`; digits read backwards give one that nobody can mistake for a promise.
const byShuffledId = (one: string, other: string): number => (reversed(one) < reversed(other) ? -1 : 1);
const reversed = (name: string): string => [...name].reverse().join("");

function parseStudy(name: string, text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (cause) {
    throw new Error(`The sample study ${name} is not JSON`, { cause });
  }
}

const newestVersion = (studies: readonly JsonObject[]): string | undefined =>
  studies
    .map((study) => textAt(study, "derivedSection", "miscInfoModule", "versionHolder") ?? "")
    .sort()
    .at(-1);
