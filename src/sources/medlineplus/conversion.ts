import { Language } from "../../content/index.js";
import { type DroppedTopic, parseTopicsFile } from "./parser.js";
import type { SnapshotFacts } from "./snapshot-format.js";
import { SnapshotWriter } from "./snapshot-writer.js";

/** How many topics there are of each language. */
export type TopicCounts = Readonly<Record<Language, number>>;

/** Where a bulk file comes from; the day on which it was made stands in the file itself. */
export type FileOrigin = Omit<SnapshotFacts, "generatedOn">;

/** What came out of a bulk file. */
export interface Converted {
  counts: TopicCounts;
  /** How many topics the file says it has, both languages together. */
  announced: number | null;
  dropped: DroppedTopic[];
}

/** Told while a file is read: topics so far, and how many it says it has. */
export type TopicsProgress = (read: number, announced: number | null) => void;

/** What takes what a conversion gives. */
export interface Outlet {
  /** Takes the bytes of a snapshot, in order; they may be overwritten once it has resolved. */
  write(bytes: Buffer): Promise<void>;
  progress?: TopicsProgress | undefined;
}

/**
 * Turns a bulk topics file into a snapshot as it comes, holding one topic at a time.
 * @throws UnreadableAnswerError when it is no whole topics file
 */
export async function convertTopics(
  origin: FileOrigin,
  chunks: AsyncIterable<Uint8Array>,
  { write, progress }: Outlet,
): Promise<Converted> {
  const writer = new SnapshotWriter(write);
  const dropped: DroppedTopic[] = [];
  const drop = (topic: DroppedTopic): void => void dropped.push(topic);
  const { announced, generatedOn } = await parseTopicsFile(chunks, {
    topic: async (topic) => {
      if (!(await writer.add(topic))) drop({ topicId: topic.topicId, reason: "its number occurs twice" });
    },
    dropped: drop,
    progress,
  });
  await writer.finish({ ...origin, generatedOn });
  return { counts: countsOf(writer), announced, dropped };
}

function countsOf({ cards }: SnapshotWriter): TopicCounts {
  const counts = { [Language.ENGLISH]: 0, [Language.SPANISH]: 0 };
  for (const { language } of cards.values()) counts[language]++;
  return counts;
}
