import { Args, Ctx, Extensions, Query, Resolver } from "type-graphql";
import { badInput, pageSize } from "../../content/index.js";
import { UpstreamError } from "../../upstream/index.js";
import type { UnifiedContext } from "../context.js";
import { ASKERS, type Found, type SourceQuestion } from "./ask-source.js";
import { fuse } from "./fuse.js";
import { SearchArgs, SearchOutcome, SearchResults, SearchSource, type SearchSourceResult } from "./types.js";

const LONGEST_QUERY = 200;
/** Enough for any fused page to be right about its beginning, and one call a source. */
const LARGEST_SHARE = 50;

interface Part {
  result: SearchSourceResult;
  found: Found | null;
}

/** One question to all sources. */
@Resolver()
export class SearchResolver {
  @Extensions({ upstreamCalls: callsOf })
  @Query(() => SearchResults, {
    nullable: true,
    description:
      "Asks several sources the same words and fuses what they find into one list. A source that cannot be asked is " +
      "reported in `sources`; the others still answer.",
  })
  async search(
    @Args(() => SearchArgs) { query, sources, language, first }: SearchArgs,
    @Ctx() context: UnifiedContext,
  ): Promise<SearchResults> {
    const size = pageSize(first);
    if (query.length > LONGEST_QUERY || !/[\p{L}\p{N}]/u.test(query)) {
      throw badInput("query", "it is too long or has no word in it", `1 to ${LONGEST_QUERY} characters with a word`);
    }
    const asked = [...new Set(sources ?? Object.values(SearchSource))];
    const question = { query, language, first: Math.min(size, LARGEST_SHARE) };
    const parts = await Promise.all(asked.map((source) => ask(source, question, context)));
    const lists = parts.map(({ result, found }) => ({ source: result.source, items: found?.records ?? [] }));
    const hits = fuse(lists, ({ id }) => id).slice(0, size);
    return {
      hits: hits.map(({ item, score, sources: foundBy }, index) => ({
        rank: index + 1,
        score,
        foundBy: foundBy as SearchSource[],
        record: item,
      })),
      sources: parts.map(({ result }) => result),
      suggestion: parts.map(({ found }) => found?.suggestion).find((suggestion) => suggestion) ?? null,
    };
  }
}

/** The most calls that a search of these sources is: one for the ids and one for the records of each that is remote. */
function callsOf({ sources }: { sources?: unknown } = {}): number {
  const asked: unknown[] = Array.isArray(sources) ? sources : Object.values(SearchSource);
  return 2 * [SearchSource.JOURNAL_ARTICLES, SearchSource.CLINICAL_TRIALS].filter((one) => asked.includes(one)).length;
}

async function ask(source: SearchSource, question: SourceQuestion, context: UnifiedContext): Promise<Part> {
  try {
    const found = await ASKERS[source](question, context);
    const { totalCount } = found;
    return { result: { source, outcome: SearchOutcome.ANSWERED, totalCount, code: null }, found };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { result: { source, outcome: SearchOutcome.FAILED, totalCount: null, code: error.code }, found: null };
  }
}
