import { attribute, elements, first } from "./scan.js";

/** Dates are whole numbers, yyyymmdd; a part that is not known is 00. */
export type DateNumber = number;

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SEASON_MONTHS: Readonly<Record<string, number>> = { win: 1, spr: 3, sum: 6, aut: 9, fal: 9 };

function monthNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const short = text.slice(0, 3).toLowerCase();
  return MONTHS.indexOf(short) + 1 || (SEASON_MONTHS[short] ?? 0);
}

function dateNumber(year: string, month: string, day: string): DateNumber {
  return Number(year) * 10000 + monthNumber(month) * 100 + (Number(day) || 0);
}

/** A date element of any of PubMed's forms; a range counts as its beginning. 0 when there is none. */
export function dateIn(xml: string): DateNumber {
  const medlineDate = first(xml, "MedlineDate");
  if (medlineDate) {
    const [, year = "0", month = "", day = ""] =
      /(\d{4})(?:\s+([A-Za-z]{3})\w*(?:\s+(\d{1,2}))?)?/.exec(medlineDate) ?? [];
    return dateNumber(year, month, day);
  }
  const year = first(xml, "Year");
  return year ? dateNumber(year, first(xml, "Month") || first(xml, "Season"), first(xml, "Day")) : 0;
}

/** The date of one event of the record's history, such as "entrez". 0 when it is not there. */
export function historyDate(xml: string, status: string): DateNumber {
  const event = elements(first(xml, "History"), "PubMedPubDate").find(
    (element) => attribute(element.attributes, "PubStatus") === status,
  );
  return event ? dateIn(event.inner) : 0;
}

export interface DateRange {
  from: DateNumber;
  to: DateNumber;
}

function bound(text: string, missingMonth: string, missingDay: string): DateNumber | null {
  const match = /^(\d{4})(?:[/ -](\d{1,2}|[A-Za-z]{3}))?(?:[/ -](\d{1,2}))?$/.exec(text.trim());
  return match ? dateNumber(match[1] ?? "", match[2] ?? missingMonth, match[3] ?? missingDay) : null;
}

/** `2020`, `2020/03` or `2020/03/07` on either side; null when a side is not a date. */
export function dateRange(from: string, to: string): DateRange | null {
  const low = bound(from, "1", "1");
  const high = bound(to, "12", "31");
  return low === null || high === null ? null : { from: low, to: high };
}

/** Undated parts count as their first day, as the service files a year without month under 1 January. */
export function isWithin(date: DateNumber, range: DateRange): boolean {
  if (date === 0) return false;
  const month = Math.floor(date / 100) % 100 || 1;
  const filed = Math.floor(date / 10000) * 10000 + month * 100 + (date % 100 || 1);
  return filed >= range.from && filed <= range.to;
}

const DAY_MS = 86_400_000;

/** The range that ends on `end` and began so many units before. */
export function rangeBefore(end: DateNumber, amount: number, unit: string): DateRange {
  const date = new Date(Date.UTC(Math.floor(end / 10000), (Math.floor(end / 100) % 100 || 1) - 1, end % 100 || 1));
  if (unit.startsWith("y")) date.setUTCFullYear(date.getUTCFullYear() - amount);
  else if (unit.startsWith("m")) date.setUTCMonth(date.getUTCMonth() - amount);
  else date.setTime(date.getTime() - amount * DAY_MS);
  return { from: date.getUTCFullYear() * 10000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate(), to: end };
}

/** As the answers print dates: 2020/03/07, 2020/03 or 2020. */
export function printDate(date: DateNumber): string {
  const digits = String(date).padStart(8, "0");
  const parts = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
  return parts.filter((part) => part !== "00").join("/");
}
