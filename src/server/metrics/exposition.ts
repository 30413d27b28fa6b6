import type { Distribution } from "../../upstream/index.js";

/** A sample's labels. */
export type Labels = Readonly<Record<string, string>>;

/** One line of a metric. */
export interface Sample {
  labels: Labels;
  value: number;
  /** Where it differs from the metric's own, as the parts of a histogram do. */
  metricName?: string;
}

/** A metric whose numbers are kept elsewhere and are only read when somebody asks. */
export interface MetricSpec {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram";
  collect: () => Sample[];
}

/** The lines of a histogram: rising sums up to each bound, and the sum of all values. */
export function histogramSamples(name: string, labels: Labels, distribution: Distribution): Sample[] {
  let below = 0;
  const buckets = distribution.bounds.map((bound, place) => {
    below += distribution.counts[place] ?? 0;
    return { labels: { ...labels, le: String(bound) }, value: below, metricName: `${name}_bucket` };
  });
  return [
    ...buckets,
    { labels: { ...labels, le: "+Inf" }, value: distribution.total, metricName: `${name}_bucket` },
    { labels, value: distribution.sum, metricName: `${name}_sum` },
    { labels, value: distribution.total, metricName: `${name}_count` },
  ];
}
