import { crc32 } from "node:zlib";
import type { Language } from "../../content/index.js";

/** What is known of a topic without reading its record: kept in memory for every topic. */
export interface TopicCard {
  topicId: string;
  slug: string;
  title: string;
  language: Language;
  /** Other names and index terms. */
  names: string[];
  groupIds: string[];
  meshDescriptorIds: string[];
  /** Encyclopedia entries that the topic links to, as `article/001488`. */
  encyclopediaArticleIds: string[];
  /** Where the record stands in the snapshot, bytes. */
  offset: number;
  length: number;
  crc: number;
}

/** A group as the snapshot lists it: once per language. */
export interface GroupCard {
  groupId: string;
  name: string;
  url: string;
  language: Language;
}

/** Where a snapshot came from. */
export interface SnapshotFacts {
  /** The address of the bulk file. */
  sourceUrl: string;
  /** The date in the name of the bulk file, by which files are told apart. */
  fileDate: string;
  /** The day on which the file says it was made. */
  generatedOn: string | null;
  /** Milliseconds since the epoch. */
  retrievedAt: number;
}

export interface SnapshotContents {
  facts: SnapshotFacts;
  groups: GroupCard[];
  /** In the order of their titles, English first. */
  cards: TopicCard[];
}

/** Raise it when a record or a card changes its shape: older snapshots are then put aside, not misread. */
const VERSION = 1;

/**
 * A snapshot is JSON lines, one per topic, then one line with the contents, then this line of a fixed length which
 * says where the contents start. It is written last: a file that was cut short anywhere does not end in it.
 */
const TRAILER = /^galen-topics v(\d{4}) at (\d{12}) crc (\d{10})\n$/;
export const TRAILER_BYTES = "galen-topics v0000 at 000000000000 crc 0000000000\n".length;

export class UnusableSnapshotError extends Error {
  override readonly name = "UnusableSnapshotError";
}

/** The end of a snapshot whose records take `offset` bytes. */
export function encodeContents(contents: SnapshotContents, offset: number): Buffer {
  const line = Buffer.from(`${JSON.stringify(contents)}\n`);
  const digits = (value: number, length: number): string => String(value).padStart(length, "0");
  const trailer = `galen-topics v${digits(VERSION, 4)} at ${digits(offset, 12)} crc ${digits(crc32(line), 10)}\n`;
  return Buffer.concat([line, Buffer.from(trailer)]);
}

/**
 * Where the contents start, and what their checksum must be.
 * @throws UnusableSnapshotError when this is not the end of a snapshot of this version
 */
export function decodeTrailer(trailer: Buffer): { offset: number; crc: number } {
  const [, version, offset, crc] = TRAILER.exec(trailer.toString("latin1")) ?? [];
  if (version === undefined) throw new UnusableSnapshotError("it is no topics snapshot, or not a whole one");
  if (Number(version) !== VERSION) throw new UnusableSnapshotError(`its format is ${Number(version)}, not ${VERSION}`);
  return { offset: Number(offset), crc: Number(crc) };
}

/** @throws UnusableSnapshotError when the checksum differs or the line is none of ours */
export function decodeContents(line: Buffer, crc: number): SnapshotContents {
  if (crc32(line) !== crc) throw new UnusableSnapshotError("its contents are damaged");
  const contents = JSON.parse(line.toString()) as SnapshotContents;
  if (!Array.isArray(contents.cards) || contents.cards.length === 0)
    throw new UnusableSnapshotError("it has no topics");
  return contents;
}
