import { encodeCursor, type Freshness, type JoinRule, pageInfoOf, sliceList, toGlobalId } from "../../content/index.js";
import { type Call, type CopyFacts, type Eventual, whenThere } from "../../upstream/index.js";
import { LARGEST_BATCH, REACHABLE } from "./client.js";
import type { ArticleStub, JournalArticleConnection, SearchReading } from "./connection.js";
import type { Pubmed } from "./loader.js";
import { type PageArguments, stretchOf, USUAL_PAGE } from "./page.js";
import type { SearchAnswer } from "./parser/search.js";
import { ArticleSort } from "./search-filter.js";
import { articleUrl } from "./types.js";

/** The context of everything that asks PubMed. */
export interface PubmedContext {
  call: Call;
  pubmed: Pubmed;
}

/** A search at PubMed. */
export interface TermListing {
  /** In PubMed's syntax. */
  term: string;
  /** Default RELEVANCE. */
  sort?: ArticleSort | undefined;
  /** What a person typed, when spelling may be suggested. */
  words?: string | null;
  via?: JoinRule | null;
}

/** The most calls of PubMed that a page of a search is, its articles aside. */
export function pageCalls({ after, before }: { after?: unknown; before?: unknown } = {}): number {
  // A page behind a cursor may begin in one block of ids and end in the next.
  return after == null && before == null ? 1 : 2;
}

/**
 * A page of a search. Records are not fetched until their fields are asked for.
 *
 * PubMed is asked for ids in blocks of 200, whatever the page size: ids are short, and so the pages of one search, small
 * or large, share one answer.
 * @throws BAD_USER_INPUT for a page size or cursor that cannot be
 */
export function connectionOfTerm(
  { term, sort = ArticleSort.RELEVANCE, words = null, via = null }: TermListing,
  page: PageArguments,
  { call, pubmed }: PubmedContext,
): Eventual<JournalArticleConnection> {
  const question = ["articles", term, sort];
  const { start, size } = stretchOf(question, page);
  const load = (block: number) =>
    pubmed.search({ term, sort, start: block * LARGEST_BATCH, count: LARGEST_BATCH }, call);
  const block = Math.floor(start / LARGEST_BATCH);
  const offset = start - block * LARGEST_BATCH;
  return whenThere(load(block), (answer) => {
    const reachable = Math.min(answer.total, REACHABLE);
    const isSplit = offset + size > LARGEST_BATCH && (block + 1) * LARGEST_BATCH < reachable;
    return whenThere(isSplit ? load(block + 1) : null, (rest) => {
      const listed = rest ? [...answer.pmids, ...rest.pmids] : answer.pmids;
      const pmids = listed.slice(offset, offset + size);
      const cursors = pmids.map((_, index) => encodeCursor(question, String(start + index)));
      return {
        totalCount: answer.total,
        totalCountIsExact: true,
        reachableCount: reachable,
        pageInfo: pageInfoOf(cursors, start > 0, start + size < reachable),
        via,
        query: readingOf(answer, pubmed.copyOfSearch(answer), term, words),
        pmids,
        cursors,
        list: { term, sort, known: null },
      };
    });
  });
}

/**
 * A page of a list of PMIDs that is known already. Nothing is asked of PubMed until fields of the articles are.
 * @throws BAD_USER_INPUT for a page size or cursor that cannot be
 */
export function connectionOfPmids(
  pmids: readonly string[],
  { first, after }: PageArguments,
  via: JoinRule | null = null,
): JournalArticleConnection {
  const known = [...new Set(pmids)];
  const { items, cursors, pageInfo } = sliceList(known, ["articles", known], first ?? USUAL_PAGE, after ?? null);
  return {
    totalCount: known.length,
    totalCountIsExact: true,
    reachableCount: known.length,
    pageInfo,
    via,
    query: null,
    pmids: items,
    cursors,
    list: { term: uidTerm(known), sort: ArticleSort.RELEVANCE, known },
  };
}

/** What is known of an article without asking PubMed. */
export function stubOf(pmid: string): ArticleStub {
  return { id: toGlobalId("JournalArticle", pmid), pmid, url: articleUrl(pmid) };
}

function readingOf(answer: SearchAnswer, copy: CopyFacts, term: string, words: string | null): SearchReading {
  const { translation, droppedPhrases, warnings } = answer;
  const retrievedAt = new Date(copy.storedAt).toISOString();
  return { term, translation, droppedPhrases, warnings, retrievedAt, freshness: copy.freshness as Freshness, words };
}

function uidTerm(pmids: readonly string[]): string {
  return pmids
    .slice(0, LARGEST_BATCH)
    .map((pmid) => `${pmid}[uid]`)
    .join(" OR ");
}
