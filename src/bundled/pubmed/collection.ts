import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type MeshVocabulary, readMeshVocabulary } from "./mesh.js";
import { type PubmedRecord, readRecord } from "./record.js";

/** Which records match: one byte each, in the order of `records`. */
export type Matches = Uint8Array;

/** All records of the sample, newest entry first, which is the service's own order. */
export interface Collection {
  records: readonly PubmedRecord[];
  byPmid: ReadonlyMap<string, PubmedRecord>;
  mesh: MeshVocabulary;
  /** The records filed under a key of one field. */
  filed(field: FiledField, key: string): readonly number[];
  /** Every key of one field. */
  keys(field: FiledField): Iterable<string>;
  /** Runs a test over all records and remembers the answer under `name`. */
  matching(name: string, test: (record: PubmedRecord) => boolean): Matches;
}

export type FiledField = keyof PubmedRecord["keys"] | "explodedMesh" | "explodedMajorMesh";

const FILES_AT_ONCE = 64;
const LONGEST_MEMORY = 500;

async function readRecords(folder: string): Promise<PubmedRecord[]> {
  const names = (await readdir(folder)).filter((name) => /^\d+\.xml$/.test(name));
  const records: PubmedRecord[] = [];
  for (let start = 0; start < names.length; start += FILES_AT_ONCE) {
    const texts = names.slice(start, start + FILES_AT_ONCE).map((name) => readFile(join(folder, name), "utf8"));
    for (const text of await Promise.all(texts)) {
      const record = readRecord(text);
      if (record) records.push(record);
    }
  }
  return records.sort((left, right) => right.entrez - left.entrez || Number(right.pmid) - Number(left.pmid));
}

type Postings = Map<string, Map<string, number[]>>;

function file(postings: Postings, field: FiledField, keys: Iterable<string>, position: number): void {
  const table = postings.get(field) ?? new Map<string, number[]>();
  postings.set(field, table);
  for (const key of new Set(keys)) {
    const positions = table.get(key);
    if (positions) positions.push(position);
    else table.set(key, [position]);
  }
}

function explode(mesh: MeshVocabulary, keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    const [heading = "", qualifier] = key.split("/");
    return mesh.upwards(heading).map((name) => (qualifier ? `${name}/${qualifier}` : name));
  });
}

function fileAll(records: readonly PubmedRecord[], mesh: MeshVocabulary): Postings {
  const postings: Postings = new Map();
  for (const [position, { keys }] of records.entries()) {
    for (const [field, values] of Object.entries(keys)) file(postings, field as FiledField, values, position);
    file(postings, "explodedMesh", explode(mesh, keys.mesh), position);
    file(postings, "explodedMajorMesh", explode(mesh, keys.majorMesh), position);
  }
  return postings;
}

function rememberMatches(records: readonly PubmedRecord[]): Collection["matching"] {
  const memory = new Map<string, Matches>();
  return (name, test) => {
    let matches = memory.get(name);
    if (!matches) {
      matches = Uint8Array.from(records, (record) => (test(record) ? 1 : 0));
      if (memory.size >= LONGEST_MEMORY) memory.clear();
      memory.set(name, matches);
    }
    return matches;
  };
}

/** Reads a folder of `<pmid>.xml` files, one citation each. Rejects when the folder cannot be read. */
export async function readCollection(folder: string): Promise<Collection> {
  const mesh = await readMeshVocabulary(join(folder, "mesh.json"));
  const records = await readRecords(folder);
  const postings = fileAll(records, mesh);
  return {
    records,
    byPmid: new Map(records.map((record) => [record.pmid, record])),
    mesh,
    filed: (field, key) => postings.get(field)?.get(key) ?? [],
    keys: (field) => postings.get(field)?.keys() ?? [],
    matching: rememberMatches(records),
  };
}
