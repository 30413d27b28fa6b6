import type { Charge } from "../cost/toll.js";
import type { Fares } from "./fares.js";
import type { ExportFormat, ExportOutcome } from "./formats.js";
import { ExportError, type ExportPage, type PageReader, readExportPage } from "./pages.js";

export interface ExportOptions extends PageReader {
  format: ExportFormat;
  after: string | null;
  /** Most rows to write. */
  limit: number;
  fares: Fares;
  /** What was paid for the first page. */
  paid: Charge;
}

/**
 * Writes a list page after page. The generator's return value, and its last line, say whether the list is complete and
 * where to go on. Pages are read as fast as the reader takes the lines, no faster, and each
 * is paid for before it is read.
 * @throws the signal's reason when the caller has gone
 */
export async function* exportLines(options: ExportOptions): AsyncGenerator<string, ExportOutcome> {
  const { format, limit, fares, signal } = options;
  const outcome: ExportOutcome = { complete: false, rows: 0, lost: 0, cursor: options.after, reason: null };
  let page: ExportPage | null = null;
  do {
    try {
      const charge = page === null ? options.paid : await fares.next(outcome.cursor, signal);
      page = await readExportPage(options, outcome.cursor, charge);
    } catch (error) {
      if (!(error instanceof ExportError)) throw error;
      outcome.reason = error.message;
      break;
    }
    if (outcome.rows === 0 && page.rows.length > 0) yield format.head(page.rows[0]);
    yield page.rows.map((row) => format.row(row)).join("");
    outcome.rows += page.rows.length;
    outcome.lost += page.lost;
    outcome.cursor = page.endCursor ?? outcome.cursor;
  } while (page.hasNextPage && outcome.rows < limit);
  outcome.complete = outcome.reason === null && page?.hasNextPage === false;
  if (!outcome.complete) outcome.reason ??= `the limit of ${limit} rows is reached`;
  yield format.tail(outcome);
  return outcome;
}
