import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Log, makeFolder } from "../../upstream/index.js";
import { openBytes, openSnapshot, type Snapshot } from "./snapshot.js";
import { createFileSink, createMemorySink, type Sink } from "./snapshot-writer.js";

const NAME = "medlineplus-topics.snapshot";
/** A temporary file that is older than this was left by a process that died while it wrote. */
const ABANDONED_MS = 3_600_000;

/** The data folder could not be written: full, read-only, or not a folder. */
export class FolderError extends Error {
  override readonly name = "FolderError";
}

/** Where the snapshot is kept between runs. Several processes may share the folder. */
export class SnapshotFolder {
  private readonly path: string;
  private isWritable = true;

  /** @param baseUrl the server that the topics are loaded from; what was loaded from another is not used */
  constructor(
    private readonly folder: string,
    private readonly baseUrl: string,
    private readonly log: Log,
  ) {
    this.path = join(folder, NAME);
  }

  /** The snapshot that is kept, or null. One that cannot be used is set aside, so that the next start is quiet. */
  async openKept(): Promise<Snapshot | null> {
    let bytes: ReturnType<typeof openBytes>;
    try {
      bytes = openBytes(this.path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT") this.log.warn({ source: "medlineplus", code }, "the topics snapshot cannot be opened");
      return null;
    }
    try {
      const snapshot = openSnapshot(bytes);
      if (snapshot.facts.sourceUrl.startsWith(`${this.baseUrl}/`)) return snapshot;
      this.log.info({ source: "medlineplus" }, "the topics snapshot is of another server and is not used");
    } catch (error) {
      await this.setAside(error);
    }
    bytes.close();
    return null;
  }

  /** Puts a snapshot that cannot be used out of the way, for the operator to look at. */
  async setAside(reason: unknown): Promise<void> {
    const message = reason instanceof Error ? reason.message : String(reason);
    this.log.warn({ source: "medlineplus", reason: message }, "the topics snapshot cannot be used and was set aside");
    await rename(this.path, `${this.path}.unusable`).catch(() => undefined);
  }

  /** A place for a new snapshot: the folder, or memory from the moment the folder has failed. */
  async createSink(): Promise<Sink> {
    if (!this.isWritable) return createMemorySink();
    return guarded(await guard(() => this.createFile()));
  }

  /** Gives up the folder for the life of this process. */
  useMemory(reason: FolderError): void {
    this.isWritable = false;
    const facts = { source: "medlineplus", reason: reason.message };
    this.log.warn(facts, "the data folder cannot be written: topics are kept in memory until the next start");
  }

  private async createFile(): Promise<Sink> {
    makeFolder(this.folder);
    await this.removeAbandoned();
    return createFileSink(this.path, openBytes);
  }

  private async removeAbandoned(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      if (!name.startsWith(`${NAME}.`) || !name.endsWith(".tmp")) continue;
      const path = join(this.folder, name);
      const writtenAt = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Number.POSITIVE_INFINITY,
      );
      if (writtenAt < Date.now() - ABANDONED_MS) await rm(path, { force: true });
    }
  }
}

/** A sink whose failures can be told from those of the upstream that feeds it. */
function guarded(sink: Sink): Sink {
  return {
    write: (bytes) => guard(() => sink.write(bytes)),
    finish: () => guard(() => sink.finish()),
    discard: () => sink.discard(),
  };
}

async function guard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new FolderError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
