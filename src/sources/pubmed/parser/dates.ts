import { isPartialDate } from "../../../content/index.js";
import type { XmlNode } from "../../../upstream/index.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SEASONS: Record<string, string> = {
  spr: "SPRING",
  sum: "SUMMER",
  aut: "AUTUMN",
  fal: "AUTUMN",
  win: "WINTER",
};

/**
 * The earliest part of a printed date that is certain, never padded: `2014 May-Jun` is `2014-05`, `1998 Dec-1999 Jan` is
 * `1998-12`, `1990 Spring` is `1990-SPRING`, `2019 Mar 7-14` is `2019-03-07`. Null without a year.
 */
export function partialDate(printed: string | null): string | null {
  const year = /\b(1[5-9]|20)\d\d\b/.exec(printed ?? "");
  if (!printed || !year) return null;
  return withMonth(year[0], printed.slice(year.index + 4)) ?? year[0];
}

/** The date in `Year`, `Month` (name or number, padded or not), `Day`, `Season` or `MedlineDate`. */
export function dateOf(node: XmlNode | undefined): string | null {
  return partialDate(printedDate(node));
}

/** A date as it is printed: `2018 Nov 25`, `2014 May-Jun`. */
export function printedDate(node: XmlNode | undefined): string | null {
  if (!node) return null;
  const parts = ["MedlineDate", "Year", "Season", "Month", "Day"].map((name) => node.one(name)?.words());
  return parts.filter(Boolean).join(" ") || null;
}

/** `rest` is what follows the year: only what stands directly behind it belongs to it, so that `1998-1999 Jan` has no month. */
function withMonth(year: string, rest: string): string | null {
  const word = /^\s+([\p{L}]{3,}|\d{1,2}\b)\.?/u.exec(rest);
  if (!word?.[1]) return null;
  const season = SEASONS[word[1].slice(0, 3).toLowerCase()];
  if (season) return `${year}-${season}`;
  const month = monthNumber(word[1]);
  if (month === null) return null;
  const day = /^\s+(\d{1,2})\b/.exec(rest.slice(word[0].length))?.[1];
  const whole = `${year}-${month}-${day?.padStart(2, "0")}`;
  return day && isPartialDate(whole) ? whole : `${year}-${month}`;
}

/** Months are English names of three letters, but digits occur too (`06`, `5`). */
function monthNumber(word: string): string | null {
  const number = /^\d/.test(word) ? Number(word) : MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1;
  return number >= 1 && number <= 12 ? String(number).padStart(2, "0") : null;
}
