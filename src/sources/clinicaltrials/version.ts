import type { Platform, Upstream } from "../../upstream/index.js";
import { createUpstreamCall } from "../../upstream/index.js";
import type { ClinicalTrialsClient } from "./client.js";

const POLL_EVERY_MS = 5 * 60_000;
const POLL_DEADLINE_MS = 10_000;
/** The first answer, once there, waits no longer than this for the version. */
const LONGEST_WAIT_MS = 500;

/**
 * The version of the registry's data set. It changes once a working day, and with it everything may have changed, so
 * it tells when cached records and searches are out of date.
 */
export class DataVersion {
  private version: string | null = null;
  private polling: Promise<void> | null = null;
  private polled = false;
  private nextPollAt: number;
  private readonly closing = new AbortController();

  constructor(
    private readonly platform: Platform,
    private readonly upstream: Upstream,
    private readonly client: ClinicalTrialsClient,
  ) {
    // What a restarted process finds in its store is shown at once and checked later, so that a start asks nothing.
    this.nextPollAt = platform.clock.elapsed() + POLL_EVERY_MS;
  }

  /** The version as far as it is known; looks again in the background when the last look is five minutes old. */
  current(): string | null {
    if (this.platform.clock.elapsed() >= this.nextPollAt) void this.poll();
    return this.version;
  }

  /**
   * Gives an answer once the first look at the version is done too. The look begins beside the first question. Were an
   * answer filed away without a version, the version's arrival would make it stale, and it would be fetched twice.
   * @param signal aborted when nobody waits for the answer any more; then the look ends with it
   */
  async beside<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
    const look = this.polled ? this.polling : this.poll(signal);
    const answer = await asked;
    if (look !== null && this.version === null) await this.patiently(look);
    return answer;
  }

  private async patiently(look: Promise<void>): Promise<void> {
    const wait = new AbortController();
    const enough = this.platform.clock.sleep(LONGEST_WAIT_MS, wait.signal).catch(() => undefined);
    await Promise.race([look, enough]);
    wait.abort();
  }

  /** Ends a look that is under way. */
  close(): void {
    this.closing.abort();
  }

  private poll(left?: AbortSignal): Promise<void> {
    this.polled = true;
    this.polling ??= this.look(left).finally(() => {
      this.polling = null;
    });
    return this.polling;
  }

  private async look(left?: AbortSignal): Promise<void> {
    const { clock } = this.platform;
    this.nextPollAt = clock.elapsed() + POLL_EVERY_MS;
    const signal = left ? AbortSignal.any([this.closing.signal, left]) : this.closing.signal;
    const call = createUpstreamCall(clock, { deadlineMs: POLL_DEADLINE_MS, priority: "background", signal });
    try {
      this.version = await this.client.fetchVersion(call);
      this.upstream.statistics.dataVersion = this.version;
    } catch {
      // Without a version the lifetimes alone decide. The failure is in the log and in the source's health already.
      this.polled = !left?.aborted;
    }
  }
}
