import type { History } from "./history.js";

/** The ids that a request names: a list of its own, or a set of a history. */
export type AskedIds =
  | { kind: "list"; ids: string[] }
  | { kind: "history"; ids: string[]; total: number; start: number }
  | { kind: "unknown set"; queryKey: string }
  | { kind: "none" };

/** Reads `id` (comma separated, repeatable) or `WebEnv` with `query_key`, `retstart` and `retmax`. */
export function askedIds(params: URLSearchParams, history: History, mostIds: number): AskedIds {
  const queryKey = params.get("query_key");
  if (queryKey) {
    const set = history.get(params.get("WebEnv") ?? "", queryKey);
    if (!set) return { kind: "unknown set", queryKey };
    const start = Number(params.get("retstart") ?? 0) || 0;
    const length = Math.min(Number(params.get("retmax") ?? mostIds) || 0, mostIds);
    return { kind: "history", ids: set.slice(start, start + length), total: set.length, start };
  }
  if (!params.has("id")) return { kind: "none" };
  const ids = params.getAll("id").flatMap((list) => list.split(/[\s,]+/));
  return { kind: "list", ids: ids.filter((id) => id !== "") };
}

/** efetch skips leading letters, so that ABC123 is 123. Null for what is no id even then. */
export function looseId(text: string): string | null {
  const digits = /^[a-z]*0*([1-9]\d*)$/i.exec(text.trim());
  return digits?.[1] ?? null;
}
