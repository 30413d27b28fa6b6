import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import {
  type Call,
  type Ended,
  type Observer,
  type Passage,
  type RecordKind,
  UpstreamError,
  type UpstreamTrace,
} from "../../upstream/index.js";
import { currentPlace } from "./field-place.js";
import type { LookUpSpan } from "./look-up-span.js";
import type { RequestTrace } from "./request-trace.js";

const NOTHING: Ended = () => undefined;

/** Makes spans of what the upstream layer does, below those of the requests that it is done for. */
export class UpstreamSpans implements Observer {
  readonly #batches = new WeakMap<UpstreamTrace, { span: Span; context: Context }>();

  constructor(
    private readonly tracer: Tracer,
    private readonly traces: WeakMap<Call, RequestTrace>,
  ) {}

  lookUp(kind: RecordKind, id: string, call: Call): Ended {
    const request = this.traces.get(call);
    if (!request) return NOTHING;
    const lookUp = request.lookUp(currentPlace(), kind);
    lookUp.begin(id);
    return (error) => lookUp.done(id, error);
  }

  arrived(kind: RecordKind, id: string, passage: Passage | null, call: Call): void {
    for (const lookUp of this.traces.get(call)?.waitingFor(kind, id) ?? []) {
      if (passage) this.#link(lookUp, passage);
      else lookUp.fromStore();
    }
  }

  depart(kind: RecordKind, ids: readonly string[], passage: Passage): Ended {
    const waiting = this.#waitingFor(kind, ids, passage);
    const [first, ...others] = waiting;
    const attributes = {
      "galen.source": kind.source,
      "galen.kind": kind.kind,
      "galen.batch.records": ids.length,
      "galen.batch.requests": passage.askers.size,
    };
    const links = others.map(({ span }) => ({ context: span.spanContext() }));
    const parent = first?.context ?? ROOT_CONTEXT;
    const span = this.tracer.startSpan(`fetch ${kind.source} ${kind.kind}`, { attributes, links }, parent);
    this.#batches.set(passage.trace, { span, context: trace.setSpan(parent, span) });
    first?.sharesIn(passage);
    return (error) => {
      const { calls, retries, waitedMs } = passage.trace;
      span.setAttributes({ "galen.calls": calls, "galen.retries": retries, "galen.waited_ms": Math.round(waitedMs) });
      end(span, error);
    };
  }

  attempt(source: string, path: string, of: UpstreamTrace): Ended {
    const parent = this.#batches.get(of)?.context ?? ROOT_CONTEXT;
    const attributes = { "galen.source": source, "url.path": path };
    const span = this.tracer.startSpan(`call ${source}`, { kind: SpanKind.CLIENT, attributes }, parent);
    return (error) => end(span, error);
  }

  #waitingFor(kind: RecordKind, ids: readonly string[], { askers }: Passage): LookUpSpan[] {
    const found = new Set<LookUpSpan>();
    for (const asker of askers) {
      const request = this.traces.get(asker);
      if (request) for (const id of ids) for (const lookUp of request.waitingFor(kind, id)) found.add(lookUp);
    }
    return [...found];
  }

  /** Records that came with a fetch below another span: whoever reads this one finds it by the link. */
  #link(lookUp: LookUpSpan, passage: Passage): void {
    const batch = this.#batches.get(passage.trace);
    if (batch && lookUp.sharesIn(passage)) lookUp.span.addLink({ context: batch.span.spanContext() });
  }
}

function end(span: Span, error: unknown): void {
  if (error !== undefined) {
    const failure = error instanceof UpstreamError ? error.failure : error instanceof Error ? error.name : "unknown";
    span.setAttribute("error.type", failure);
    span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
  }
  span.end();
}
