import { CSV_COLUMNS } from "./csv-columns.js";
import { readItems } from "./parameters.js";
import { badRequest } from "./refusal.js";
import type { JsonObject } from "./study-json.js";

/** Titles of the columns asked for, in the table's order. Throws the service's refusal for a title it does not know. */
export function readColumns(params: URLSearchParams): string[] {
  const titles = Object.keys(CSV_COLUMNS);
  if (!params.has("fields")) return titles;
  const asked = readItems(params, "fields");
  const unknown = asked.find((title) => !titles.includes(title));
  if (unknown !== undefined) throw badRequest(`Parameter 'fields' contains invalid CSV column name: '${unknown}'`);
  return titles.filter((title) => asked.includes(title));
}

/** Studies as rows with CRLF line ends; the header belongs to the first page only. */
export function writeTable(studies: readonly JsonObject[], columns: readonly string[], hasHeader: boolean): string {
  const rows = studies.map((study) => columns.map((title) => (CSV_COLUMNS[title]?.(study) ?? []).join("|")));
  const all = hasHeader ? [[...columns], ...rows] : rows;
  return all.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
