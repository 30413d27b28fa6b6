import {
  createMemoryStore,
  createUpstream,
  createUpstreamCall,
  type Log,
  systemClock,
  UpstreamError,
} from "../../upstream/index.js";
import type { Probe } from "./probes.js";

export interface Finding {
  source: string;
  address: string;
  isOk: boolean;
  ms: number;
  /** What was found, or why it failed. */
  words: string;
}

const PATIENCE_MS = 10_000;
const ONCE = { attempts: 1, baseMs: 0, longestMs: 0, budgetShare: 0 };
const SLOWLY = { requests: 1, windowMs: 1_000, concurrency: 1 };

/** Asks a source one question, once. */
export async function reach({ source, baseUrl, request, read }: Probe, userAgent: string): Promise<Finding> {
  const clock = systemClock;
  const platform = { clock, log: silent, store: createMemoryStore(), userAgent, memoryBytes: 1 };
  const upstream = createUpstream(platform, { source, baseUrl, quota: SLOWLY, retry: ONCE });
  const call = createUpstreamCall(clock, { deadlineMs: PATIENCE_MS, priority: "people" });
  const started = clock.elapsed();
  const finding = (isOk: boolean, words: string): Finding => ({
    source,
    address: baseUrl,
    isOk,
    ms: Math.round(clock.elapsed() - started),
    words,
  });
  try {
    return finding(true, await upstream.ask(request, read, call));
  } catch (error) {
    return finding(false, reasonOf(error));
  } finally {
    await upstream.close();
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof UpstreamError)) return String(error);
  const cause = error.cause instanceof Error && "code" in error.cause ? ` (${error.cause.code})` : "";
  return `${error.failure}: ${error.message}${error.message.includes(cause.slice(2, -1)) ? "" : cause}`;
}

/** What goes wrong is in the table. */
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
