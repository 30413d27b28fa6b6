import { Language } from "../../content/index.js";
import { type Log, UnreadableAnswerError, type UpstreamCall, UpstreamError } from "../../upstream/index.js";
import type { TopicsClient, TopicsFile } from "./client.js";
import { SOURCE } from "./collection.js";
import type { Converted, TopicCounts, TopicsProgress } from "./conversion.js";
import { convertInPlace } from "./conversion-place.js";
import { openSnapshot, type Snapshot } from "./snapshot.js";
import { FolderError, type SnapshotFolder } from "./snapshot-folder.js";

export interface LoadOptions {
  client: TopicsClient;
  folder: SnapshotFolder;
  log: Log;
  baseUrl: string;
  now(): number;
  /** Told while a file is read: topics so far, and how many it says it has. */
  progress?: TopicsProgress | undefined;
}

/** What is being served, for comparison: nothing at the first start. */
export interface Served {
  fileDate: string;
  /** How many topics of each language. */
  counts: TopicCounts;
}

/** A new file that holds less than this share of what is served now is not believed. */
const LEAST_SHARE = 0.9;
const MOST_FILES_TRIED = 3;

/**
 * Makes a snapshot of the newest bulk file that can be read, if it is newer than what is served. A broken file is
 * passed over for the one before it.
 * @returns null when nothing newer is published
 * @throws UpstreamError when MedlinePlus cannot be reached or none of its newer files can be used
 */
export async function loadNewest(
  options: LoadOptions,
  served: Served | null,
  call: UpstreamCall,
): Promise<Snapshot | null> {
  const files = (await options.client.listFiles(call)).filter(({ date }) => date > (served?.fileDate ?? ""));
  let failure: UpstreamError | null = null;
  let tried = 0;
  for (const file of files) {
    if (tried === MOST_FILES_TRIED) break;
    try {
      const snapshot = await loadFile(options, file, served, call);
      if (snapshot) return snapshot;
    } catch (error) {
      if (!(error instanceof UpstreamError && error.failure === "malformed")) throw error;
      options.log.warn({ source: SOURCE, file: file.path, reason: error.message }, "a topics file was refused");
      failure ??= error;
      tried++;
    }
  }
  if (failure) throw failure;
  if (!served) throw new UpstreamError(SOURCE, "unavailable", "no topics file was found");
  return null;
}

async function loadFile(
  options: LoadOptions,
  file: TopicsFile,
  served: Served | null,
  call: UpstreamCall,
): Promise<Snapshot | null> {
  const attempt = (): Promise<Snapshot | null> =>
    options.client.fetchFile(
      file,
      (chunks) => toSnapshot(options, file, { served, chunks, signal: call.ending.signal }),
      call,
    );
  try {
    return await attempt();
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    if (!(cause instanceof FolderError)) throw error;
    options.folder.useMemory(cause);
    return attempt();
  }
}

async function toSnapshot(
  { folder, log, baseUrl, now, progress }: LoadOptions,
  file: TopicsFile,
  { served, chunks, signal }: { served: Served | null; chunks: AsyncIterable<Uint8Array>; signal: AbortSignal },
): Promise<Snapshot> {
  const sink = await folder.createSink();
  try {
    const origin = { sourceUrl: baseUrl + file.path, fileDate: file.date, retrievedAt: now() };
    const converted = await convertInPlace(origin, chunks, { write: sink.write, progress }, signal);
    const { dropped, inThread } = converted;
    log.info({ source: SOURCE, file: file.path, inThread }, "a topics file was read");
    if (dropped.length > 0) log.warn({ source: SOURCE, file: file.path, dropped }, "topics could not be read");
    refuseLoss(converted, served);
    return openSnapshot(await sink.finish());
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

/**
 * A file that ends well can still be a bad one: half a database exported, or one language. Losing a tenth of the topics
 * overnight has never happened for a good reason; should it, removing the snapshot lets the new file in.
 */
function refuseLoss({ counts, announced }: Converted, served: Served | null): void {
  const total = counts[Language.ENGLISH] + counts[Language.SPANISH];
  if (announced !== null && total < announced * LEAST_SHARE)
    throw new UnreadableAnswerError(`holds ${total} of the ${announced} topics that it announces`);
  if (total === 0) throw new UnreadableAnswerError("holds no topics");
  for (const language of served ? Object.values(Language) : []) {
    const before = served?.counts[language] ?? 0;
    const after = counts[language];
    if (after < before * LEAST_SHARE)
      throw new UnreadableAnswerError(`holds ${after} topics in ${language}, where ${before} are served`);
  }
}
