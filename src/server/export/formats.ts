/** How rows are written. */
export interface ExportFormat {
  contentType: string;
  /** What comes before the first row, given that row. */
  head(first: unknown): string;
  row(row: unknown): string;
  /** The last line, which says whether all is there. */
  tail(outcome: ExportOutcome): string;
}

/** How an export ended. */
export interface ExportOutcome {
  /** Whether the list was written to its end. */
  complete: boolean;
  rows: number;
  /** Records of the list that could not be read and are not among the rows. */
  lost: number;
  /** Where to go on: pass it as the variable `after`. Null when nothing was written. */
  cursor: string | null;
  /** Why it ended before the end of the list. */
  reason: string | null;
}

const ndjson: ExportFormat = {
  contentType: "application/x-ndjson; charset=utf-8",
  head: () => "",
  row: (row) => `${JSON.stringify(row)}\n`,
  tail: (outcome) => `${JSON.stringify({ export: outcome })}\n`,
};

/** Columns come from the first row: every row of an operation has the same fields. */
function createCsv(): ExportFormat {
  let columns: string[] = [];
  return {
    contentType: "text/csv; charset=utf-8",
    head: (first) => {
      columns = Object.keys(flatten(first));
      return `${columns.map(cell).join(",")}\r\n`;
    },
    row: (row) => {
      const values = flatten(row);
      return `${columns.map((column) => cell(values[column] ?? "")).join(",")}\r\n`;
    },
    tail: ({ complete, rows, lost, cursor, reason }) =>
      `# complete=${complete} rows=${rows} lost=${lost} cursor=${cursor ?? ""}${reason === null ? "" : ` reason=${reason}`}\r\n`,
  };
}

/** The format with this name, ready for one export; null for a name that is none. */
export function createFormat(name: string): ExportFormat | null {
  if (name === "ndjson") return ndjson;
  return name === "csv" ? createCsv() : null;
}

/** A row as one level of columns: `title.text`; lists of plain values joined, other lists as JSON. */
export function flatten(value: unknown, prefix = ""): Record<string, string> {
  if (value === null || typeof value !== "object") return { [prefix || "value"]: value === null ? "" : String(value) };
  if (Array.isArray(value)) {
    const plain = value.every((item) => item === null || typeof item !== "object");
    return { [prefix]: plain ? value.join("; ") : JSON.stringify(value) };
  }
  const columns: Record<string, string> = {};
  for (const [name, member] of Object.entries(value))
    Object.assign(columns, flatten(member, prefix === "" ? name : `${prefix}.${name}`));
  return columns;
}

// A spreadsheet runs a cell that starts like a formula; an apostrophe in front makes it text (OWASP, CSV injection).
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
