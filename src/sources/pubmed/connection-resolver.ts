import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Extensions, FieldResolver, Info, Int, Resolver, Root } from "type-graphql";
import { asksOnly, badInput, pageSize } from "../../content/index.js";
import type { Eventual, UpstreamError } from "../../upstream/index.js";
import {
  type ArticleStub,
  JournalArticleConnection,
  JournalArticleEdge,
  MeshHeadingCounts,
  SearchReading,
  STUB_FIELDS,
  TimelinePoint,
  TimelineStep,
} from "./connection.js";
import { type PubmedContext, stubOf } from "./listing.js";
import { sampleOf, tally } from "./mesh-counts.js";
import { within } from "./search-term.js";
import { JournalArticle } from "./types.js";

/** Most periods of one timeline: each is a question to PubMed, and three a second are allowed. */
const LONGEST_TIMELINE = 30;

type Listed = JournalArticle | ArticleStub | UpstreamError | null;

/** Fields of a list of articles that cost something. */
@Resolver(() => JournalArticleConnection)
export class ArticleConnectionResolver {
  @FieldResolver(() => [JournalArticle], {
    nullable: "itemsAndList",
    description: "The articles of this page. An item is null when its record could not be had.",
  })
  nodes(
    @Root() { pmids }: JournalArticleConnection,
    @Ctx() { call, pubmed }: PubmedContext,
    @Info() info: GraphQLResolveInfo,
  ): Eventual<Listed[]> {
    return asksOnly(info, [], STUB_FIELDS) ? pmids.map(stubOf) : pubmed.loadMany(pmids, call);
  }

  @FieldResolver(() => [JournalArticleEdge], { description: "The articles of this page with their cursors." })
  edges(@Root() { pmids, cursors, via }: JournalArticleConnection): JournalArticleEdge[] {
    return pmids.map((pmid, index) => ({ cursor: cursors[index] ?? "", via, pmid }));
  }

  @Extensions({ upstreamCalls: timelineLength })
  @FieldResolver(() => [TimelinePoint], {
    nullable: true,
    description:
      "How many articles were published in each year; at most 30 years. Each count is a question to PubMed, remembered " +
      "for a day. Without an API key about ten new counts can be had at once: the others are null with an error that " +
      "says when to ask again.",
  })
  timeline(
    @Root() { list }: JournalArticleConnection,
    @Ctx() { pubmed }: PubmedContext,
    @Arg("by", () => TimelineStep, { defaultValue: TimelineStep.YEAR, description: "The step of the timeline." })
    _by: TimelineStep,
    @Arg("from", () => Int, { nullable: true, description: "The first year; nine years before `to` when left out." })
    from?: number | null,
    @Arg("to", () => Int, { nullable: true, description: "The last year; this year when left out." }) to?:
      | number
      | null,
  ): TimelinePoint[] {
    const last = checkedYear("to", to ?? new Date(pubmed.now()).getUTCFullYear());
    const start = checkedYear("from", from ?? last - 9);
    const length = last - start + 1;
    if (length < 1) throw badInput("from", `${start} is after ${last}`, "a year that is not after `to`");
    if (length > LONGEST_TIMELINE)
      throw badInput("from", `${length} years are too many`, `at most ${LONGEST_TIMELINE}`);
    return Array.from({ length }, (_, index) => {
      const period = String(start + index);
      return { period, term: within(list.term, period, period) };
    });
  }

  @Extensions({ upstreamCalls: () => 2 })
  @FieldResolver(() => MeshHeadingCounts, {
    nullable: true,
    description: "The most frequent MeSH subjects, from the first 200 articles of the list.",
  })
  async topMeshHeadings(
    @Root() connection: JournalArticleConnection,
    @Ctx() context: PubmedContext,
    @Arg("first", () => Int, { defaultValue: 10, description: "How many subjects, 1 to 100." }) first: number,
    @Arg("majorOnly", () => Boolean, {
      defaultValue: false,
      description: "Count only main subjects, which leaves out `Humans`, `Female` and their like.",
    })
    majorOnly: boolean,
  ): Promise<MeshHeadingCounts> {
    const size = pageSize(first);
    const sample = await sampleOf(connection.list, context);
    return {
      headings: tally(sample, majorOnly).slice(0, size),
      sampleSize: sample.length,
      isEstimate: sample.length < connection.totalCount,
    };
  }
}

@Resolver(() => JournalArticleEdge)
export class ArticleEdgeResolver {
  @FieldResolver(() => JournalArticle, {
    nullable: true,
    description: "The article; null when its record could not be had.",
  })
  node(
    @Root() { pmid }: JournalArticleEdge,
    @Ctx() { call, pubmed }: PubmedContext,
    @Info() info: GraphQLResolveInfo,
  ): Listed | Promise<Listed> {
    return asksOnly(info, [], STUB_FIELDS) ? stubOf(pmid) : pubmed.load(pmid, call);
  }
}

@Resolver(() => TimelinePoint)
export class TimelinePointResolver {
  @FieldResolver(() => Int, { nullable: true, description: "How many; null when PubMed could not be asked in time." })
  count(@Root() { term }: TimelinePoint, @Ctx() { call, pubmed }: PubmedContext): Promise<number> {
    return pubmed.count(term, call);
  }
}

@Resolver(() => SearchReading)
export class SearchReadingResolver {
  @Extensions({ upstreamCalls: () => 1 })
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The words as PubMed would spell them; null when there is nothing better, or the search was in PubMed's syntax.",
  })
  spellingSuggestion(
    @Root() { words }: SearchReading,
    @Ctx() { call, pubmed }: PubmedContext,
  ): Promise<string | null> | null {
    return words === null ? null : pubmed.spelling(words, call);
  }
}

function checkedYear(argument: string, year: number): number {
  if (year >= 1500 && year <= 2999) return year;
  throw badInput(argument, `${year} is out of range`, "a year from 1500 to 2999");
}

/** How many questions to PubMed a timeline with these arguments is, at most. */
function timelineLength({ from, to }: { from?: number | null; to?: number | null } = {}): number {
  if (from == null) return 10;
  return to == null ? LONGEST_TIMELINE : Math.max(1, Math.min(LONGEST_TIMELINE, to - from + 1));
}
