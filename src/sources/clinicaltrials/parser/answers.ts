import type { ClinicalTrial } from "../types.js";
import { type JsonPart, toPart } from "./json-part.js";
import { toClinicalTrial } from "./study.js";

/** One page of studies. */
export interface StudiesPage {
  trials: ClinicalTrial[];
  /** Studies on the page that could not be read. */
  unreadable: number;
  /** Null on the last page. */
  nextPageToken: string | null;
  /** Null unless it was asked for, and on every page but the first. */
  totalCount: number | null;
}

/**
 * Reads a page of studies. A study that cannot be read is left out.
 * @throws Error when the body is no page of studies at all
 */
export function parseStudies(body: string): StudiesPage {
  const { page, studies, listed } = readPage(body);
  const trials = studies.map(toClinicalTrial).filter((trial) => trial !== null);
  return {
    trials,
    unreadable: listed - trials.length,
    nextPageToken: page.text("nextPageToken"),
    totalCount: page.count("totalCount"),
  };
}

/**
 * Reads a page of studies of which only some pieces were asked for.
 * @throws Error when the body is no page of studies at all
 */
export function parseStudyParts(body: string): { studies: JsonPart[]; totalCount: number | null } {
  const { page, studies } = readPage(body);
  return { studies, totalCount: page.count("totalCount") };
}

/**
 * Reads the number of studies that a question finds.
 * @throws Error when the body does not tell
 */
export function parseCount(body: string): number {
  const count = readPage(body).page.count("totalCount");
  if (count === null) throw new Error("an answer without totalCount");
  return count;
}

/**
 * Reads the version of the data set: a time in UTC without a zone letter.
 * @throws Error when the body does not tell
 */
export function parseVersion(body: string): string {
  const version = toPart(JSON.parse(body))?.text("dataTimestamp") ?? "";
  if (!/^\d{4}-\d\d-\d\d[\w:.+-]{0,30}$/.test(version)) throw new Error("a version without dataTimestamp");
  return version;
}

// Errors come as one line of text, and gateways in between send pages; a 200 with anything but a list of studies is a
// failure, not an empty list.
function readPage(body: string): { page: JsonPart; studies: JsonPart[]; listed: number } {
  const page = toPart(JSON.parse(body));
  if (page === null || !page.hasList("studies")) throw new Error("an answer without a list of studies");
  return { page, studies: page.parts("studies", (study) => study), listed: page.lengthOf("studies") };
}
