import type { Explanation, Forecast, KindCount, Outcome, SourceForecast, SourceOutcome } from "./explanation.js";

/** The same in lines that a person reads, as a small tree. */
export function explanationLines({ operation, price, dearest, before, after }: Explanation): string[] {
  const asked = before.callsAtMost > 0 ? `, ${counted(before.callsAtMost, "call")} with nothing in a cache` : "";
  return [
    `${operation ?? "this operation"}: price ${price}${asked}`,
    ...tree(dearest.map(({ field, cost, upstreamCalls }) => `${field}  ${cost}${callsOf(upstreamCalls)}`)),
    `before: ${forecastWords(before)}`,
    ...tree(before.sources.map(forecastLine)),
    ...(after ? [`after: ${outcomeWords(after)}`, ...tree(after.sources.map(outcomeLine))] : ["after: not executed"]),
  ];
}

function tree(lines: readonly string[]): string[] {
  return lines.map((line, index) => `${index === lines.length - 1 ? "└─" : "├─"} ${line}`);
}

function callsOf(calls: number): string {
  return calls > 0 ? ` (${counted(calls, "call")})` : "";
}

function forecastWords({ callsAtLeast, waitMs }: Forecast): string {
  if (callsAtLeast === 0) return "everything is at hand";
  return `at least ${counted(callsAtLeast, "call")}${waitMs > 0 ? `, the first after ${waitMs} ms` : ""}`;
}

function forecastLine({ source, atHand, toFetch, toRefresh, callsAtMost, waitMs }: SourceForecast): string {
  const parts = [
    `${atHand} at hand`,
    ...toFetch.map((kind) => `to fetch: ${kindWords(kind)}`),
    ...toRefresh.map((kind) => `to fetch anew behind: ${kindWords(kind)}`),
    ...(!callsAtMost ? [] : [`at most ${counted(callsAtMost, "call")}`]),
    ...(waitMs > 0 ? [`a turn in ${waitMs} ms`] : []),
  ];
  return `${source}  ${parts.join(", ")}`;
}

function kindWords({ kind, records, calls }: KindCount): string {
  return `${counted(records, kind)} in ${counted(calls, "call")}`;
}

function outcomeWords({ calls, durationMs }: Outcome): string {
  return `${counted(calls, "call")}, ${durationMs} ms`;
}

function outcomeLine({ source, atHand, stale, fetched, absent, ...rest }: SourceOutcome): string {
  const parts = [
    `${atHand} at hand${stale > 0 ? ` (${stale} past their time)` : ""}`,
    `${fetched} fetched`,
    ...(absent > 0 ? [`${absent} not there`] : []),
    `${counted(rest.ownCalls + rest.sharedCalls, "call")}${rest.sharedCalls > 0 ? ` (${rest.sharedCalls} shared)` : ""}`,
    ...(rest.retries > 0 ? [`${rest.retries} tried again`] : []),
    ...(rest.waitedMs > 0 ? [`waited ${rest.waitedMs} ms for a turn`] : []),
    ...rest.failures.map((failure) => `failed: ${failure}`),
  ];
  return `${source}  ${parts.join(", ")}`;
}

function counted(number: number, noun: string): string {
  const ending = noun.endsWith("ch") ? "es" : "s";
  return `${number} ${noun}${number === 1 ? "" : ending}`;
}
