import { hash } from "node:crypto";
import { Field, ObjectType } from "type-graphql";
import { badInput, quoted } from "./bad-input.js";

@ObjectType({ simpleResolvers: true, description: "Where a page of a connection stands in the whole list (Relay)." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether another page follows: ask for it with `after: endCursor`." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether anything comes before this page." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The cursor of the page's first item." })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "The cursor of the page's last item; pass it as `after`." })
  endCursor!: string | null;
}

/** The most items that one page may hold, whatever is listed. */
export const LARGEST_PAGE = 100;

/**
 * The page size that a caller asked for.
 * @throws BAD_USER_INPUT unless it is 1 to `largest` (default 100)
 */
export function pageSize(first: number, argument = "first", largest = LARGEST_PAGE): number {
  if (Number.isInteger(first) && first >= 1 && first <= largest) return first;
  throw badInput(argument, `${first} is out of range`, `a whole number from 1 to ${largest}`);
}

/**
 * A cursor: a place in a list, tied to the question that made the list.
 *
 * ClinicalTrials.gov serves a wrong page when a page token meets another query, without an error; so every cursor
 * carries a digest of its question and is refused with any other. It holds no secret and no state of this process,
 * so it survives a restart and works on every replica.
 *
 * @param question everything that defines the list: field, arguments, parent. Not the page size.
 */
export function encodeCursor(question: unknown, place: string): string {
  if (typeof question !== "object" || question === null) return newCursor(question, place);
  let known = cursors.get(question);
  if (!known) {
    known = new Map();
    cursors.set(question, known);
  }
  let cursor = known.get(place);
  if (cursor === undefined) {
    cursor = newCursor(question, place);
    if (known.size >= LARGEST_PAGE) known.clear();
    known.set(place, cursor);
  }
  return cursor;
}

/** Questions that outlive a request have their cursors made once: a page of ten would spend a tenth of its time on them. */
const cursors = new WeakMap<object, Map<string, string>>();

function newCursor(question: unknown, place: string): string {
  return Buffer.from(`${digest(question, place)}:${place}`, "utf8").toString("base64url");
}

/**
 * The place in a cursor.
 * @throws BAD_USER_INPUT when the text is no cursor, was changed, or belongs to another question
 */
export function decodeCursor(question: unknown, cursor: string, argument = "after"): string {
  const text = /^[\w-]{1,2000}$/.test(cursor) ? Buffer.from(cursor, "base64url").toString("utf8") : "";
  const place = text.slice(text.indexOf(":") + 1);
  if (text !== "" && text === `${digest(question, place)}:${place}`) return place;
  throw badInput(
    argument,
    `${quoted(cursor)} is not a cursor of this list with these arguments`,
    "an endCursor or a cursor that the same question answered with",
  );
}

function digest(question: unknown, place: string): string {
  return hash("sha256", JSON.stringify([question, place]), "base64url").slice(0, 12);
}

/** One page of a list that is wholly in memory, by position. */
export interface Slice<T> {
  items: T[];
  cursors: string[];
  pageInfo: PageInfo;
}

/**
 * Cuts a page out of a list that is wholly known.
 * @throws BAD_USER_INPUT for a page size out of range or a foreign cursor
 */
export function sliceList<T>(list: readonly T[], question: unknown, first: number, after: string | null): Slice<T> {
  const size = pageSize(first);
  const start = after === null ? 0 : Number(decodeCursor(question, after)) + 1;
  const items = list.slice(start, start + size);
  const cursors = items.map((_, index) => encodeCursor(question, String(start + index)));
  return { items, cursors, pageInfo: pageInfoOf(cursors, start > 0, start + size < list.length) };
}

/** The page info of a page with these cursors. */
export function pageInfoOf(cursors: readonly string[], hasPreviousPage: boolean, hasNextPage: boolean): PageInfo {
  return { hasNextPage, hasPreviousPage, startCursor: cursors[0] ?? null, endCursor: cursors.at(-1) ?? null };
}
