import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import {
  decodeContents,
  decodeTrailer,
  type SnapshotContents,
  type TopicCard,
  TRAILER_BYTES,
  UnusableSnapshotError,
} from "./snapshot-format.js";
import type { StoredTopic } from "./stored-topic.js";

/** Bytes that can be read at any place: a file, or memory where no file can be had. */
export interface Bytes {
  readonly length: number;
  /** What was read may be overwritten by the next read. */
  read(offset: number, length: number): Buffer;
  close(): void;
}

/** All topics of one bulk file. The cards are in memory; a record is read when it is asked for. */
export interface Snapshot extends SnapshotContents {
  /** All of it, as it is kept. */
  readonly bytes: Bytes;
  /** @throws UnusableSnapshotError when the record is damaged */
  read(card: TopicCard): StoredTopic;
  close(): void;
}

/** Nearly all records fit in. */
const SCRATCH_BYTES = 64 * 1024;

/**
 * A file's bytes, read synchronously: a record takes tens of microseconds from the system's page cache, less than a
 * turn of the event loop, and look-ups can then answer at once.
 */
export function openBytes(path: string): Bytes {
  const file = openSync(path, "r");
  const scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  return {
    length: fstatSync(file).size,
    read: (offset, length) => {
      const buffer = length > SCRATCH_BYTES ? Buffer.allocUnsafeSlow(length) : scratch;
      return buffer.subarray(0, readSync(file, buffer, 0, length, offset));
    },
    close: () => closeSync(file),
  };
}

/** @throws UnusableSnapshotError when the bytes are no whole snapshot of this version */
export function openSnapshot(bytes: Bytes): Snapshot {
  const end = bytes.length - TRAILER_BYTES;
  if (end <= 0) throw new UnusableSnapshotError("it is too short");
  const { offset, crc } = decodeTrailer(bytes.read(end, TRAILER_BYTES));
  if (offset >= end) throw new UnusableSnapshotError("its contents lie outside of it");
  return {
    ...decodeContents(bytes.read(offset, end - offset), crc),
    bytes,
    read: (card) => readRecord(bytes, card),
    close: () => bytes.close(),
  };
}

function readRecord(bytes: Bytes, card: TopicCard): StoredTopic {
  const line = bytes.read(card.offset, card.length);
  if (crc32(line) !== card.crc) throw new UnusableSnapshotError(`the record of topic ${card.topicId} is damaged`);
  return JSON.parse(line.toString()) as StoredTopic;
}
