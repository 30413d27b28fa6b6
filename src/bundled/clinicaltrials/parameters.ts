import { badRequest } from "./refusal.js";

export const QUERY_NAMES = ["cond", "term", "locn", "titles", "intr", "outc", "spons", "lead", "id", "patient"];

const FILTERS = ["overallStatus", "geo", "ids", "advanced", "synonyms"];

export const LIST_PARAMETERS = [
  "format",
  "markupFormat",
  ...QUERY_NAMES.map((name) => `query.${name}`),
  ...FILTERS.map((name) => `filter.${name}`),
  ...FILTERS.map((name) => `postFilter.${name}`),
  "aggFilters",
  "geoDecay",
  "fields",
  "sort",
  "countTotal",
  "pageSize",
  "pageToken",
];

/** Refuses what the address does not know: the service never ignores a parameter. */
export function refuseUnknown(params: URLSearchParams, known: readonly string[]): void {
  for (const name of params.keys()) {
    if (known.includes(name)) continue;
    if (!known.includes("query.cond") && /^(query|filter|postFilter)\./.test(name)) {
      throw badRequest(`Invalid prefix in parameter name: ${name}`);
    }
    throw badRequest(`\`${name}\` is unknown parameter`);
  }
}

/** The items of a list parameter, separated by commas or pipes; empty when the parameter is absent or blank. */
export function readItems(params: URLSearchParams, name: string): string[] {
  const value = params.get(name)?.trim() ?? "";
  return value === "" ? [] : value.split(/[,|]/).map((item) => item.trim());
}

/** As `readItems`, with every item held against a form; the refusal counts items from 1. */
export function readItemsOfForm(params: URLSearchParams, name: string, form: RegExp): string[] {
  const items = readItems(params, name);
  const wrong = items.findIndex((item) => !form.test(item));
  if (wrong >= 0) throw badRequest(`Item ${wrong + 1} in parameter \`${name}\` has incorrect format`);
  return items;
}

/** A parameter with a closed set of values; the first is the default. */
export function readChoice<Choice extends string>(
  params: URLSearchParams,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = params.get(name);
  if (value === null || value === "") return choices[0];
  const choice = choices.find((each) => each === value);
  if (choice === undefined) throw badRequest(`Invalid value in parameter \`${name}\`: \`${value}\``);
  return choice;
}

const DEFAULT_PAGE = 10;
const LARGEST_PAGE = 1_000;

/** Studies per page: 10 when absent or 0, silently cut to 1,000. */
export function readPageSize(params: URLSearchParams): number {
  const value = params.get("pageSize") ?? "";
  if (value !== "" && !/^\d{1,9}$/.test(value)) throw badRequest("Parameter `pageSize` has incorrect format");
  return Math.min(Number(value) || DEFAULT_PAGE, LARGEST_PAGE);
}
