import { badInput, decodeCursor, encodeCursor } from "../../content/index.js";
import { type Call, type Eventual, whenThere } from "../../upstream/index.js";
import type { ClinicalTrials, SearchPage } from "./loader.js";
import type { PageQuestion, TrialQuestion } from "./question.js";

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
export function readPage(
  trials: ClinicalTrials,
  question: TrialQuestion,
  { first, after }: { first: number; after: string | null },
  call: Call,
): Eventual<PageOfIds> {
  if (after !== null) {
    const place = decodePlace(decodeCursor(question, after));
    const search = (token: string | null, size: number) => trials.search({ ...question, token, size }, call);
    return new PageReader(question, first, true, search).readFrom(place);
  }
  const size = sizeFor(first);
  return whenThere(trials.search(firstQuestion(question, size), call), (page) => {
    const known = firstPages.get(page)?.get(first);
    if (known) return known;
    const search = (token: string | null, size: number) =>
      token === null ? page : trials.search({ ...question, token, size }, call);
    const reader = new PageReader(question, first, false, search);
    const read = reader.readFrom({ token: null, size, skip: 0, total: null });
    if (!(read instanceof Promise) && reader.calls === 1) remember(page, first, read);
    return read;
  });
}

/** First questions by what they are about and their size: as long as a question is the same object, so is its page's. */
const firstQuestions = new WeakMap<TrialQuestion, Map<number, PageQuestion>>();

function firstQuestion(question: TrialQuestion, size: number): PageQuestion {
  let sizes = firstQuestions.get(question);
  if (!sizes) {
    sizes = new Map();
    firstQuestions.set(question, sizes);
  }
  let asked = sizes.get(size);
  if (!asked) {
    asked = { ...question, token: null, size };
    sizes.set(size, asked);
  }
  return asked;
}

/** Pages that follow from the registry's first page alone, by their length: making ten cursors takes longer than the rest. */
const firstPages = new WeakMap<SearchPage, Map<number, PageOfIds>>();

function remember(page: SearchPage, first: number, read: PageOfIds): void {
  firstPages.set(page, (firstPages.get(page) ?? new Map<number, PageOfIds>()).set(first, read));
}

/** Collects a page of ours from pages of the registry's. */
class PageReader {
  calls = 0;
  readonly #nctIds: string[] = [];
  readonly #cursors: string[] = [];

  constructor(
    private readonly question: TrialQuestion,
    private readonly first: number,
    private readonly isBehindOthers: boolean,
    private readonly search: (token: string | null, size: number) => Eventual<SearchPage>,
  ) {}

  readFrom(place: Place): Eventual<PageOfIds> {
    this.calls++;
    return whenThere(this.search(place.token, place.size), (page) => {
      const { place: behind, more } = this.#take(page, place);
      const goesOn = more && this.#nctIds.length < this.first && this.calls < MOST_CALLS;
      return goesOn ? this.readFrom(behind) : this.#finish(behind, more);
    });
  }

  /** Takes what is wanted of one of the registry's pages. @returns the place behind it, and whether anything is there */
  #take(page: SearchPage, { token, size, skip, total: known }: Place): { place: Place; more: boolean } {
    const { nextToken } = page;
    const total = known ?? page.totalCount;
    const next = nextToken === null ? null : { token: nextToken, size: sizeFor(this.first), skip: 0, total };
    const behind = (taken: number): Place =>
      next !== null && taken >= page.nctIds.length ? next : { token, size, skip: taken, total };
    const taken = page.nctIds.slice(skip, skip + this.first - this.#nctIds.length);
    taken.forEach((nctId, index) => {
      this.#nctIds.push(nctId);
      this.#cursors.push(this.#cursorOf(behind(skip + index + 1)));
    });
    const end = skip + taken.length;
    return { place: behind(end), more: end < page.nctIds.length || next !== null };
  }

  #finish(place: Place, hasNextPage: boolean): PageOfIds {
    const cursors = this.#cursors;
    const endCursor = cursors.at(-1) ?? (hasNextPage ? this.#cursorOf(place) : null);
    const hasPreviousPage = this.isBehindOthers;
    return { nctIds: this.#nctIds, cursors, endCursor, hasPreviousPage, hasNextPage, totalCount: place.total };
  }

  #cursorOf(place: Place): string {
    return encodeCursor(this.question, encodePlace(place));
  }
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
