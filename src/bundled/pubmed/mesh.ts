import { readFile } from "node:fs/promises";
import { keyOf } from "./record-keys.js";

/** The part of the MeSH vocabulary that the sample needs: which heading lies under which, and other words for one. */
export interface MeshVocabulary {
  /** The heading itself and everything above it. */
  upwards(heading: string): string[];
  /** The heading that a reader's word stands for, in the vocabulary's own spelling. */
  headingFor(word: string): string | undefined;
}

interface MeshFile {
  parents?: Record<string, string[]>;
  entryTerms?: Record<string, string>;
}

function readTable<Value>(table: Record<string, Value> = {}): Map<string, Value> {
  return new Map(Object.entries(table).map(([name, value]) => [keyOf(name), value]));
}

/** Reads `mesh.json`; without the file every heading stands alone. */
export async function readMeshVocabulary(path: string): Promise<MeshVocabulary> {
  const file: MeshFile = JSON.parse(await readFile(path, "utf8").catch(() => "{}"));
  const parents = readTable(file.parents);
  const entryTerms = readTable(file.entryTerms);
  const upwards = (heading: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(heading)) return seen;
    seen.add(heading);
    for (const parent of parents.get(heading) ?? []) upwards(keyOf(parent), seen);
    return seen;
  };
  return {
    upwards: (heading) => [...upwards(heading)],
    headingFor: (word) => entryTerms.get(keyOf(word)),
  };
}
