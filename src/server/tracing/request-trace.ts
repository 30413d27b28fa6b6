import { type Context, type Span, type Tracer, trace } from "@opentelemetry/api";
import type { RecordKind } from "../../upstream/index.js";
import type { FieldPlace } from "./field-place.js";
import { LookUpSpan } from "./look-up-span.js";

/** A field that waits for a source, all its occurrences in lists together. */
interface FieldSpan {
  span: Span;
  context: Context;
  lookUps: Map<string, LookUpSpan>;
}

/**
 * The spans of one request. A span is made for a field once it has to wait for a source, and one for all members of a
 * list: twelve articles whose summaries are fetched are one `encyclopediaArticles.summary` with twelve records.
 */
export class RequestTrace {
  readonly #fields = new Map<string, FieldSpan>();

  constructor(
    private readonly tracer: Tracer,
    readonly span: Span,
    private readonly context: Context,
  ) {}

  /** The look-up of a field for one kind of record; begun when it is the first. */
  lookUp(place: FieldPlace | undefined, kind: RecordKind): LookUpSpan {
    const { lookUps, context } = this.#fieldAt(place);
    const name = `${kind.source} ${kind.kind}`;
    let found = lookUps.get(name);
    if (!found) {
      const attributes = { "galen.source": kind.source, "galen.kind": kind.kind };
      const span = this.tracer.startSpan(`look up ${name}`, { attributes }, context);
      found = new LookUpSpan(span, trace.setSpan(context, span), kind);
      lookUps.set(name, found);
    }
    return found;
  }

  /** All look-ups that wait for a record. */
  waitingFor(kind: RecordKind, id: string): LookUpSpan[] {
    return [...this.#fields.values()]
      .flatMap(({ lookUps }) => lookUps.get(`${kind.source} ${kind.kind}`) ?? [])
      .filter((lookUp) => lookUp.waitsFor(id));
  }

  /** Ends the spans of all fields: each when the last of its look-ups did. */
  end(): void {
    for (const { span, lookUps } of this.#fields.values()) {
      const all = [...lookUps.values()];
      const endedAt = Math.max(...all.map((lookUp) => lookUp.end()));
      span.setAttribute(
        "galen.records",
        all.reduce((sum, { records }) => sum + records, 0),
      );
      span.end(endedAt);
    }
  }

  #fieldAt(place: FieldPlace | undefined): FieldSpan {
    const path = place?.path ?? "";
    let found = this.#fields.get(path);
    if (!found) {
      const parent = this.#nearest(path);
      const options = { attributes: { "graphql.field.path": path }, ...(place && { startTime: place.startedAt }) };
      const span = this.tracer.startSpan(path || "fields", options, parent);
      found = { span, context: trace.setSpan(parent, span), lookUps: new Map() };
      this.#fields.set(path, found);
    }
    return found;
  }

  /** The context of the field that this one is inside of, as far as that one waited too. */
  #nearest(path: string): Context {
    for (let end = path.lastIndexOf("."); end > 0; end = path.lastIndexOf(".", end - 1)) {
      const above = this.#fields.get(path.slice(0, end));
      if (above) return above.context;
    }
    return this.context;
  }
}
