import type { MedlinePlus } from "../sources/medlineplus/index.js";
import type { Pubmed } from "../sources/pubmed/index.js";
import { type Clock, createCall, type Log, UpstreamError } from "../upstream/index.js";

export interface PrefetchOptions {
  medlineplus: Pick<MedlinePlus, "linkedPmids">;
  pubmed: Pick<Pubmed, "loadMany">;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
}

/** As many as PubMed gives in one call. */
const PORTION = 200;
/** How long a portion may wait for a turn that nobody else needs, milliseconds. */
const PATIENCE_MS = 60_000;
/** A source in trouble is left alone for so long, milliseconds, and so many times. */
const PAUSE_MS = 60_000;
const MOST_FAILURES = 5;

/**
 * Fetches the citations that the pages of topics link to before anybody asks for them: some 3,000, in fifteen calls that
 * take only turns which nobody waits for, and places in the calls of others that are free. What is in the store already
 * is not fetched again. Resolves when all are there, or when PubMed fails again and again.
 * @throws the signal's reason
 */
export async function prefetchCitations({ medlineplus, pubmed, clock, log, signal }: PrefetchOptions): Promise<void> {
  const pmids = await medlineplus.linkedPmids(signal);
  let failures = 0;
  for (let start = 0; start < pmids.length; ) {
    signal.throwIfAborted();
    const call = createCall(clock, { deadlineMs: PATIENCE_MS, priority: "background", signal });
    const found = await pubmed.loadMany(pmids.slice(start, start + PORTION), call);
    const failure = found.find((one) => one instanceof UpstreamError && one.failure !== "malformed");
    if (!failure) {
      start += PORTION;
      failures = 0;
      continue;
    }
    if (++failures > MOST_FAILURES) {
      log.warn({ source: "pubmed", fetched: start, of: pmids.length }, "citations are not fetched ahead: PubMed fails");
      return;
    }
    await clock.sleep(PAUSE_MS, signal);
  }
  log.info({ source: "pubmed", citations: pmids.length }, "the citations that topics link to are at hand");
}
