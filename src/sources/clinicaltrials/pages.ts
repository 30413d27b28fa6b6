import { badInput, decodeCursor, encodeCursor } from "../../content/index.js";
import type { Call } from "../../upstream/index.js";
import type { ClinicalTrials } from "./loader.js";
import type { TrialQuestion } from "./question.js";

/**
 * A place in a search: so many studies into the page behind a token.
 *
 * The registry deals out pages forwards only, each with the token of the next. So a cursor names the token and size of
 * the registry's page that its study was on, and how far into it. The total is told on the first page alone; cursors
 * carry it along, so that later pages know it without another call.
 */
interface Place {
  token: string | null;
  size: number;
  skip: number;
  total: number | null;
}

/** Numbers of studies in the order of a search, with their cursors. */
export interface PageOfIds {
  nctIds: string[];
  cursors: string[];
  endCursor: string | null;
  hasPreviousPage: boolean;
  hasNextPage: boolean;
  totalCount: number | null;
}

/** Sizes in which pages are fetched, so that callers who want 3 and 8 share one, and 3 times "the next 3" is one. */
const SIZES = [10, 20, 50, 100];

/** A registry's page that is not full may be followed by others; a page of ours looks no further than this. */
const MOST_CALLS = 3;

/**
 * A page of a search: one call of the registry, or two where it begins inside one of the registry's pages and ends in
 * the next; none where these are cached.
 * @throws BAD_USER_INPUT for a cursor of another search
 */
export async function readPage(
  trials: ClinicalTrials,
  question: TrialQuestion,
  { first, after }: { first: number; after: string | null },
  call: Call,
): Promise<PageOfIds> {
  let place: Place = { token: null, size: sizeFor(first), skip: 0, total: null };
  if (after !== null) place = decodePlace(decodeCursor(question, after));
  const nctIds: string[] = [];
  const cursors: string[] = [];
  let more = true;
  for (let calls = 0; calls < MOST_CALLS && more && nctIds.length < first; calls++) {
    const { token, size } = place;
    const page = await trials.search({ ...question, token, size }, call);
    const { nextToken } = page;
    const total = place.total ?? page.totalCount;
    const next: Place | null = nextToken === null ? null : { token: nextToken, size: sizeFor(first), skip: 0, total };
    const taken = page.nctIds.slice(place.skip, place.skip + first - nctIds.length);
    const end = place.skip + taken.length;
    taken.forEach((nctId, index) => {
      const skip = place.skip + index + 1;
      const behind = next !== null && skip === page.nctIds.length ? next : { token, size, skip, total };
      nctIds.push(nctId);
      cursors.push(encodeCursor(question, encodePlace(behind)));
    });
    more = end < page.nctIds.length || next !== null;
    place = next !== null && end >= page.nctIds.length ? next : { token, size, skip: end, total };
  }
  const endCursor = cursors.at(-1) ?? (more ? encodeCursor(question, encodePlace(place)) : null);
  return { nctIds, cursors, endCursor, hasPreviousPage: after !== null, hasNextPage: more, totalCount: place.total };
}

function sizeFor(first: number): number {
  return SIZES.find((size) => size >= first) ?? 100;
}

function encodePlace({ token, size, skip, total }: Place): string {
  return [size, skip, total ?? "", token ?? ""].join(" ");
}

function decodePlace(text: string): Place {
  const [, size, skip, total, token] = /^(\d{1,3}) (\d{1,4}) (\d{0,9}) ([\w.~+/=-]{0,200})$/.exec(text) ?? [];
  const sized = SIZES.find((known) => String(known) === size);
  if (sized === undefined) throw badInput("after", "it is not a cursor of this list", "a cursor that this list gave");
  return { token: token || null, size: sized, skip: Number(skip), total: total ? Number(total) : null };
}
