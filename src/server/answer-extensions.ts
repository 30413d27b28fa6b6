import type { Report, SourceReport } from "../upstream/index.js";
import type { Exchange } from "./exchange.js";

/** A source of which copies were shown that are past their lifetime. */
interface StaleSource {
  source: string;
  /** Age of the oldest such copy. */
  ageSeconds: number;
  /** Whether that is because the source failed; otherwise a newer copy is being fetched. */
  afterError: boolean;
}

/** What the answer says about itself, beside its data; undefined when there is nothing to say. */
export function answerExtensions({ call: { report }, wantsReport, charge }: Exchange): object | undefined {
  const stale: StaleSource[] = [];
  for (const [source, { stale: behind, staleAfterError, oldestStaleMs }] of report.sources) {
    if (behind + staleAfterError === 0) continue;
    stale.push({ source, ageSeconds: Math.floor(oldestStaleMs / 1000), afterError: staleAfterError > 0 });
  }
  if (stale.length === 0 && !wantsReport) return undefined;
  return {
    ...(stale.length > 0 && { stale }),
    ...(wantsReport && { sources: sourcesOf(report) }),
    ...(wantsReport && charge && { price: charge.price }),
  };
}

function sourcesOf(report: Report): Record<string, SourceReport> {
  return Object.fromEntries([...report.sources].map(([source, facts]) => [source, roundWaits(facts)]));
}

function roundWaits(facts: SourceReport): SourceReport {
  return { ...facts, waitedMs: Math.round(facts.waitedMs), oldestStaleMs: Math.round(facts.oldestStaleMs) };
}
