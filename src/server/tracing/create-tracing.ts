import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Call } from "../../upstream/index.js";
import type { Exchange } from "../exchange.js";
import { openExport } from "./exporter.js";
import { placeFields } from "./field-place.js";
import { RequestTrace } from "./request-trace.js";
import type { Tracing, TracingFacts } from "./tracing.js";
import { UpstreamSpans } from "./upstream-spans.js";

/** Creates tracing that sends to a collector. */
export function createTracing(facts: TracingFacts): Tracing {
  const { tracer, close } = openExport(facts);
  const traces = new WeakMap<Call, RequestTrace>();
  return {
    observer: new UpstreamSpans(tracer, traces),
    follow: placeFields,
    begin: (exchange, parent) => {
      const above = contextOf(parent);
      const name = `query ${exchange.operationName ?? "(unnamed)"}`;
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER }, above);
      const request = new RequestTrace(tracer, span, trace.setSpan(above, span));
      traces.set(exchange.call, request);
      return () => {
        request.end();
        describe(span, exchange);
        span.end();
      };
    },
    close,
  };
}

const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The caller's span, where the caller names one. */
function contextOf(parent: string | undefined): Context {
  const [, traceId, spanId, flags] = TRACE_PARENT.exec(parent ?? "") ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  const spanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, spanContext);
}

/** What was asked for by name, and what it took; never what the variables hold. */
function describe(span: Span, { operationName, errorCodes, isWhole, call }: Exchange): void {
  span.setAttributes({
    "graphql.operation.type": "query",
    ...(operationName !== null && { "graphql.operation.name": operationName }),
    ...(errorCodes.length > 0 && { "galen.errors": errorCodes }),
  });
  for (const [source, { fresh, stale, staleAfterError, fetched, ownCalls, sharedCalls }] of call.report.sources) {
    span.setAttributes({
      [`galen.${source}.at_hand`]: fresh + stale + staleAfterError,
      [`galen.${source}.fetched`]: fetched,
      [`galen.${source}.calls`]: ownCalls + sharedCalls,
    });
  }
  if (!isWhole) span.setStatus({ code: SpanStatusCode.ERROR });
}
