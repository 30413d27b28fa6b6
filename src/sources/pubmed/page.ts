import { badInput, decodeCursor, LARGEST_PAGE, pageSize } from "../../content/index.js";
import { REACHABLE } from "./client.js";

/** Which page of a list: forwards by `first` and `after`, or backwards by `last` and `before`. */
export interface PageArguments {
  /** Default 20 when neither is given. */
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** A stretch of a list, by position. */
export interface Stretch {
  start: number;
  size: number;
}

export const USUAL_PAGE = 20;

/**
 * The stretch of a search that a page is.
 * @param question what the cursors are bound to
 * @throws BAD_USER_INPUT for sizes and cursors that cannot be, or go together badly
 */
export function stretchOf(question: unknown, { first, after, last, before }: PageArguments): Stretch {
  if (last == null && before == null) return forwards(question, pageSize(first ?? USUAL_PAGE), after);
  if (first != null || after != null) {
    throw badInput("last", "it is given with `first` or `after`", "either `first` and `after`, or `last` and `before`");
  }
  if (last == null) throw badInput("before", "`last` is missing", "`last` with `before`");
  // The end of a search is not known before it was asked, and nobody needs the least relevant articles first.
  if (before == null) throw badInput("last", "`before` is missing", "`last` with `before`");
  const end = Number(decodeCursor(question, before, "before"));
  const start = Math.max(0, end - pageSize(last, "last"));
  return { start, size: end - start };
}

function forwards(question: unknown, size: number, after: string | null | undefined): Stretch {
  const start = after == null ? 0 : Number(decodeCursor(question, after)) + 1;
  if (start < REACHABLE) return { start, size };
  throw badInput(
    "after",
    `PubMed lists only the first ${REACHABLE} articles of a search, and this cursor is at their end`,
    `a search that is narrowed, for instance by \`filter.publishedFrom\` and \`filter.publishedTo\`, and pages of at most ${LARGEST_PAGE}`,
  );
}
