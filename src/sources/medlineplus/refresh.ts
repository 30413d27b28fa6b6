import { Language } from "../../content/index.js";
import {
  createUpstreamCall,
  type Outdatable,
  type Platform,
  UpstreamError,
  type UpstreamFailure,
} from "../../upstream/index.js";
import { SOURCE, type TopicCollection } from "./collection.js";
import { type LoadOptions, loadNewest, type Served } from "./load.js";
import type { SharedSnapshots } from "./shared-snapshots.js";
import type { Snapshot } from "./snapshot.js";
import type { SnapshotFolder } from "./snapshot-folder.js";

export interface RefresherOptions {
  platform: Platform;
  collection: TopicCollection;
  folder: SnapshotFolder;
  load: LoadOptions;
  refreshMs: number;
  /** Where snapshots are shared with other replicas; null where there are none. */
  shared: SharedSnapshots | null;
}

const LOAD_DEADLINE_MS = 10 * 60_000;
/** How long a start without a snapshot waits for the first file; the gateway answers for the other sources meanwhile. */
const FIRST_LOAD_WAIT_MS = 12_000;
/** Without topics that are fresh, MedlinePlus is asked again soon whether it is back. */
const RETRY_SOON_MS = 5_000;
const RETRY_MS = 10 * 60_000;

/** Keeps the collection up to date: from the kept snapshot at once, from MedlinePlus at the start and every so often. */
export class TopicsRefresher {
  private readonly end = new AbortController();
  private repeating: Promise<void> = Promise.resolve();
  private wake = new AbortController();
  private failures = 0;
  private isDamaged = false;
  private isDue = false;

  constructor(private readonly options: RefresherOptions) {
    options.collection.onDamage = (error) => this.replaceDamaged(error);
    options.shared?.whenMade(() => this.lookNow());
  }

  /** Resolves when topics can be served, or when the first attempt to load them has failed or takes too long. */
  async start(): Promise<void> {
    const { collection, folder, platform } = this.options;
    const kept = await folder.openKept();
    if (kept) await collection.swap(kept);
    if (this.end.signal.aborted) return;
    const first = this.refresh();
    this.repeating = first.then((waitMs) => this.repeat(waitMs));
    if (kept) return;
    const patience = new AbortController();
    const isLate = platform.clock.sleep(FIRST_LOAD_WAIT_MS, patience.signal).then(
      () => collection.failed(new UpstreamError(SOURCE, "timeout", "the topics file takes its time")),
      () => undefined,
    );
    await Promise.race([first, isLate]);
    patience.abort();
  }

  async close(): Promise<void> {
    this.end.abort();
    await this.repeating;
  }

  /** Has newer topics looked for now instead of at the next turn. */
  lookNow(): void {
    this.isDue = true;
    this.wake.abort();
  }

  private async repeat(waitMs: number): Promise<void> {
    for (let wait = waitMs; !this.end.signal.aborted; wait = await this.refresh()) {
      this.wake = new AbortController();
      const signal = AbortSignal.any([this.end.signal, this.wake.signal]);
      if (!this.isDue) await this.options.platform.clock.sleep(wait, signal).catch(() => undefined);
      this.isDue = false;
      if (this.end.signal.aborted) return;
    }
  }

  /** Looks for newer topics. Never rejects; gives the time until the next look, milliseconds. */
  private async refresh(): Promise<number> {
    const { collection, platform, refreshMs } = this.options;
    try {
      await this.adopt();
      this.failures = 0;
      collection.checked(platform.clock.now(), true);
      return refreshMs;
    } catch (error) {
      if (this.end.signal.aborted) return refreshMs;
      collection.checked(platform.clock.now(), false);
      const reason = error instanceof Error ? error.message : String(error);
      const failure = error instanceof UpstreamError ? error.failure : null;
      if (error instanceof UpstreamError) collection.failed(error);
      platform.log.warn({ source: SOURCE, failure, reason }, "no newer topics could be loaded");
      return this.retryMs(failure);
    }
  }

  /**
   * A broken file stays broken until the next one is made, and is too large to be fetched again and again. While there
   * are no topics at all the pauses begin short: what came in place of the file may have been a page about maintenance.
   */
  private retryMs(failure: UpstreamFailure | null): number {
    const { collection, platform, refreshMs } = this.options;
    const isReachable = failure === "malformed" || failure === "rejected";
    if (!isReachable && collection.freshForMs(platform.clock.now()) === 0) return RETRY_SOON_MS;
    if (!collection.isReady()) return Math.min(RETRY_MS, RETRY_SOON_MS * 2 ** this.failures++);
    return Math.min(refreshMs, RETRY_MS * 2 ** this.failures++);
  }

  /** A record that cannot be read any more: the whole file is loaded anew, and the other topics are served meanwhile. */
  private replaceDamaged(reason: unknown): void {
    if (this.isDamaged) return;
    this.isDamaged = true;
    void this.options.folder.setAside(reason).then(() => this.lookNow());
  }

  private async adopt(): Promise<void> {
    const { collection, folder, load, platform, shared } = this.options;
    const kept = collection.isReady() ? await folder.openKept() : null;
    // A replica that shares the folder may have loaded a newer file: then it need not be asked for again.
    if (kept && kept.facts.fileDate > (collection.facts()?.fileDate ?? "")) await collection.swap(kept);
    else kept?.close();
    const call = createUpstreamCall(platform.clock, { deadlineMs: LOAD_DEADLINE_MS, signal: this.end.signal });
    const served = this.served();
    const own = (): Promise<Snapshot | null> => loadNewest(load, served, call);
    const snapshot = shared ? await shared.newest(served?.fileDate ?? "", own, this.end.signal) : await own();
    if (!snapshot) return;
    if (this.end.signal.aborted) return snapshot.close();
    await collection.swap(snapshot);
    this.isDamaged = false;
    const topics = snapshot.cards.length;
    platform.log.info({ source: SOURCE, topics, generatedOn: snapshot.facts.generatedOn }, "topics loaded");
  }

  private served(): Served | null {
    const facts = this.options.collection.facts();
    if (!facts) return null;
    const index = this.options.collection.index();
    const counts = {
      [Language.ENGLISH]: index.all(Language.ENGLISH).length,
      [Language.SPANISH]: index.all(Language.SPANISH).length,
    };
    return { fileDate: this.isDamaged ? "" : facts.fileDate, counts };
  }
}

/** Topics are read from a file as a whole: what is outdated is looked for in a newer one. */
export function outdatable(refresher: TopicsRefresher, startedAt: number): Outdatable {
  let heededUntil = startedAt;
  return {
    forget: async () => refresher.lookNow(),
    expire: () => undefined,
    outdate: (until) => {
      if (until <= heededUntil) return;
      heededUntil = until;
      refresher.lookNow();
    },
  };
}
