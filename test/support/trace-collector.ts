import { type Loopback, listenLoopback } from "./loopback.js";

/** A span as it arrived, with what the tests look at. */
export interface ReceivedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  /** Ids of the spans that it is linked to. */
  links: string[];
  attributes: Record<string, unknown>;
  startMs: number;
  endMs: number;
}

interface WireSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  links?: { spanId: string }[];
  attributes?: { key: string; value: Record<string, unknown> }[];
}

/** A collector of traces on 127.0.0.1 that takes OTLP over HTTP as JSON. */
export interface TraceCollector {
  /** Where traces are to be sent. */
  url: string;
  spans(): ReceivedSpan[];
  /** The names from a span up to its root, joined by " < ". */
  pathOf(span: ReceivedSpan): string;
  close(): Promise<void>;
}

export async function startTraceCollector(): Promise<TraceCollector> {
  const server: Loopback = await listenLoopback((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  const spans = (): ReceivedSpan[] =>
    server.bodies.flatMap((body) => {
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: WireSpan[] }[] }[] };
      return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans.map(toReceived)));
    });
  const pathOf = (span: ReceivedSpan): string => {
    const above = spans().find(({ spanId }) => spanId === span.parentSpanId);
    return above ? `${span.name} < ${pathOf(above)}` : span.name;
  };
  return { url: `${server.url}/v1/traces`, spans, pathOf, close: () => server.close() };
}

function toReceived({ parentSpanId, links = [], attributes = [], ...span }: WireSpan): ReceivedSpan {
  return {
    name: span.name,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: parentSpanId || null,
    links: links.map(({ spanId }) => spanId),
    attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
    startMs: Number(span.startTimeUnixNano) / 1e6,
    endMs: Number(span.endTimeUnixNano) / 1e6,
  };
}
