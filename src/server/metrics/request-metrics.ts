import type { Admission } from "../admission.js";
import type { ResponseCache } from "../response-cache/response-cache.js";
import { histogramSamples, type MetricSpec, type Sample } from "./exposition.js";
import type { MemoryTally } from "./memory-tally.js";
import { OUTCOMES, type RequestTally } from "./request-tally.js";

export interface RequestFigures {
  tally: RequestTally;
  /** Null where finished answers are not kept. */
  memory: { cache: ResponseCache; tally: MemoryTally } | null;
  admission: Admission;
  ready: () => boolean;
}

const DURATION = "galen_request_duration_seconds";

/** What can be told of the requests that reached this process. */
export function requestMetrics(figures: RequestFigures): MetricSpec[] {
  return [...operationMetrics(figures), ...memoryMetrics(figures), ...stateMetrics(figures)];
}

function one(value: number): Sample[] {
  return [{ labels: {}, value }];
}

function operationMetrics({ tally, memory }: RequestFigures): MetricSpec[] {
  return [
    {
      name: "galen_requests_total",
      help: "GraphQL requests that were parsed, by committed operation (or other) and how they ended.",
      type: "counter",
      collect: () =>
        [...tally.operations].flatMap(([operation, { outcomes }]) =>
          OUTCOMES.map((outcome) => ({ labels: { operation, outcome }, value: outcomes[outcome] })),
        ),
    },
    {
      name: DURATION,
      help: "Time from the arrival of a request that was parsed to the end of its answer, by operation.",
      type: "histogram",
      collect: () =>
        [...tally.operations].flatMap(([operation, { duration }]) =>
          histogramSamples(DURATION, { operation }, duration),
        ),
    },
    {
      name: "galen_repeated_requests_total",
      help: "Requests that were answered by the bytes of a finished answer, before they were parsed, by operation.",
      type: "counter",
      collect: () =>
        [...(memory?.tally.counts() ?? [])].map(([operation, value]) => ({ labels: { operation }, value })),
    },
  ];
}

function memoryMetrics({ memory }: RequestFigures): MetricSpec[] {
  return [
    {
      name: "galen_answer_memory_misses_total",
      help: "Requests that might have been answered from memory and were not.",
      type: "counter",
      collect: () => one(memory?.cache.misses ?? 0),
    },
    {
      name: "galen_answer_memory_bytes",
      help: "Bytes of finished answers in memory.",
      type: "gauge",
      collect: () => one(memory?.cache.memory.bytes ?? 0),
    },
    {
      name: "galen_answer_memory_answers",
      help: "Finished answers in memory.",
      type: "gauge",
      collect: () => one(memory?.cache.memory.size ?? 0),
    },
  ];
}

function stateMetrics({ admission, ready }: RequestFigures): MetricSpec[] {
  return [
    {
      name: "galen_requests_in_flight",
      help: "Requests that are being worked on.",
      type: "gauge",
      collect: () => one(admission.inFlight),
    },
    {
      name: "galen_refused_requests_total",
      help: "Requests refused at the door, by reason: full (too many at once), overloaded (cannot keep up), stopping.",
      type: "counter",
      collect: () => Object.entries(admission.refused).map(([reason, value]) => ({ labels: { reason }, value })),
    },
    {
      name: "galen_ready",
      help: "Whether questions can be answered: 1 or 0.",
      type: "gauge",
      collect: () => one(Number(ready())),
    },
  ];
}
