import { diag, type Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
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
  const silent = (): undefined => undefined;
  diag.setLogger({ error: complain, warn: silent, info: silent, debug: silent, verbose: silent });
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: SEND_WITHIN_MS });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "galen", "service.version": version }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EVERY_MS, exportTimeoutMillis: SEND_WITHIN_MS }),
    ],
  });
  return { tracer: provider.getTracer("galen", version), close: () => provider.shutdown().catch(() => undefined) };
}
