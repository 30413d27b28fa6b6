/**
 * A reference in CSL-JSON, the form that citation managers and style processors exchange. Only the members that this
 * gateway's records have are listed; their names are CSL's.
 */
export interface CslItem {
  id: string;
  type: "article-journal" | "chapter" | "webpage" | "report";
  title?: string;
  author?: CslName[];
  editor?: CslName[];
  "container-title"?: string;
  "container-title-short"?: string;
  volume?: string;
  issue?: string;
  /** First and last page written out: `244-255`. */
  page?: string;
  issued?: CslDate;
  publisher?: string;
  "publisher-place"?: string;
  edition?: string;
  ISBN?: string;
  ISSN?: string;
  DOI?: string;
  PMID?: string;
  PMCID?: string;
  URL?: string;
  language?: string;
  /** `Retracted` and the like: every style prints it. */
  status?: string;
  source?: string;
}

/** A person, or a group under `literal`. */
export interface CslName {
  family?: string;
  given?: string;
  suffix?: string;
  literal?: string;
}

/** As far as the date is known. Seasons are 1 (spring) to 4 (winter). */
export interface CslDate {
  "date-parts": number[][];
  season?: number;
}

const SEASONS = ["SPRING", "SUMMER", "AUTUMN", "WINTER"];
const SEASON_NAMES = ["Spring", "Summer", "Autumn", "Winter"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A partial date (`2019`, `2019-03`, `2019-03-07`, `2019-SPRING`) as CSL writes it. */
export function toCslDate(date: string): CslDate {
  const [year = "", month, day] = date.split("-");
  const season = SEASONS.indexOf(month ?? "") + 1;
  if (season > 0) return { "date-parts": [[Number(year)]], season };
  return { "date-parts": [[year, month, day].filter((part) => part !== undefined).map(Number)] };
}

/** The year, or undefined when the reference has no date. */
export function yearOf({ issued }: CslItem): number | undefined {
  return issued?.["date-parts"][0]?.[0];
}

/** The month and day, or season, as NLM prints them behind the year: `Jan 24`, `Spring`, "". */
export function monthAndDay({ issued }: CslItem): string {
  const [, month, day] = issued?.["date-parts"][0] ?? [];
  if (issued?.season) return SEASON_NAMES[issued.season - 1] ?? "";
  return [month === undefined ? undefined : MONTHS[month - 1], day].filter((part) => part !== undefined).join(" ");
}

/** Pages with the last one written out: `244-55` becomes `244-255`; what is no plain range stays. */
export function pagesInFull(pages: string): string {
  return pages.replace(/^(\D*)(\d+)-(\d+)$/, (whole, prefix: string, first: string, last: string) =>
    last.length >= first.length
      ? whole
      : `${prefix}${first}-${prefix}${first.slice(0, first.length - last.length)}${last}`,
  );
}

/** Pages with only the digits of the last one that differ: `244-255` becomes `244-55`. */
export function pagesInShort(pages: string): string {
  return pages.replace(/^(\d+)-(\d+)$/, (whole, first: string, last: string) => {
    if (first.length !== last.length) return whole;
    let same = 0;
    while (same < last.length - 1 && first[same] === last[same]) same++;
    return `${first}-${last.slice(same)}`;
  });
}
