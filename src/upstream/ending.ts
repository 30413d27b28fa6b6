/** How a piece of work may end before its time, and why. */
export interface Ending {
  /** Why it has ended; null while it has not. */
  readonly ended: { reason: unknown } | null;
  /** Does something when it ends; nothing when it has already. @returns what calls that off */
  whenEnded(act: () => void): () => void;
  /** The same as a signal. It costs many times what the rest does, so it is made for whoever asks first. */
  readonly signal: AbortSignal;
}

/** An ending that is brought about from outside. */
export class OpenEnding implements Ending {
  private over: { reason: unknown } | null = null;
  private readonly acts = new Set<() => void>();
  private controller: AbortController | null = null;

  get ended(): { reason: unknown } | null {
    return this.over;
  }

  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      if (this.over) this.controller.abort(this.over.reason);
    }
    return this.controller.signal;
  }

  whenEnded(act: () => void): () => void {
    if (!this.over) this.acts.add(act);
    return () => void this.acts.delete(act);
  }

  /** Only the first reason counts. */
  end(reason: unknown): void {
    if (this.over) return;
    this.over = { reason };
    this.controller?.abort(reason);
    for (const act of this.acts) act();
    this.acts.clear();
  }
}

/** The ending that a signal tells of. */
export function endingOf(signal: AbortSignal): Ending {
  return {
    get ended() {
      return signal.aborted ? { reason: signal.reason } : null;
    },
    whenEnded: (act) => {
      signal.addEventListener("abort", act, { once: true });
      return () => signal.removeEventListener("abort", act);
    },
    signal,
  };
}
