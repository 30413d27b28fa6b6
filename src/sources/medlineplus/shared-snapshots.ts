import type { Log, SharedFiles } from "../../upstream/index.js";
import { SOURCE } from "./collection.js";
import { openSnapshot, type Snapshot } from "./snapshot.js";
import type { SnapshotFolder } from "./snapshot-folder.js";

export interface SharedSnapshotsOptions {
  files: SharedFiles;
  folder: SnapshotFolder;
  log: Log;
  /** What is read from it must not be taken for what another MedlinePlus has. */
  name: string;
}

/** Snapshots that one replica makes out of the topics file and all others take over as they are. */
export class SharedSnapshots {
  constructor(private readonly options: SharedSnapshotsOptions) {}

  /** Told whenever another replica has made one. */
  whenMade(listener: () => void): void {
    this.options.files.whenWritten(this.options.name, listener);
  }

  /**
   * The snapshot that another replica has made, if it is newer than `fileDate`; else what `load` makes, for the others
   * too. Replicas do this one after the other, so that only the first loads.
   */
  newest(fileDate: string, load: () => Promise<Snapshot | null>, signal: AbortSignal): Promise<Snapshot | null> {
    const { files, name } = this.options;
    const work = async (): Promise<Snapshot | null> => {
      const made = await this.takeOver(fileDate);
      if (made) return made;
      const loaded = await load();
      if (loaded) await this.hand(loaded);
      return loaded;
    };
    return files.exclusively(name, work, signal);
  }

  private async takeOver(fileDate: string): Promise<Snapshot | null> {
    const { files, folder, log, name } = this.options;
    const file = await files.find(name);
    if (!file || file.edition <= fileDate) return null;
    const sink = await folder.createSink();
    try {
      for await (const chunk of files.read(name, file)) await sink.write(chunk);
      return openSnapshot(await sink.finish());
    } catch (error) {
      await sink.discard();
      log.warn({ source: SOURCE, reason: String(error) }, "the topics of another replica cannot be used");
      return null;
    }
  }

  private async hand({ facts, bytes }: Snapshot): Promise<void> {
    const { files, log, name } = this.options;
    try {
      await files.write(name, facts.fileDate, bytes.length, (offset, length) => bytes.read(offset, length));
    } catch (error) {
      log.warn({ source: SOURCE, reason: String(error) }, "the topics could not be handed to other replicas");
    }
  }
}
