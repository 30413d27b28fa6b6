import type { Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import type { TracingFacts } from "./tracing.js";

export interface Export {
  tracer: Tracer;
  /** Sends what waits to be sent, for a few seconds at most. */
  close(): Promise<void>;
}

const SEND_EVERY_MS = 1_000;
const SEND_WITHIN_MS = 5_000;

/** Sends spans by OTLP over HTTP, in batches, behind the requests that they are about. */
export function openExport({ url, version, log }: TracingFacts): Export {
  // A collector that is down is told of once a minute at most: it is no reason to fill the log.
  let quietUntil = 0;
  const complain = (message: string): void => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + 60_000;
    log.warn({ reason: message.slice(0, 300) }, "traces cannot be sent");
  };
  const exporter = watched(new OTLPTraceExporter({ url, timeoutMillis: SEND_WITHIN_MS }), complain);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "galen", "service.version": version }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EVERY_MS, exportTimeoutMillis: SEND_WITHIN_MS }),
    ],
  });
  return { tracer: provider.getTracer("galen", version), close: () => provider.shutdown().catch(() => undefined) };
}

/** Tells what could not be sent; the processor in front of the exporter would keep it to itself. */
function watched(exporter: SpanExporter, complain: (message: string) => void): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.code !== 0) complain(result.error?.message ?? "no reason was given");
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}
