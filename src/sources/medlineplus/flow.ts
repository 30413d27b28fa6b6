import { type Clock, UpstreamError } from "../../upstream/index.js";

const WATCHED_MS = 15_000;
/** A line on which less than this comes in that time would need half a day for a file. */
const LEAST_BYTES = 16_384;

/** Ends a transfer that may take minutes as soon as it has stopped flowing. */
export class Flow {
  private readonly stop = new AbortController();
  private readonly end = new AbortController();
  private bytes = 0;
  /** Ends with its asker, or because nothing comes any more. */
  readonly signal: AbortSignal;

  constructor(
    private readonly source: string,
    private readonly clock: Clock,
    asker: AbortSignal,
  ) {
    this.signal = AbortSignal.any([asker, this.stop.signal]);
    void this.watch();
  }

  /** Passes a body on, and counts it. */
  async *watched(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.bytes += chunk.length;
      yield chunk;
    }
  }

  /** Lets go of the timer. */
  done(): void {
    this.end.abort();
  }

  private async watch(): Promise<void> {
    for (let before = -LEAST_BYTES; this.bytes - before >= LEAST_BYTES; ) {
      before = this.bytes;
      await this.clock.sleep(WATCHED_MS, this.end.signal).catch(() => undefined);
      if (this.end.signal.aborted) return;
    }
    this.stop.abort(new UpstreamError(this.source, "timeout", "the file has stopped coming"));
  }
}
