import { execute, type GraphQLSchema } from "graphql";
import { type Call, type Clock, createCall, type MissedRecord, Report } from "../../upstream/index.js";
import type { PricedOperation } from "../cost/pricer.js";
import type { Exchange } from "../exchange.js";
import type { KindCount } from "./explanation.js";

export interface RehearsalOptions {
  schema: GraphQLSchema;
  rootValue?: unknown;
  clock: Clock;
  createContext(call: Call): object;
}

/** What an operation would ask of the sources, and what is at hand for it. */
export interface Rehearsed {
  report: Report;
  toFetch: ReadonlyMap<string, KindCount[]>;
  toRefresh: ReadonlyMap<string, KindCount[]>;
}

const DEADLINE_MS = 2_000;

/** Executes an operation on what memory and store hold. No upstream is asked; what it lacks is noted. */
export async function rehearse(
  { schema, rootValue, clock, createContext }: RehearsalOptions,
  { document, operation, variables }: PricedOperation,
  exchange: Exchange,
): Promise<Rehearsed> {
  const missed = new Needs();
  const refreshed = new Needs();
  const rehearsal = {
    missed: (record: MissedRecord) => missed.add(record),
    refreshed: (record: MissedRecord) => refreshed.add(record),
  };
  const report = new Report();
  const call = createCall(clock, { deadlineMs: DEADLINE_MS, report, rehearsal });
  await execute({
    schema,
    rootValue,
    document,
    variableValues: variables,
    operationName: operation.name?.value ?? null,
    contextValue: Object.assign(createContext(call), { call, exchange }),
  });
  return { report, toFetch: missed.bySource(), toRefresh: refreshed.bySource() };
}

/** Records that are needed, each once. */
class Needs {
  readonly #kinds = new Map<string, { record: MissedRecord; ids: Set<string> }>();

  add(record: MissedRecord): void {
    const name = `${record.source} ${record.kind}`;
    let found = this.#kinds.get(name);
    if (!found) {
      found = { record, ids: new Set() };
      this.#kinds.set(name, found);
    }
    found.ids.add(record.id);
  }

  bySource(): Map<string, KindCount[]> {
    const sources = new Map<string, KindCount[]>();
    for (const { record, ids } of this.#kinds.values()) {
      const { source, kind, perCall } = record;
      const counts = sources.get(source) ?? [];
      sources.set(source, counts);
      counts.push({ kind, records: ids.size, calls: Math.ceil(ids.size / perCall) });
    }
    return sources;
  }
}
