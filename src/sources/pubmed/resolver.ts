import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import {
  badInput,
  CitationStyle,
  formatCitation,
  LARGEST_PAGE,
  Provenance,
  quoted,
  sliceList,
  toProvenance,
} from "../../content/index.js";
import { toCslItem } from "./citation.js";
import { LARGEST_BATCH } from "./client.js";
import { JournalArticleConnection } from "./connection.js";
import { connectionOfPmids, connectionOfTerm, type PubmedContext, pageCalls } from "./listing.js";
import { isPmid } from "./parser/identifiers.js";
import { factsOf } from "./provenance.js";
import { isUnreadableTerm } from "./reported.js";
import { SearchArticlesArguments } from "./search-arguments.js";
import { toTerm } from "./search-term.js";
import { CitedReferenceConnection } from "./types/reference.js";
import { JournalArticle } from "./types.js";

@Resolver(() => JournalArticle)
export class PubmedResolver {
  @Query(() => JournalArticle, {
    nullable: true,
    description: "The article with this PMID; null when PubMed has none.",
  })
  journalArticle(
    @Arg("pmid", () => ID, { description: "A PubMed id: 1 to 9 digits, such as `31978945`." }) pmid: string,
    @Ctx() { call, pubmed }: PubmedContext,
  ) {
    return pubmed.load(checkedPmid("pmid", pmid), call);
  }

  @Query(() => [JournalArticle], {
    nullable: "itemsAndList",
    description: "The articles with these PMIDs, in the same order; null where PubMed has none.",
  })
  journalArticles(
    @Arg("pmids", () => [ID], { description: "1 to 100 PubMed ids." }) pmids: string[],
    @Ctx() { call, pubmed }: PubmedContext,
  ) {
    if (pmids.length < 1 || pmids.length > LARGEST_PAGE) {
      throw badInput("pmids", `${pmids.length} ids are given`, `1 to ${LARGEST_PAGE}`);
    }
    return pubmed.loadMany(
      pmids.map((pmid) => checkedPmid("pmids", pmid)),
      call,
    );
  }

  @Extensions({ upstreamCalls: pageCalls })
  @Query(() => JournalArticleConnection, {
    nullable: true,
    description: "Articles that PubMed finds for words or for a term in its own syntax.",
  })
  async searchJournalArticles(
    @Args(() => SearchArticlesArguments) { query, advanced, filter, sort, ...page }: SearchArticlesArguments,
    @Ctx() context: PubmedContext,
  ): Promise<JournalArticleConnection> {
    const term = toTerm({ query: query ?? null, advanced: advanced ?? null }, filter ?? {});
    try {
      return await connectionOfTerm({ term, sort, words: query ?? null }, page, context);
    } catch (error) {
      const isTheirs = advanced != null && isUnreadableTerm(error);
      throw isTheirs ? badInput("advanced", "PubMed cannot read it", "a search in PubMed's syntax") : error;
    }
  }

  @FieldResolver(() => CitedReferenceConnection, {
    description: "What the article cites, in printed order. Empty where the publisher deposits no references.",
  })
  references(
    @Root() { pmid, referenceList }: JournalArticle,
    @Arg("first", () => Int, { defaultValue: 20, description: "How many references a page has, 1 to 100." })
    first: number,
    @Arg("after", () => String, { nullable: true, description: "The cursor to go on behind." }) after?: string | null,
  ): CitedReferenceConnection {
    const { items, pageInfo } = sliceList(referenceList, ["references", pmid], first, after ?? null);
    return { nodes: items, totalCount: referenceList.length, pageInfo };
  }

  @Extensions({ upstreamCalls: () => 1, parentsPerCall: LARGEST_BATCH })
  @FieldResolver(() => JournalArticleConnection, {
    nullable: true,
    description: "Articles that PubMed finds similar, most similar first.",
  })
  async similarArticles(
    @Root() { pmid }: JournalArticle,
    @Ctx() { call, pubmed }: PubmedContext,
    @Arg("first", () => Int, { defaultValue: 10, description: "How many articles a page has, 1 to 100." })
    first: number,
    @Arg("after", () => String, { nullable: true, description: "The cursor to go on behind." }) after?: string | null,
  ): Promise<JournalArticleConnection> {
    const similar = await pubmed.links(pmid, "pubmed_pubmed", call);
    // Some answers list the article itself as the most similar.
    return connectionOfPmids(
      similar.filter((other) => other !== pmid),
      { first, after },
    );
  }

  @Extensions({ upstreamCalls: () => 1, parentsPerCall: LARGEST_BATCH })
  @FieldResolver(() => JournalArticleConnection, {
    nullable: true,
    description:
      "Articles that cite this one, as far as PubMed Central knows. An empty list does not mean that nobody does.",
  })
  async citedBy(
    @Root() { pmid }: JournalArticle,
    @Ctx() { call, pubmed }: PubmedContext,
    @Arg("first", () => Int, { defaultValue: 10, description: "How many articles a page has, 1 to 100." })
    first: number,
    @Arg("after", () => String, { nullable: true, description: "The cursor to go on behind." }) after?: string | null,
  ): Promise<JournalArticleConnection> {
    return connectionOfPmids(await pubmed.links(pmid, "pubmed_pubmed_citedin", call), { first, after });
  }

  @FieldResolver(() => String, { description: "A reference to the article, ready to print or to import." })
  citation(
    @Root() article: JournalArticle,
    @Arg("style", () => CitationStyle, { defaultValue: CitationStyle.VANCOUVER, description: "How it is written." })
    style: CitationStyle,
  ): string {
    return formatCitation(toCslItem(article), style);
  }

  @FieldResolver(() => Provenance, { description: "Where the record came from, how old it is and how it may be used." })
  provenance(@Root() article: JournalArticle, @Ctx() { pubmed }: PubmedContext): Provenance {
    return toProvenance(factsOf(article), pubmed.copyOf(article));
  }
}

function checkedPmid(argument: string, pmid: string): string {
  if (isPmid(pmid)) return pmid;
  throw badInput(argument, `${quoted(pmid)} is not a PMID`, "1 to 9 digits, the first not 0, such as 31978945");
}
