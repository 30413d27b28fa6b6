import type { GraphQLResolveInfo } from "graphql";
import {
  asksFor,
  asksOnly,
  badInput,
  type JoinRule,
  pageInfoOf,
  pageSize,
  sliceList,
  toGlobalId,
} from "../../content/index.js";
import { type Call, type Eventual, UpstreamError, whenThere } from "../../upstream/index.js";
import type { ClinicalTrials } from "./loader.js";
import { isNctId } from "./nct-id.js";
import { readPage } from "./pages.js";
import { trialUrl } from "./parser.js";
import type { TrialQuestion } from "./question.js";
import type { ClinicalTrial, ClinicalTrialConnection } from "./types.js";

/** What the registry asks to be shown with every list. */
export const LISTING_NOTICE =
  "Listing a study does not mean that it has been evaluated by the U.S. government. Talk with a health professional " +
  "before joining one.";

/** The part of the GraphQL context that this source needs. */
export interface ClinicalTrialsContext {
  call: Call;
  clinicaltrials: ClinicalTrials;
}

/** Who asks for a connection, and for which of its fields. */
export interface Asked extends ClinicalTrialsContext {
  info: GraphQLResolveInfo;
  /** The rule that joined the trials to their parent; absent for a search. */
  via?: JoinRule;
}

/** Which page of a connection. */
export interface PageArguments {
  first: number;
  after?: string | null | undefined;
}

/** The most calls of the registry that a page of a search is, its trials aside. */
export function searchCalls({ after }: { after?: unknown } = {}): number {
  // A page that goes on behind a cursor may begin inside one of the registry's pages and end in the next.
  return after == null ? 1 : 2;
}

/** Fields of the connection that need no page of trials. */
const WITHOUT_PAGE = ["totalCount", "totalCountIsExact", "via", "notice", "dataVersion", "facets"];
/** Fields of a trial that its number tells. */
const KNOWN_BY_NUMBER = ["id", "nctId", "url"];

/**
 * The trials that a question finds, a page at a time. Where only the number of trials is asked for, that is all that is
 * fetched; where only their registration numbers are, nothing is fetched beyond the search.
 * @throws BAD_USER_INPUT for a page size out of range, a foreign cursor, and an expression that the registry refuses
 */
export function connectionOfSearch(
  question: TrialQuestion,
  { first, after = null }: PageArguments,
  asked: Asked,
): Eventual<ClinicalTrialConnection> {
  const size = pageSize(first);
  const explained = (error: unknown): never => {
    throw explainRefusal(error, question, after);
  };
  try {
    const connection =
      after === null && asksOnly(asked.info, [], WITHOUT_PAGE)
        ? whenThere(countOnly(question, asked), (totalCount) => toConnection(asked, { question, totalCount }))
        : connectionOfPage(question, { first: size, after }, asked);
    return connection instanceof Promise ? connection.catch(explained) : connection;
  } catch (error) {
    return explained(error);
  }
}

function connectionOfPage(
  question: TrialQuestion,
  wanted: { first: number; after: string | null },
  asked: Asked,
): Eventual<ClinicalTrialConnection> {
  return whenThere(readPage(asked.clinicaltrials, question, wanted, asked.call), (page) => {
    const { nctIds, cursors, hasNextPage, hasPreviousPage, endCursor, totalCount } = page;
    return whenThere(loadFound(nctIds, cursors, asked), (found) => {
      const pageInfo = { ...pageInfoOf(cursors, hasPreviousPage, hasNextPage), endCursor };
      return toConnection(asked, { question, totalCount, found, pageInfo });
    });
  });
}

/**
 * Trials that are known by number, a page at a time, in the order of their numbers. Numbers without a trial are left out.
 * @throws BAD_USER_INPUT for a page size out of range and a foreign cursor
 */
export function connectionOfIds(
  nctIds: readonly string[],
  { first, after = null }: PageArguments,
  asked: Asked,
): Eventual<ClinicalTrialConnection> {
  const distinct = [...new Set(nctIds)].filter(isNctId);
  const { items, cursors, pageInfo } = sliceList(distinct, ["clinicaltrials", distinct], first, after);
  const found = asksOnly(asked.info, [], WITHOUT_PAGE) ? [] : loadFound(items, cursors, asked);
  const totalCount = distinct.length;
  return whenThere(found, (there) => toConnection(asked, { question: null, totalCount, found: there, pageInfo }));
}

/** The number of trials, where it is asked for; facets that are asked for beside it tell it too. */
async function countOnly(question: TrialQuestion, { info, clinicaltrials, call }: Asked): Promise<number | null> {
  if (asksFor(info, [], "facets")) return (await clinicaltrials.tally(question, call)).total;
  const wanted = asksFor(info, [], "totalCount") || asksFor(info, [], "totalCountIsExact");
  return wanted ? clinicaltrials.count(question, call) : null;
}

interface Found {
  cursor: string;
  node: ClinicalTrial;
}

/** The trials with these numbers; only their numbers where nothing else is asked for. */
function loadFound(nctIds: readonly string[], cursors: readonly string[], asked: Asked): Eventual<Found[]> {
  const { info, clinicaltrials, call } = asked;
  const byNumber = [["nodes"], ["edges", "node"]].every((path) => asksOnly(info, path, KNOWN_BY_NUMBER));
  return whenThere(byNumber ? nctIds.map(toNumberOnly) : clinicaltrials.loadMany(nctIds, call), (trials) =>
    trials.flatMap((node, index) => {
      if (node instanceof UpstreamError) throw node;
      const cursor = cursors[index];
      return node === null || cursor === undefined ? [] : [{ cursor, node }];
    }),
  );
}

function toNumberOnly(nctId: string): ClinicalTrial {
  return { id: toGlobalId("ClinicalTrial", nctId), nctId, url: trialUrl(nctId) } as ClinicalTrial;
}

interface Parts extends Pick<ClinicalTrialConnection, "question" | "totalCount"> {
  found?: readonly Found[];
  pageInfo?: ClinicalTrialConnection["pageInfo"];
}

function toConnection(asked: Asked, parts: Parts): ClinicalTrialConnection {
  const { question, totalCount, found = [], pageInfo = pageInfoOf([], false, false) } = parts;
  return {
    question,
    nodes: found.map(({ node }) => node),
    edges: [...found],
    pageInfo,
    totalCount,
    totalCountIsExact: totalCount !== null,
    via: asked.via ?? null,
    dataVersion: asked.clinicaltrials.dataVersion(),
    notice: LISTING_NOTICE,
  };
}

// All that a caller can send has been checked, but for two things that the registry alone can judge: an expression of
// the caller's own, and a page token, which may not outlive the data set. When it refuses a question with one of them,
// the caller can do something about it. (The text that it refuses with may quote the question and is not passed on.)
function explainRefusal(error: unknown, question: TrialQuestion, after: string | null): unknown {
  if (!(error instanceof UpstreamError) || !/\b400\b/.test(error.message)) return error;
  if (question.expression !== null) {
    return badInput(
      "advanced",
      "the registry does not understand it",
      "an Essie expression, such as AREA[Phase]PHASE3",
    );
  }
  return after === null ? error : badInput("after", "the registry no longer knows this place", "the list's beginning");
}
