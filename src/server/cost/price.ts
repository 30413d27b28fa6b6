/** What an operation can cost at most. */
export interface Price {
  /** Objects in the answer, and calls of upstreams at the price of ten objects each. */
  cost: number;
  /** Calls of upstreams when nothing is in a cache, retries aside. */
  upstreamCalls: number;
}

/** The part of an operation's price that one field of the schema has, wherever it stands. */
export interface FieldPrice extends Price {
  /** Type and field, such as `HealthTopic.clinicalTrials`. */
  field: string;
}

/** What the fields that cost most cost: enough of them to see what to change. */
export function dearestOf(prices: Iterable<FieldPrice>, count = 5): FieldPrice[] {
  return [...prices]
    .filter(({ cost }) => cost > 0)
    .sort((left, right) => right.cost - left.cost || left.field.localeCompare(right.field))
    .slice(0, count);
}
