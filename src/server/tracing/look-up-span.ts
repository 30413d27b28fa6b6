import type { Context, Span } from "@opentelemetry/api";
import type { Passage, RecordKind } from "../../upstream/index.js";

/** A field's look-up of records that memory does not have: open as long as any of them is on its way. */
export class LookUpSpan {
  records = 0;
  readonly #waiting = new Set<string>();
  readonly #linked = new Set<Passage>();
  #stored = 0;
  #failed = 0;
  #endedAt = Date.now();

  constructor(
    readonly span: Span,
    readonly context: Context,
    readonly kind: RecordKind,
  ) {}

  begin(id: string): void {
    this.records++;
    this.#waiting.add(id);
  }

  waitsFor(id: string): boolean {
    return this.#waiting.has(id);
  }

  done(id: string, error: unknown): void {
    this.#waiting.delete(id);
    if (error !== undefined) this.#failed++;
    this.#endedAt = Date.now();
  }

  fromStore(): void {
    this.#stored++;
  }

  /** Remembers that a passage below this span, or linked to it, brought records. @returns whether it was new */
  sharesIn(passage: Passage): boolean {
    if (this.#linked.has(passage)) return false;
    this.#linked.add(passage);
    return true;
  }

  /** @returns when the last record was there, milliseconds since the epoch */
  end(): number {
    this.span.setAttributes({
      "galen.records": this.records,
      "galen.from_store": this.#stored,
      "galen.failed": this.#failed,
    });
    this.span.end(this.#endedAt);
    return this.#endedAt;
  }
}
