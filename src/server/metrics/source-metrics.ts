import type { BreakerState, Distribution, SourceHealth } from "../../upstream/index.js";
import { histogramSamples, type MetricSpec, type Sample } from "./exposition.js";

const BREAKER_STATES: readonly BreakerState[] = ["CLOSED", "OPEN", "HALF_OPEN"];

/** What can be told of the sources and how they are asked. */
export function sourceMetrics(sources: () => readonly SourceHealth[]): MetricSpec[] {
  return [...countMetrics(sources), ...historyMetrics(sources), ...stateMetrics(sources)];
}

type Sources = () => readonly SourceHealth[];

function countMetrics(sources: Sources): MetricSpec[] {
  return [
    counter("galen_source_calls_total", "Calls made to a source, retries included.", sources, ({ calls }) => calls),
    counter("galen_source_retries_total", "Calls that were tried again.", sources, ({ retries }) => retries),
    {
      name: "galen_source_failures_total",
      help: "Calls that failed, by kind: timeout, throttled, unavailable, rejected, malformed.",
      type: "counter",
      collect: () =>
        sources().flatMap(({ source, counts }) =>
          Object.entries(counts.failures).map(([kind, value]) => ({ labels: { source, kind }, value })),
        ),
    },
    {
      name: "galen_source_lookups_total",
      help: "Records and answers asked for, by where they were found: memory, store, or upstream (failures included).",
      type: "counter",
      collect: () =>
        sources().flatMap(({ source, counts: { hits, storeHits, misses } }) => [
          { labels: { source, tier: "memory" }, value: hits - storeHits },
          { labels: { source, tier: "store" }, value: storeHits },
          { labels: { source, tier: "upstream" }, value: misses },
        ]),
    },
  ];
}

function historyMetrics(sources: Sources): MetricSpec[] {
  return [
    histogram(
      "galen_source_call_duration_seconds",
      "Time of a call that succeeded.",
      sources,
      (counts) => counts.latency,
    ),
    histogram("galen_source_wait_seconds", "Time that a call waited for its turn.", sources, (counts) => counts.waits),
    histogram("galen_source_batch_records", "Records asked for in one call.", sources, (counts) => counts.batches),
  ];
}

function stateMetrics(sources: Sources): MetricSpec[] {
  return [
    gauge("galen_source_queue_length", "Calls that wait for their turn.", sources, ({ queued }) => queued),
    gauge("galen_source_calls_in_flight", "Calls under way.", sources, ({ inFlight }) => inFlight),
    gauge("galen_source_quota_remaining", "Calls that could start now.", sources, ({ quota }) => quota.remaining),
    gauge(
      "galen_source_quota_wait_seconds",
      "Time until a call asked for now could start.",
      sources,
      ({ waitMs }) => waitMs / 1_000,
    ),
    gauge(
      "galen_source_hit_ratio",
      "Share of look-ups that needed no call, 0 to 1.",
      sources,
      ({ hitRatio }) => hitRatio,
    ),
    {
      name: "galen_source_breaker_state",
      help: "1 for the state that the source's breaker is in: CLOSED (asked), OPEN (not asked), HALF_OPEN (probed).",
      type: "gauge",
      collect: () =>
        sources().flatMap(({ source, breaker }) =>
          BREAKER_STATES.map((state) => ({ labels: { source, state }, value: Number(state === breaker) })),
        ),
    },
  ];
}

type Read = (health: SourceHealth) => number | null;

function counter(name: string, help: string, sources: Sources, read: Read): MetricSpec {
  return { name, help, type: "counter", collect: () => samples(sources, read) };
}

function gauge(name: string, help: string, sources: Sources, read: Read): MetricSpec {
  return { name, help, type: "gauge", collect: () => samples(sources, read) };
}

function histogram(
  name: string,
  help: string,
  sources: Sources,
  read: (counts: SourceHealth["counts"]) => Distribution,
): MetricSpec {
  const collect = (): Sample[] =>
    sources().flatMap(({ source, counts }) => histogramSamples(name, { source }, read(counts)));
  return { name, help, type: "histogram", collect };
}

/** A source of which a number is not known yet has no line. */
function samples(sources: Sources, read: Read): Sample[] {
  return sources().flatMap((health) => {
    const value = read(health);
    return value === null ? [] : [{ labels: { source: health.source }, value }];
  });
}
