import { collectDefaultMetrics, type Metric, Registry } from "prom-client";
import type { MetricSpec } from "./exposition.js";

/** Puts metrics and those of the process itself (memory, event loop, garbage collection) into one registry. */
export function createRegistry(specs: readonly MetricSpec[]): Registry {
  const registry = new Registry();
  for (const spec of specs) registry.registerMetric(toMetric(spec));
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Of a metric the registry asks only its name and `get`: so nothing is counted twice, here and where it happens. */
function toMetric({ name, help, type, collect }: MetricSpec): Metric {
  const metric = { name, get: async () => ({ name, help, type, values: collect(), aggregator: "sum" }) };
  return metric as unknown as Metric;
}
