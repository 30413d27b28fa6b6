import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { Language } from "../../content/index.js";
import { targetAt } from "./link-target.js";
import { TopicLinkKind } from "./link-words.js";
import type { Bytes } from "./snapshot.js";
import { encodeContents, type GroupCard, type SnapshotFacts, type TopicCard } from "./snapshot-format.js";
import type { StoredTopic } from "./stored-topic.js";

/** Where a snapshot's bytes go, in order, until it is finished or given up. */
export interface Sink {
  /** The bytes may be overwritten once this has resolved. */
  write(bytes: Buffer): Promise<void>;
  /** Makes what was written the snapshot at once and whole, and gives it for reading. */
  finish(): Promise<Bytes>;
  discard(): Promise<void>;
}

/**
 * A file that takes its place only when it is whole and on the disk. Its temporary name is unique, so that replicas
 * which share the folder do not write into each other's file; the last to finish wins.
 */
export async function createFileSink(path: string, openBytes: (path: string) => Bytes): Promise<Sink> {
  const temporary = `${path}.${process.pid}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(temporary, "wx");
  return {
    write: (bytes) => file.appendFile(bytes),
    finish: async () => {
      await file.sync();
      await file.close();
      // Opened before it is renamed: a replica may put its own file there in between.
      const bytes = openBytes(temporary);
      await rename(temporary, path);
      return bytes;
    },
    discard: async () => {
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true });
    },
  };
}

/** Memory, for when the data folder cannot be written. */
export function createMemorySink(): Sink {
  const written: Buffer[] = [];
  return {
    write: async (bytes) => void written.push(Buffer.from(bytes)),
    finish: async () => {
      const all = Buffer.concat(written);
      return { length: all.length, read: (offset, length) => all.subarray(offset, offset + length), close: () => {} };
    },
    discard: async () => void written.splice(0),
  };
}

const BLOCK_BYTES = 1_000_000;

/** Writes topics as they come, and keeps of each only its card. */
export class SnapshotWriter {
  readonly cards = new Map<string, TopicCard>();
  private readonly groups = new Map<string, GroupCard>();
  private offset = 0;
  private readonly block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  private readonly line = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  private filled = 0;

  /** @param write takes the snapshot's bytes, in order; they may be overwritten once it has resolved */
  constructor(private readonly write: (bytes: Buffer) => Promise<void>) {}

  /** @returns false when a topic with this number was already added; the first one stays */
  async add(topic: StoredTopic): Promise<boolean> {
    if (this.cards.has(topic.topicId)) return false;
    const line = this.encode(`${JSON.stringify(topic)}\n`);
    const card = { ...toCard(topic), offset: this.offset, length: line.length, crc: crc32(line) };
    const kept = detached(card);
    this.cards.set(kept.topicId, kept);
    for (const group of topic.groups) {
      const key = `${topic.language} ${group.groupId}`;
      if (!this.groups.has(key)) this.groups.set(key, detached({ ...group, language: topic.language }));
    }
    await this.put(line);
    return true;
  }

  async finish(facts: SnapshotFacts): Promise<void> {
    const contents = {
      facts,
      groups: sorted([...this.groups.values()], nameOf),
      cards: sorted([...this.cards.values()], titleOf),
    };
    await this.put(encodeContents(contents, this.offset));
    await this.flush();
  }

  /** Into the same memory again and again: a buffer of its own for every record leaves the process large for good. */
  private encode(text: string): Buffer {
    if (Buffer.byteLength(text) > BLOCK_BYTES) return Buffer.from(text);
    return this.line.subarray(0, this.line.write(text));
  }

  private async put(bytes: Buffer): Promise<void> {
    if (this.filled + bytes.length > BLOCK_BYTES) await this.flush();
    this.offset += bytes.length;
    if (bytes.length > BLOCK_BYTES) return this.write(bytes);
    this.filled += bytes.copy(this.block, this.filled);
  }

  private async flush(): Promise<void> {
    await this.write(this.block.subarray(0, this.filled));
    this.filled = 0;
  }
}

/**
 * A copy whose texts stand alone. Texts that were cut out of a file's text keep the whole of it in memory: with the cards
 * of two thousand topics that is the file, several times over.
 */
function detached<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function toCard(topic: StoredTopic): Omit<TopicCard, "offset" | "length" | "crc"> {
  const articleIds = topic.links.flatMap(({ url }) => {
    const target = targetAt(url);
    return target.kind === TopicLinkKind.ENCYCLOPEDIA_ARTICLE ? [target.articleId] : [];
  });
  return {
    topicId: topic.topicId,
    slug: topic.slug,
    title: topic.title,
    language: topic.language,
    names: [...new Set([...topic.alsoCalled, ...topic.seeReferences])],
    groupIds: topic.groups.map((group) => group.groupId),
    meshDescriptorIds: topic.meshHeadings.map((heading) => heading.descriptor.id),
    encyclopediaArticleIds: [...new Set(articleIds)],
  };
}

const collator = new Intl.Collator(["en", "es"], { numeric: true });
const nameOf = (group: GroupCard): string => group.name;
const titleOf = (card: TopicCard): string => card.title;

function sorted<T extends { language: Language }>(items: T[], textOf: (item: T) => string): T[] {
  const languages = Object.values(Language);
  return items.sort(
    (one, other) =>
      languages.indexOf(one.language) - languages.indexOf(other.language) ||
      collator.compare(textOf(one), textOf(other)),
  );
}
