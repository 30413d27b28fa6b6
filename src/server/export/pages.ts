import { type DocumentNode, type ExecutionResult, execute, type GraphQLError, type GraphQLSchema } from "graphql";
import { type Call, type Clock, createCall, Report, UpstreamError } from "../../upstream/index.js";
import type { Charge } from "../cost/toll.js";
import type { ExportPlan } from "./plan.js";

/** One page of the list: its rows, and where the next one starts. */
export interface ExportPage {
  rows: unknown[];
  /** Rows whose record could not be read, each logged where it was read. */
  lost: number;
  endCursor: string | null;
  hasNextPage: boolean;
}

export interface PageReader {
  schema: GraphQLSchema;
  document: DocumentNode;
  plan: ExportPlan;
  variables: Readonly<Record<string, unknown>>;
  clock: Clock;
  /** Upstream calls that one page may cause. */
  mostCalls: number;
  /** Aborted when the caller has gone. */
  signal: AbortSignal;
  createContext(call: Call): object;
}

/** How long one page may take: it waits behind people for every turn at an upstream. */
const PAGE_MS = 60_000;
const MOST_ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 60_000;

/** Thrown when a page cannot be had; the message is for the caller. */
export class ExportError extends Error {
  override readonly name = "ExportError";
}

/**
 * Reads one page, at low priority. When an upstream asks for patience, it gets it: the attempts are one page and one price.
 * @param charge what was paid for the page; what of it was not used is paid back
 * @throws ExportError when the page cannot be had, the signal's reason when the caller has gone
 */
export async function readExportPage(reader: PageReader, after: string | null, charge: Charge): Promise<ExportPage> {
  const report = new Report();
  // Who goes away while a page is read pays for the calls that were made for it.
  let isExecuted = true;
  try {
    for (let attempt = 1; ; attempt++) {
      const { data, errors } = await executePage(reader, after, report);
      isExecuted = data !== undefined;
      const page = toPageOrPause(reader.plan.path.reduce<unknown>(memberOf, data ?? null), errors ?? [], attempt);
      if (typeof page !== "number") return page;
      await reader.clock.sleep(page, reader.signal);
    }
  } finally {
    charge.settle(report, isExecuted);
  }
}

async function executePage(reader: PageReader, after: string | null, report: Report): Promise<ExecutionResult> {
  const { clock, signal, schema, document, variables, mostCalls } = reader;
  const call = createCall(clock, { deadlineMs: PAGE_MS, priority: "background", signal, report, mostCalls });
  const contextValue = { ...reader.createContext(call), call };
  const answer = await execute({ schema, document, variableValues: { ...variables, after }, contextValue });
  signal.throwIfAborted();
  return answer;
}

/** The page, or for how many milliseconds to wait before the next attempt. @throws ExportError */
function toPageOrPause(connection: unknown, errors: readonly GraphQLError[], attempt: number): ExportPage | number {
  const [error] = errors;
  if (!error) return toPage(connection);
  const cause = error.originalError;
  const permanent = errors.every(({ originalError }) => !isPassing(originalError));
  // A record that can never be read must not keep the rest of the list from being written.
  if (permanent && connection !== null) return toPage(connection);
  if (permanent || attempt === MOST_ATTEMPTS) throw new ExportError(reasonOf(cause, error.message));
  const pauseSeconds = (cause instanceof UpstreamError ? cause.retryAfterSeconds : null) ?? attempt;
  return Math.min(LONGEST_PAUSE_MS, pauseSeconds * 1_000);
}

function isPassing(error: unknown): boolean {
  return error instanceof UpstreamError && error.failure !== "rejected" && error.failure !== "malformed";
}

function memberOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>)[name] : null;
}

function toPage(connection: unknown): ExportPage {
  const nodes = memberOf(connection, "nodes");
  const pageInfo = memberOf(connection, "pageInfo");
  const endCursor = memberOf(pageInfo, "endCursor");
  const all: unknown[] = Array.isArray(nodes) ? nodes : [];
  const rows = all.filter((node) => node !== null);
  return {
    rows,
    lost: all.length - rows.length,
    endCursor: typeof endCursor === "string" ? endCursor : null,
    hasNextPage: memberOf(pageInfo, "hasNextPage") === true,
  };
}

/** What may be said of a failure: an upstream's own words stay in the log. */
function reasonOf(cause: unknown, message: string): string {
  return cause instanceof UpstreamError ? `${cause.code} from ${cause.source}` : message;
}
